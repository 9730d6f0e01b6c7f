#include "cli/check_fix.hpp"

#include <fmt/format.h>

#include <optional>

#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/own_checks.hpp"
#include "cli/revision_note.hpp"
#include "cli/rows.hpp"
#include "core/check_fix.hpp"
#include "core/check_views.hpp"
#include "core/history/revision.hpp"
#include "core/import/bound.hpp"
#include "core/import/changes.hpp"
#include "core/import/plan.hpp"
#include "core/waive.hpp"
#include "out/message.hpp"

namespace iscm::cli {
namespace {

core::Check fixable_check(const Invocation& invocation) {
  const std::string name = invocation.get("--fix");
  const std::vector<core::Check> all = known_checks(invocation);
  core::Check check = core::checks_named(all, {name}).front();
  // One that is broken says itself why, once it is run.
  if (!check.repair.empty() || check.entity == "check") return check;
  std::vector<std::string> fixable;
  for (const core::Check& other : all) {
    if (!other.repair.empty()) fixable.push_back(other.name);
  }
  throw Error(Exit::usage, fmt::format("what {} finds has no repair that is certain", name),
              fmt::format("--fix knows {}", fmt::join(fixable, ", ")));
}

/// Keeps what a plan would change, as the next plan takes its tables.
void keep_changes(db::Connection& connection, const core::Entity& entity, core::Plan& plan) {
  db::Statement changes = core::planned_changes(plan.job(), -1);
  db::Statement insert = connection.prepare("INSERT INTO temp.repair VALUES (?, ?, ?, ?, ?)");
  while (changes.step()) {
    insert.bind_all(entity.name, std::string_view(changes.text(3)), std::string_view(changes.text(4)),
                    std::string_view(changes.text(5)), std::string_view(changes.text(6)));
    insert.run();
  }
}

void refuse_problems(const core::Repair& repair, const core::Plan& plan) {
  if (plan.problems().empty()) return;
  const core::Problem& problem = plan.problems().front();
  const bool of_record = problem.line > 0 && problem.line <= repair.plan.records.size();
  const std::string record = of_record ? core::key_in_words(repair.plan.records[problem.line - 1]) : std::string();
  throw Error(Exit::refused,
              fmt::format("the repair is refused: {} {} {}: {}", repair.plan.entity->name, record, problem.column,
                          problem.message),
              problem.hint);
}

/// Plans each kind of record, and writes the plan where `revision` is one. Gives the number of records that change.
std::int64_t repair_all(db::Connection& connection, const core::Check& check, const core::OpenRevision* revision) {
  std::int64_t by_hand = 0;
  std::int64_t changed = 0;
  connection.run("CREATE TEMP TABLE repair (entity, record, field, old, new)");
  for (const auto& repair : core::repairs_of(connection, check, by_hand)) {
    core::bind_saved(connection, repair->plan);
    core::ImportRequest request{.entity = repair->plan.entity,
                                .file = repair->plan.file.name,
                                .default_source = {},
                                .answers = {},
                                .columns = {}};
    request.is_saved_plan = true;
    core::Plan plan(connection, request, *repair->rows);
    refuse_problems(*repair, plan);
    keep_changes(connection, *repair->plan.entity, plan);
    changed += plan.counts().changed;
    if (revision != nullptr && plan.changes_anything()) plan.apply(revision->id());
  }
  if (by_hand > 0) out::note(fmt::format("findings whose repair is not certain: {}; correct them by hand", by_hand));
  return changed;
}

}  // namespace

Exit run_check_fix(const Invocation& invocation) {
  const core::Check check = fixable_check(invocation);
  const bool writes = invocation.has("--apply");
  format_of(invocation);
  db::Connection connection = open_database(invocation, writes ? db::Intent::write : db::Intent::read);
  core::add_check_views(connection);
  db::Transaction transaction(connection, writes ? db::Transaction::Kind::write : db::Transaction::Kind::read);
  core::Findings findings(connection, today());
  findings.run(check);
  findings.require_run(check.name);
  core::set_waived_aside(connection, findings);
  std::optional<core::OpenRevision> revision;
  if (writes) revision.emplace(connection, revision_note(invocation, "check --fix " + check.name));
  const std::int64_t changed = repair_all(connection, check, revision ? &*revision : nullptr);
  db::Statement rows = connection.prepare("SELECT * FROM temp.repair ORDER BY entity, record, field");
  print_rows(invocation, rows);
  if (changed == 0) {
    out::note("nothing to repair");
  } else if (!writes) {
    out::note("nothing was written; `--apply` writes it");
  } else {
    revision->close();
    transaction.commit();
    out::note(fmt::format("written as revision {}", revision->id()));
  }
  return Exit::done;
}

}  // namespace iscm::cli
