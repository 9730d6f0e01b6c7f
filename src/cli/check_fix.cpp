#include "cli/check_fix.hpp"

#include <fmt/format.h>

#include <optional>

#include "check/fix.hpp"
#include "check/views.hpp"
#include "check/waive.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/own_checks.hpp"
#include "cli/revision_note.hpp"
#include "cli/rows.hpp"
#include "history/revision.hpp"
#include "import/compare.hpp"
#include "import/plan.hpp"
#include "import/saved_plan_bind.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

check::Check fixable_check(const Invocation& invocation) {
  const std::string name = invocation.get("--fix");
  const std::vector<check::Check> all = known_checks(invocation);
  check::Check check = check::checks_named(all, {name}).front();
  // One that is broken says itself why, once it is run.
  if (!check.repair.empty() || check.entity == "check") return check;
  std::vector<std::string> fixable;
  for (const check::Check& other : all) {
    if (!other.repair.empty()) fixable.push_back(other.name);
  }
  throw Error(Exit::usage, fmt::format("what {} finds has no repair that is certain", name),
              fmt::format("--fix knows {}", fmt::join(fixable, ", ")));
}

/// Keeps what a plan would change, as the next plan takes its tables.
void keep_changes(sqlite::Connection& connection, const model::Entity& entity, import::Plan& plan) {
  sqlite::Statement changes = import::planned_changes(plan.job(), -1);
  sqlite::Statement insert = connection.prepare("INSERT INTO temp.repair VALUES (?, ?, ?, ?, ?)");
  while (changes.step()) {
    insert.bind_all(entity.name, std::string_view(changes.text(3)), std::string_view(changes.text(4)),
                    std::string_view(changes.text(5)), std::string_view(changes.text(6)));
    insert.run();
  }
}

void refuse_problems(const check::Repair& repair, const import::Plan& plan) {
  if (plan.problems().empty()) return;
  const import::Problem& problem = plan.problems().front();
  const bool of_record = problem.line > 0 && problem.line <= repair.plan.records.size();
  const std::string record = of_record ? import::key_in_words(repair.plan.records[problem.line - 1]) : std::string();
  throw Error(Exit::refused,
              fmt::format("the repair is refused: {} {} {}: {}", repair.plan.entity->name, record, problem.column,
                          problem.message),
              problem.hint);
}

/// Plans each kind of record, and writes the plan where `revision` is one. Gives the number of records that change.
std::int64_t repair_all(sqlite::Connection& connection, const check::Check& check,
                        const history::OpenRevision* revision) {
  std::int64_t by_hand = 0;
  std::int64_t changed = 0;
  connection.run("CREATE TEMP TABLE repair (entity, record, field, old, new)");
  for (const auto& repair : check::repairs_of(connection, check, by_hand)) {
    import::bind_saved(connection, repair->plan);
    import::ImportRequest request{
        .entity = repair->plan.entity, .file = repair->plan.file.name, .default_source = {}, .answers = {}, .columns = {
        }};
    request.is_saved_plan = true;
    import::Plan plan(connection, request, *repair->rows);
    refuse_problems(*repair, plan);
    keep_changes(connection, *repair->plan.entity, plan);
    changed += plan.counts().changed;
    if (revision != nullptr && plan.changes_anything()) plan.apply(revision->id());
  }
  if (by_hand > 0) write::note(fmt::format("findings whose repair is not certain: {}; correct them by hand", by_hand));
  return changed;
}

}  // namespace

Exit run_check_fix(const Invocation& invocation) {
  const check::Check check = fixable_check(invocation);
  const bool writes = invocation.has("--apply");
  format_of(invocation);
  sqlite::Connection connection = open_database(invocation, writes ? sqlite::Intent::write : sqlite::Intent::read);
  check::add_check_views(connection);
  sqlite::Transaction transaction(connection,
                                  writes ? sqlite::Transaction::Kind::write : sqlite::Transaction::Kind::read);
  check::Findings findings(connection, today());
  findings.run(check);
  findings.require_run(check.name);
  check::set_waived_aside(connection, findings);
  std::optional<history::OpenRevision> revision;
  if (writes) revision.emplace(connection, revision_note(invocation, "check --fix " + check.name));
  const std::int64_t changed = repair_all(connection, check, revision ? &*revision : nullptr);
  sqlite::Statement rows = connection.prepare("SELECT * FROM temp.repair ORDER BY entity, record, field");
  print_rows(invocation, rows);
  if (changed == 0) {
    write::note("nothing to repair");
  } else if (!writes) {
    write::note("nothing was written; `--apply` writes it");
  } else {
    revision->close();
    transaction.commit();
    write::note(fmt::format("written as revision {}", revision->id()));
  }
  return Exit::done;
}

}  // namespace iscm::cli
