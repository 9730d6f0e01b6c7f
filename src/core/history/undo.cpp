#include "core/history/undo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/history/undo_apply.hpp"
#include "core/history/undo_conflicts.hpp"
#include "core/history/undo_plan.hpp"
#include "error.hpp"

namespace iscm::core {
namespace {

/// More than these are counted, not listed: an import of 100,000 rows may conflict in each.
constexpr std::size_t kListedConflicts = 20;

void refuse_what_cannot_be_undone(db::Connection& connection, std::int64_t revision) {
  db::Statement found = connection.prepare("SELECT kind, open FROM revisions WHERE id = ?");
  found.bind(1, revision);
  if (!found.step()) throw Error(Exit::refused, fmt::format("there is no revision {}", revision), "see `iscm log`");
  if (found.text(0) == "migration") {
    throw Error(Exit::refused, fmt::format("revision {} is a migration, which cannot be undone", revision),
                "restore the backup that was made before it");
  }
  if (found.integer(1) == 1) throw Error(Exit::refused, fmt::format("revision {} is still being made", revision));
}

std::vector<Conflict> conflicts_of(const UndoPlan& plan) {
  std::vector<Conflict> conflicts = value_conflicts(plan);
  for (const auto find : {rule_conflicts, name_conflicts}) {
    for (Conflict& conflict : find(plan)) conflicts.push_back(std::move(conflict));
  }
  std::stable_sort(conflicts.begin(), conflicts.end(), [](const Conflict& a, const Conflict& b) {
    return std::tie(a.table, a.record) < std::tie(b.table, b.record);
  });
  return conflicts;
}

/// The revision that undid this one; 0 where none did, or that was undone in its turn.
std::int64_t undone_by(db::Connection& connection, std::int64_t revision) {
  const std::int64_t undo = connection.integer("SELECT max(id) FROM revisions WHERE undoes = ?", revision).value_or(0);
  return undo == 0 || undone_by(connection, undo) != 0 ? 0 : undo;
}

[[noreturn]] void refuse(db::Connection& connection, std::int64_t revision, const std::vector<Conflict>& conflicts) {
  if (const std::int64_t undo = undone_by(connection, revision); undo != 0) {
    const bool stands = std::all_of(conflicts.begin(), conflicts.end(),
                                    [&](const Conflict& conflict) { return conflict.later_revision == undo; });
    throw Error(Exit::refused, fmt::format("revision {} was undone already, by revision {}", revision, undo),
                stands
                    ? fmt::format("`iscm undo {}` would bring back what revision {} did", undo, revision)
                    : fmt::format("nothing of it is left to undo; `iscm log --since {}` lists what came later", undo));
  }
  std::string message = fmt::format("revision {} cannot be undone: later changes stand on it", revision);
  std::set<std::int64_t, std::greater<>> later;
  for (std::size_t i = 0; i < conflicts.size(); ++i) {
    if (i < kListedConflicts) message += "\n  " + conflicts[i].message;
    later.insert(conflicts[i].later_revision);
  }
  if (conflicts.size() > kListedConflicts) {
    message += fmt::format("\n  and {} more", conflicts.size() - kListedConflicts);
  }
  throw Error(Exit::refused, message,
              fmt::format("undo the later revisions first, newest first: {}", fmt::join(later, ", ")));
}

}  // namespace

std::vector<Conflict> undo_conflicts(db::Connection& connection, std::int64_t revision) {
  refuse_what_cannot_be_undone(connection, revision);
  return conflicts_of(UndoPlan(connection, revision));
}

UndoPlan plan_undo(db::Connection& connection, std::int64_t revision) {
  refuse_what_cannot_be_undone(connection, revision);
  return {connection, revision};
}

void refuse_conflicts(const UndoPlan& plan) {
  const std::vector<Conflict> conflicts = conflicts_of(plan);
  if (!conflicts.empty()) refuse(plan.connection(), plan.revision(), conflicts);
}

void undo(db::Connection& connection, std::int64_t revision) {
  const auto open = connection.integer("SELECT id FROM revisions WHERE open = 1");
  if (!open) throw Error(Exit::failed, "undo needs an open revision");
  const UndoPlan plan = plan_undo(connection, revision);
  refuse_conflicts(plan);
  apply(plan, *open);
}

}  // namespace iscm::core
