#include "history/undo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "error.hpp"
#include "history/undo_apply.hpp"
#include "history/undo_refusals.hpp"

namespace iscm::history {
namespace {

std::string target_columns(const schema::TrackedTable& table) {
  return fmt::format("undo_action, {}, {}", schema::column_list(table.key), schema::column_list(table.columns));
}

std::string has_no_version(const schema::TrackedTable& table, const std::string& row, const std::string& condition) {
  return fmt::format("NOT EXISTS (SELECT 1 FROM main.{}_history AS v WHERE {} AND {})", table.name,
                     table.same_key("v", row), condition);
}

bool is_touched(sqlite::Connection& connection, const schema::TrackedTable& table, std::int64_t revision) {
  return connection.integer(fmt::format("SELECT EXISTS (SELECT 1 FROM main.{0} WHERE revision = ?1)"
                                        " OR EXISTS (SELECT 1 FROM main.{0}_history AS h WHERE h.replaced_by = ?1)"
                                        " OR EXISTS (SELECT 1 FROM main.{0}_history AS h WHERE {1})",
                                        table.name, is_replaced_after("h")),
                            revision) == 1;
}

/// Rows that were updated: each column that the revision changed goes back, every other stays as it is now.
std::string updates(const schema::TrackedTable& table) {
  std::string values;
  for (const std::string& column : table.columns) {
    values += fmt::format(", CASE WHEN a.{0} IS NOT NULL AND b.{1} IS a.{1} THEN n.{1} ELSE b.{1} END",
                          table.key.front(), column);
  }
  return fmt::format(
      "INSERT INTO temp.undo_{0} ({1}) SELECT 'update', {2}{3} FROM main.{0}_history AS b"
      " JOIN main.{0} AS n ON {4}"
      " LEFT JOIN main.{0}_history AS a ON {5} AND {6}"
      " WHERE {7} AND (n.revision = ?1 OR a.{8} IS NOT NULL)",
      table.name, target_columns(table), schema::column_list(table.key, "n"), values, table.same_key("n", "b"),
      table.same_key("a", "b"), is_replaced_after("a"), is_before("b"), table.key.front());
}

/// Rows that were inserted, and stand as they were or were changed since.
std::string deletes(const schema::TrackedTable& table) {
  return fmt::format(
      "INSERT INTO temp.undo_{0} (undo_action, {1})"
      " SELECT 'delete', {2} FROM main.{0} AS n WHERE n.revision = ?1 AND {3}"
      " UNION ALL SELECT 'delete', {2} FROM main.{0}_history AS a JOIN main.{0} AS n ON {4} WHERE {5} AND {6}",
      table.name, schema::column_list(table.key), schema::column_list(table.key, "n"), has_no_before(table, "n"),
      table.same_key("n", "a"), is_replaced_after("a"), has_no_before(table, "a"));
}

/// Rows that were deleted.
std::string inserts(const schema::TrackedTable& table) {
  return fmt::format(
      "INSERT INTO temp.undo_{0} ({1}) SELECT 'insert', {2}, {3} FROM main.{0}_history AS b"
      " WHERE {4} AND {5} AND NOT EXISTS (SELECT 1 FROM main.{0} AS n WHERE {6})",
      table.name, target_columns(table), schema::column_list(table.key, "b"), schema::column_list(table.columns, "b"),
      is_before("b"), has_no_replaced_after(table, "b"), table.same_key("n", "b"));
}

}  // namespace

UndoPlan::UndoPlan(sqlite::Connection& connection, std::int64_t revision)
    : connection_(connection), revision_(revision), tables_(schema::tracked_tables(connection)) {
  std::copy_if(tables_.begin(), tables_.end(), std::back_inserter(touched_),
               [&](const schema::TrackedTable& table) { return is_touched(connection, table, revision); });
  for (const schema::TrackedTable& table : touched_) {
    create(table);
    fill(table);
  }
}

UndoPlan::~UndoPlan() {
  for (const schema::TrackedTable& table : touched_) {
    try {
      connection_.run(fmt::format("DROP TABLE IF EXISTS temp.undo_{}", table.name));
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): create() drops what is left
    }
  }
}

bool UndoPlan::touches(const std::string& table) const {
  return std::any_of(touched_.begin(), touched_.end(),
                     [&](const schema::TrackedTable& candidate) { return candidate.name == table; });
}

void UndoPlan::create(const schema::TrackedTable& table) {
  std::string key;
  for (const std::string& column : table.key) key += column + " INTEGER, ";
  connection_.run(fmt::format("DROP TABLE IF EXISTS temp.undo_{}", table.name));
  connection_.run(fmt::format("CREATE TEMP TABLE undo_{} (undo_action TEXT NOT NULL, {}{}, PRIMARY KEY ({}))",
                              table.name, key, schema::column_list(table.columns), schema::column_list(table.key)));
}

