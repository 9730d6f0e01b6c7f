#include "import/seed.hpp"
#include "model/sql_functions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/change_output.hpp"
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/rows.hpp"
#include "sqlite/copy.hpp"
#include "sqlite/watchdog.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

/// Each file of seeds stands on the ones before it, so a preview has to write them: into a copy in memory.
std::vector<import::SeedStep> preview(sqlite::Connection& connection) {
  sqlite::Connection copy = sqlite::copy_in_memory(connection);
  sqlite::Guard::watch(copy.handle());
  model::add_sql_functions(copy);
  sqlite::Transaction transaction(copy, sqlite::Transaction::Kind::write);
  std::vector<import::SeedStep> steps = import::seed_again(copy, now(), author());
  sqlite::Guard::watch(connection.handle());
  return steps;
}

constexpr std::array<std::string_view, 7> kColumns = {"file", "line", "action", "record", "field", "old", "new"};

std::vector<std::vector<std::string>> rows_of(const std::vector<import::SeedStep>& steps) {
  std::vector<std::vector<std::string>> rows;
  for (const import::SeedStep& step : steps) {
    rows.push_back({step.file, std::to_string(step.line), step.action, step.record, step.field, step.old, step.offer});
  }
  return rows;
}

std::vector<import::SeedStep> write(const Invocation& invocation, sqlite::Connection& connection) {
  sqlite::Transaction transaction(connection, sqlite::Transaction::Kind::write);
  std::vector<import::SeedStep> steps = import::seed_again(connection, now(), author());
  if (steps.empty()) return steps;
  ChangeOutput output(invocation, kColumns, rows_of(steps));
  std::string written;
  if (import::changes_anything(steps)) {
    output.before_commit();
    transaction.commit();
    const auto last = connection.integer("SELECT max(id) FROM revisions").value_or(0);
    written = fmt::format("written, up to revision {}", last);
    write::note(written);
  }
  output.after_commit(written);
  return steps;
}

std::int64_t count(const std::vector<import::SeedStep>& steps, std::string_view action) {
  return std::count_if(steps.begin(), steps.end(), [&](const import::SeedStep& step) { return step.action == action; });
}

}  // namespace

Exit run_seed(const Invocation& invocation) {
  const bool writes = invocation.has("--apply");
  format_of(invocation);
  sqlite::Connection connection = open_database(invocation, writes ? sqlite::Intent::write : sqlite::Intent::read);
  const std::vector<import::SeedStep> steps = writes ? write(invocation, connection) : preview(connection);
  if (!writes && !steps.empty()) print_texts(invocation, kColumns, rows_of(steps));
  write::note(
      fmt::format("the facts of this program: {} values new, {} changed, {} kept as people have set them, "
                  "{} rows passed over",
                  count(steps, "new"), count(steps, "change"), count(steps, "kept"), count(steps, "passed over")));
  if (!import::changes_anything(steps)) {
    write::note("nothing to change");
    return Exit::done;
  }
  if (writes) return Exit::done;
  write::note("nothing was written; `--apply` writes it");
  return invocation.has("--exit-code") ? Exit::findings : Exit::done;
}

}  // namespace iscm::cli
