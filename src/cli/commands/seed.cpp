#include "core/seed.hpp"
#include "core/sql_functions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/change_output.hpp"
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/rows.hpp"
#include "db/copy.hpp"
#include "db/guard.hpp"
#include "out/message.hpp"

namespace iscm::cli {
namespace {

/// Each file of seeds stands on the ones before it, so a preview has to write them: into a copy in memory.
std::vector<core::SeedStep> preview(db::Connection& connection) {
  db::Connection copy = db::copy_in_memory(connection);
  db::Guard::watch(copy.handle());
  core::add_sql_functions(copy);
  db::Transaction transaction(copy, db::Transaction::Kind::write);
  std::vector<core::SeedStep> steps = core::seed_again(copy, now(), author());
  db::Guard::watch(connection.handle());
  return steps;
}

constexpr std::array<std::string_view, 7> kColumns = {"file", "line", "action", "record", "field", "old", "new"};

std::vector<std::vector<std::string>> rows_of(const std::vector<core::SeedStep>& steps) {
  std::vector<std::vector<std::string>> rows;
  for (const core::SeedStep& step : steps) {
    rows.push_back({step.file, std::to_string(step.line), step.action, step.record, step.field, step.old, step.offer});
  }
  return rows;
}

std::vector<core::SeedStep> write(const Invocation& invocation, db::Connection& connection) {
  db::Transaction transaction(connection, db::Transaction::Kind::write);
  std::vector<core::SeedStep> steps = core::seed_again(connection, now(), author());
  if (steps.empty()) return steps;
  ChangeOutput output(invocation, kColumns, rows_of(steps));
  std::string written;
  if (core::changes_anything(steps)) {
    output.before_commit();
    transaction.commit();
    const auto last = connection.integer("SELECT max(id) FROM revisions").value_or(0);
    written = fmt::format("written, up to revision {}", last);
    out::note(written);
  }
  output.after_commit(written);
  return steps;
}

std::int64_t count(const std::vector<core::SeedStep>& steps, std::string_view action) {
  return std::count_if(steps.begin(), steps.end(), [&](const core::SeedStep& step) { return step.action == action; });
}

}  // namespace

Exit run_seed(const Invocation& invocation) {
  const bool writes = invocation.has("--apply");
  format_of(invocation);
  db::Connection connection = open_database(invocation, writes ? db::Intent::write : db::Intent::read);
  const std::vector<core::SeedStep> steps = writes ? write(invocation, connection) : preview(connection);
  if (!writes && !steps.empty()) print_texts(invocation, kColumns, rows_of(steps));
  out::note(
      fmt::format("the facts of this program: {} values new, {} changed, {} kept as people have set them, "
                  "{} rows passed over",
                  count(steps, "new"), count(steps, "change"), count(steps, "kept"), count(steps, "passed over")));
  if (!core::changes_anything(steps)) {
    out::note("nothing to change");
    return Exit::done;
  }
  if (writes) return Exit::done;
  out::note("nothing was written; `--apply` writes it");
  return invocation.has("--exit-code") ? Exit::findings : Exit::done;
}

}  // namespace iscm::cli
