#include "history/undo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "error.hpp"

namespace iscm::history {
namespace {

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

std::string no_version(const schema::TrackedTable& table, std::string_view row, const std::string& condition) {
  return fmt::format("NOT EXISTS (SELECT 1 FROM main.{}_history AS v WHERE {} AND {})", table.name,
                     table.same_key("v", row), condition);
}

/// Every column of temp.undo_T, in its order.
std::string plan_columns(const schema::TrackedTable& table) {
  return fmt::format("undo_action, {}, {}", schema::column_list(table.key), schema::column_list(table.columns));
}

/// The plan holds the values that a row would have, the table those that it has. Only `most` rows of the plan are read:
/// to find what people call 100,000 rows takes as long as to undo them.
VersionPairs planned_versions(const schema::TrackedTable& table, std::int64_t most) {
  const std::string plan = fmt::format("(SELECT * FROM temp.undo_{} ORDER BY {} LIMIT {})", table.name,
                                       schema::column_list(table.key), most);
  const std::string both = fmt::format("main.{} AS b ON {}", table.name, table.same_key("b", "a"));
  return {.added = fmt::format("{} AS a WHERE a.undo_action = 'insert'", plan),
          .changed = fmt::format("{} AS a JOIN {} WHERE a.undo_action = 'update'", plan, both),
          .removed = fmt::format("{} AS a JOIN {} WHERE a.undo_action = 'delete'", plan, both)};
}

std::int64_t count_rows(const UndoPlan& plan, const schema::TrackedTable& table) {
  return plan.connection()
      .integer(fmt::format("SELECT count(*) FROM temp.undo_{0} AS a WHERE a.undo_action <> 'update' OR NOT EXISTS"
                           " (SELECT 1 FROM main.{0} AS b WHERE {1} AND ({2}) IS ({3}))",
                           table.name, table.same_key("b", "a"), schema::column_list(table.said(), "b"),
                           schema::column_list(table.said(), "a")))
      .value_or(0);
}

}  // namespace
UndoPlan::UndoPlan(sqlite::Connection& connection, std::int64_t revision)
    : connection_(connection), revision_(revision), tables_(schema::tracked_tables(connection)) {
  refuse_what_cannot_be_undone(connection, revision);
  std::copy_if(tables_.begin(), tables_.end(), std::back_inserter(touched_),
               [&](const schema::TrackedTable& table) { return find_touched(table); });
  for (const schema::TrackedTable& table : touched_) {
    create(table);
    plan_updates(table);
    plan_deletes(table);
    plan_inserts(table);
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

bool UndoPlan::touches(std::string_view table) const {
  return std::any_of(touched_.begin(), touched_.end(),
                     [&](const schema::TrackedTable& candidate) { return candidate.name == table; });
}

const schema::TrackedTable* UndoPlan::table(std::string_view name) const {
  const auto found = std::find_if(tables_.begin(), tables_.end(),
                                  [&](const schema::TrackedTable& candidate) { return candidate.name == name; });
  return found == tables_.end() ? nullptr : &*found;
}

std::string UndoPlan::is_before(std::string_view row) const {
  return fmt::format("{0}.replaced_by = {1} AND {0}.revision < {1}", row, revision_);
}

std::string UndoPlan::is_replaced_after(std::string_view row) const {
  return fmt::format("{0}.replaced_by > {1} AND {0}.revision = {1}", row, revision_);
}

std::string UndoPlan::has_no_before(const schema::TrackedTable& table, std::string_view row) const {
  return no_version(table, row, is_before("v"));
}

std::string UndoPlan::has_no_replaced_after(const schema::TrackedTable& table, std::string_view row) const {
  return no_version(table, row, is_replaced_after("v"));
}

bool UndoPlan::find_touched(const schema::TrackedTable& table) const {
  return connection_.integer(fmt::format("SELECT EXISTS (SELECT 1 FROM main.{0} WHERE revision = {1})"
                                         " OR EXISTS (SELECT 1 FROM main.{0}_history AS h WHERE h.replaced_by = {1})"
                                         " OR EXISTS (SELECT 1 FROM main.{0}_history AS h WHERE {2})",
                                         table.name, revision_, is_replaced_after("h"))) == 1;
}

void UndoPlan::create(const schema::TrackedTable& table) {
  std::string key;
  for (const std::string& column : table.key) key += column + " INTEGER, ";
  connection_.run(fmt::format("DROP TABLE IF EXISTS temp.undo_{}", table.name));
  connection_.run(fmt::format("CREATE TEMP TABLE undo_{} (undo_action TEXT NOT NULL, {}{}, PRIMARY KEY ({}))",
                              table.name, key, schema::column_list(table.columns), schema::column_list(table.key)));
}

/// Rows that were updated: each column that the revision changed goes back, every other stays as it is now.
void UndoPlan::plan_updates(const schema::TrackedTable& table) {
  std::string values;
  for (const std::string& column : table.columns) {
    values += fmt::format(", CASE WHEN a.{0} IS NOT NULL AND b.{1} IS a.{1} THEN n.{1} ELSE b.{1} END",
                          table.key.front(), column);
  }
  connection_.run(
      fmt::format("INSERT INTO temp.undo_{table} ({columns}) SELECT 'update', {key}{values}"
                  " FROM main.{table}_history AS b JOIN main.{table} AS n ON {live}"
                  " LEFT JOIN main.{table}_history AS a ON {same} AND {after}"
                  " WHERE {before} AND (n.revision = {revision} OR a.{id} IS NOT NULL)",
                  fmt::arg("table", table.name), fmt::arg("columns", plan_columns(table)),
                  fmt::arg("key", schema::column_list(table.key, "n")), fmt::arg("values", values),
                  fmt::arg("live", table.same_key("n", "b")), fmt::arg("same", table.same_key("a", "b")),
                  fmt::arg("after", is_replaced_after("a")), fmt::arg("before", is_before("b")),
                  fmt::arg("revision", revision_), fmt::arg("id", table.key.front())));
}

/// Rows that were inserted, whether or not they were changed since.
void UndoPlan::plan_deletes(const schema::TrackedTable& table) {
  connection_.run(
      fmt::format("INSERT INTO temp.undo_{table} (undo_action, {columns})"
                  " SELECT 'delete', {key} FROM main.{table} AS n WHERE n.revision = {revision} AND {n_is_new}"
                  " UNION ALL SELECT 'delete', {key} FROM main.{table}_history AS a JOIN main.{table} AS n ON {live}"
                  " WHERE {after} AND {a_is_new}",
                  fmt::arg("table", table.name), fmt::arg("columns", schema::column_list(table.key)),
                  fmt::arg("key", schema::column_list(table.key, "n")), fmt::arg("revision", revision_),
                  fmt::arg("n_is_new", has_no_before(table, "n")), fmt::arg("live", table.same_key("n", "a")),
                  fmt::arg("after", is_replaced_after("a")), fmt::arg("a_is_new", has_no_before(table, "a"))));
}

/// Rows that were deleted.
void UndoPlan::plan_inserts(const schema::TrackedTable& table) {
  connection_.run(
      fmt::format("INSERT INTO temp.undo_{table} ({columns}) SELECT 'insert', {key}, {values}"
                  " FROM main.{table}_history AS b WHERE {before} AND {is_gone}"
                  " AND NOT EXISTS (SELECT 1 FROM main.{table} AS n WHERE {live})",
                  fmt::arg("table", table.name), fmt::arg("columns", plan_columns(table)),
                  fmt::arg("key", schema::column_list(table.key, "b")),
                  fmt::arg("values", schema::column_list(table.columns, "b")), fmt::arg("before", is_before("b")),
                  fmt::arg("is_gone", has_no_replaced_after(table, "b")), fmt::arg("live", table.same_key("n", "b"))));
}

PlannedChanges planned_changes(const UndoPlan& plan, std::int64_t limit) {
  PlannedChanges changes;
  std::set<std::pair<std::string, std::string>> listed;
  for (const schema::TrackedTable& table : plan.touched()) {
    changes.total += count_rows(plan, table);
    const std::int64_t room = limit - static_cast<std::int64_t>(changes.first.size());
    if (room <= 0) continue;
    sqlite::Statement rows = plan.connection().prepare(
        fmt::format("{} ORDER BY record, place LIMIT {}", change_rows(table, planned_versions(table, room)), room));
    while (rows.step()) {
      changes.first.push_back(read_change(rows));
      listed.emplace(changes.first.back().entity, changes.first.back().record);
    }
  }
  changes.left_out = changes.total - static_cast<std::int64_t>(listed.size());
  return changes;
}

}  // namespace iscm::history
