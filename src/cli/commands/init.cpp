#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/new_file.hpp"
#include "core/seed.hpp"
#include "db/guard.hpp"
#include "db/migrate.hpp"
#include "db/open.hpp"
#include "out/message.hpp"

namespace iscm::cli {
namespace {

/// The file is new and has only a temporary name: until it is in place nothing is lost with it, so nothing has to
/// reach the disk before the end.
void build(const std::string& path, bool empty) {
  db::Connection connection = db::open(path, db::Intent::create);
  db::Guard::watch(connection.handle());
  connection.text("PRAGMA journal_mode = MEMORY");
  connection.run("PRAGMA synchronous = OFF");
  db::migrate(connection, db::bundled_migrations(), now());
  if (!empty) {
    db::Transaction transaction(connection, db::Transaction::Kind::write);
    core::seed(connection, now(), author());
    transaction.commit();
  }
  db::Guard::watch(nullptr);
}

}  // namespace

Exit run_init(const Invocation& invocation) {
  NewFile file(invocation.database);
  file.make([&](const std::string& path) { build(path, invocation.has("--empty")); });
  out::note(fmt::format("made {}; `iscm status` shows what it holds", invocation.database));
  return Exit::done;
}

}  // namespace iscm::cli
