#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/environment.hpp"
#include "cli/new_file.hpp"
#include "import/seed.hpp"
#include "schema/migrate.hpp"
#include "sqlite/open.hpp"
#include "sqlite/watchdog.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

/// The file still has a temporary name, and nothing is lost with it: nothing has to reach the disk before the end.
void build(const std::string& path, bool empty) {
  sqlite::Connection connection = sqlite::open(path, sqlite::Intent::create);
  sqlite::Guard::watch(connection.handle());
  connection.text("PRAGMA journal_mode = MEMORY");
  connection.run("PRAGMA synchronous = OFF");
  schema::migrate(connection, schema::bundled_migrations(), now());
  if (!empty) {
    sqlite::Transaction transaction(connection, sqlite::Transaction::Kind::write);
    import::seed(connection, now(), author());
    transaction.commit();
  }
  sqlite::Guard::watch(nullptr);
}

Exit run(const Invocation& invocation) {
  NewFile file(invocation.database);
  file.make([&](const std::string& path) { build(path, invocation.has("--empty")); });
  write::note(fmt::format("created {}; `iscm status` shows what it contains", invocation.database));
  return Exit::done;
}

constexpr Example kExamples[] = {
    {"iscm init", "create ./iscm.db with the record of 30 mechanisms"},
    {"iscm init --db record.db --empty", "a database without any records"},
};
constexpr Option kOptions[] = {
    flag("--empty", "leave the tables empty"),
};

}  // namespace

extern const Command kInit{
    .name = "init",
    .summary = "create the database and fill it from the published table",
    .synonyms = "start setup",
    .examples = kExamples,
    .options = kOptions,
    .run = run,
};

}  // namespace iscm::cli