void UndoPlan::fill(const schema::TrackedTable& table) {
  for (const auto make : {updates, deletes, inserts}) connection_.run(make(table), revision_);
}

std::string is_before(const std::string& row) {
  return fmt::format("{0}.replaced_by = ?1 AND {0}.revision < ?1", row);
}

std::string is_replaced_after(const std::string& row) {
  return fmt::format("{0}.replaced_by > ?1 AND {0}.revision = ?1", row);
}

std::string has_no_before(const schema::TrackedTable& table, const std::string& row) {
  return has_no_version(table, row, is_before("v"));
}

std::string has_no_replaced_after(const schema::TrackedTable& table, const std::string& row) {
  return has_no_version(table, row, is_replaced_after("v"));
}

namespace {

/// More than these are counted, not listed: an import of 100,000 rows may conflict in each.
constexpr std::size_t kListedConflicts = 20;

void refuse_what_cannot_be_undone(sqlite::Connection& connection, std::int64_t revision) {
  sqlite::Statement found = connection.prepare("SELECT kind, open FROM revisions WHERE id = ?");
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
std::int64_t undone_by(sqlite::Connection& connection, std::int64_t revision) {
  const std::int64_t undo = connection.integer("SELECT max(id) FROM revisions WHERE undoes = ?", revision).value_or(0);
  return undo == 0 || undone_by(connection, undo) != 0 ? 0 : undo;
}

[[noreturn]] void refuse(sqlite::Connection& connection, std::int64_t revision,
                         const std::vector<Conflict>& conflicts) {
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

std::vector<Conflict> undo_conflicts(sqlite::Connection& connection, std::int64_t revision) {
  refuse_what_cannot_be_undone(connection, revision);
  return conflicts_of(UndoPlan(connection, revision));
}

UndoPlan plan_undo(sqlite::Connection& connection, std::int64_t revision) {
  refuse_what_cannot_be_undone(connection, revision);
  return {connection, revision};
}

void refuse_conflicts(const UndoPlan& plan) {
  const std::vector<Conflict> conflicts = conflicts_of(plan);
  if (!conflicts.empty()) refuse(plan.connection(), plan.revision(), conflicts);
}

void undo(sqlite::Connection& connection, std::int64_t revision) {
  const auto open = connection.integer("SELECT id FROM revisions WHERE open = 1");
  if (!open) throw Error(Exit::failed, "undo needs an open revision");
  const UndoPlan plan = plan_undo(connection, revision);
  refuse_conflicts(plan);
  apply(plan, *open);
}

namespace {

std::string same_values(const schema::TrackedTable& table) {
  return fmt::format("({}) IS ({})", schema::column_list(table.columns, "b"), schema::column_list(table.columns, "a"));
}

/// The plan holds the values that a row would have, the table those that it has. Only so many of its rows are looked
/// at: what people call 100,000 rows takes as long to find out as to undo them.
VersionPairs pairs(const schema::TrackedTable& table, std::int64_t most) {
  const std::string plan = fmt::format("(SELECT * FROM temp.undo_{} ORDER BY {} LIMIT {})", table.name,
                                       schema::column_list(table.key), most);
  const std::string both = fmt::format("main.{} AS b ON {}", table.name, table.same_key("b", "a"));
  return {.added = fmt::format("{} AS a WHERE a.undo_action = 'insert'", plan),
          .changed = fmt::format("{} AS a JOIN {} WHERE a.undo_action = 'update'", plan, both),
          .removed = fmt::format("{} AS a JOIN {} WHERE a.undo_action = 'delete'", plan, both)};
}

std::int64_t count_rows(const UndoPlan& plan, const schema::TrackedTable& table) {
  return plan.connection()
      .integer(fmt::format("SELECT count(*) FROM temp.undo_{} AS a WHERE a.undo_action <> 'update' OR NOT EXISTS"
                           " (SELECT 1 FROM main.{} AS b WHERE {} AND {})",
                           table.name, table.name, table.same_key("b", "a"), same_values(table)))
      .value_or(0);
}

}  // namespace

PlannedChanges planned_changes(const UndoPlan& plan, std::int64_t limit) {
  PlannedChanges changes;
  std::set<std::pair<std::string, std::string>> told;
  for (const schema::TrackedTable& table : plan.touched()) {
    changes.total += count_rows(plan, table);
    const std::int64_t room = limit - static_cast<std::int64_t>(changes.first.size());
    if (room <= 0) continue;
    sqlite::Statement rows = plan.connection().prepare(
        fmt::format("{} ORDER BY record, place LIMIT ?", change_rows(table, pairs(table, room))));
    rows.bind(1, room);
    while (rows.step()) {
      changes.first.push_back(read_change(rows));
      told.emplace(changes.first.back().entity, changes.first.back().record);
    }
  }
  changes.left_out = changes.total - static_cast<std::int64_t>(told.size());
  return changes;
}

}  // namespace iscm::history
