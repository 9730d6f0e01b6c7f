#include "import/seed.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/edit.hpp"
#include "cli/environment.hpp"
#include "cli/output.hpp"
#include "model/sql_functions.hpp"
#include "sqlite/copy.hpp"
#include "sqlite/watchdog.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

/// Each file of seeds needs the ones before it, so a preview writes them into a copy in memory.
std::vector<import::SeedStep> preview(sqlite::Connection& connection) {
  sqlite::Connection copy = sqlite::copy_in_memory(connection);
  sqlite::Guard::watch(copy.handle());
  model::add_sql_functions(copy);
  sqlite::Transaction transaction(copy, sqlite::Transaction::Kind::write);
  std::vector<import::SeedStep> steps = import::seed_again(copy, now(), author());
  sqlite::Guard::watch(connection.handle());
  return steps;
}

Table table_of(const std::vector<import::SeedStep>& steps) {
  Table table{{"file", "line", "action", "record", "field", "old", "new"}};
  for (const import::SeedStep& step : steps) {
    table.rows.push_back(
        {step.file, std::to_string(step.line), step.action, step.record, step.field, step.old, step.offer});
  }
  return table;
}

std::vector<import::SeedStep> write(const Invocation& invocation, sqlite::Connection& connection) {
  sqlite::Transaction transaction(connection, sqlite::Transaction::Kind::write);
  const auto newest = [&] { return connection.integer("SELECT max(id) FROM revisions").value_or(0); };
  const std::int64_t before = newest();
  std::vector<import::SeedStep> steps = import::seed_again(connection, now(), author());
  if (steps.empty()) return steps;
  ChangeOutput output(invocation, table_of(steps));
  std::string written;
  if (import::changes_anything(steps)) {
    output.before_commit();
    transaction.commit();
    written = fmt::format("written, up to revision {}", newest());
    note_written(invocation, before + 1, written);
  }
  output.after_commit(written);
  return steps;
}

std::int64_t count(const std::vector<import::SeedStep>& steps, std::string_view action) {
  return std::count_if(steps.begin(), steps.end(), [&](const import::SeedStep& step) { return step.action == action; });
}

Exit run(const Invocation& invocation) {
  const bool writes = invocation.has("--apply");
  sqlite::Connection connection = open_database(invocation, writes ? sqlite::Intent::write : sqlite::Intent::read);
  const std::vector<import::SeedStep> steps = writes ? write(invocation, connection) : preview(connection);
  if (!writes && !steps.empty()) print(invocation, table_of(steps));
  write::note(
      fmt::format("the facts of this program: {} values new, {} changed, {} kept as people have set them, "
                  "{} rows skipped",
                  count(steps, "new"), count(steps, "change"), count(steps, "kept"), count(steps, "skipped")));
  if (!import::changes_anything(steps)) {
    write::note("nothing to change");
    return Exit::done;
  }
  if (writes) return Exit::done;
  write::note(kWasPreview);
  return invocation.has("--exit-code") ? Exit::findings : Exit::done;
}

constexpr Example kExamples[] = {
    {"iscm seed", "what the facts that come with this program would add or change; nothing is written"},
    {"iscm seed --apply", "write it; values that people have set are kept"},
};
constexpr Option kOptions[] = {
    flag("--apply", "write what would change, as one revision for each file of facts"),
    flag("--exit-code", "exit with 1 if changes are pending"),
};

}  // namespace

extern const Command kSeed{
    .name = "seed",
    .summary = "bring the record up to date with this program's own facts",
    .synonyms = "refresh",
    .examples = kExamples,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
};

}  // namespace iscm::cli
