#include <fmt/format.h>

#include "core/history/later_change.hpp"
#include "core/history/told.hpp"
#include "core/history/undo_conflicts.hpp"
#include "db/derived.hpp"

namespace iscm::core {
namespace {

using db::column_list;
using db::TrackedTable;

/// A query of rows in conflict gives: label, key, whether the row is gone, and per column whether that conflicts.
struct RowInConflict {
  std::string record;
  std::vector<std::int64_t> key;
  bool gone = false;
  std::vector<std::string> columns;
};

RowInConflict read_row(const TrackedTable& table, const db::Statement& statement) {
  RowInConflict row;
  int at = 0;
  row.record = statement.text(at++);
  for (std::size_t i = 0; i < table.key.size(); ++i) row.key.push_back(statement.integer(at++));
  row.gone = statement.integer(at++) == 1;
  for (const std::string& column : table.columns) {
    if (statement.integer(at++) == 1) row.columns.push_back(column);
  }
  return row;
}

/// Rows that the revision left and a later one replaced. A column conflicts where the revision changed it (in a row
/// that it inserted: every column) and it no longer has the value that it was left with.
std::string changed_since(const TrackedTable& table) {
  const std::string& key = table.key.front();
  std::string flags;
  std::string any = fmt::format("n.{0} IS NULL AND (b.{0} IS NULL OR ({1}) IS NOT ({2}))", key,
                                column_list(table.columns, "b"), column_list(table.columns, "a"));
  for (const std::string& column : table.columns) {
    const std::string flag =
        fmt::format("n.{0} IS NOT NULL AND (b.{0} IS NULL OR b.{1} IS NOT a.{1}) AND n.{1} IS NOT a.{1}", key, column);
    flags += ", " + flag;
    any += " OR " + flag;
  }
  const std::string to_go =
      fmt::format("EXISTS (SELECT 1 FROM temp.undo_{} AS u WHERE {})", table.name, table.same_key("u", "a"));
  return fmt::format(
      "SELECT {0}, {1}, n.{2} IS NULL{3} FROM main.{4}_history AS a"
      " LEFT JOIN main.{4} AS n ON {5} LEFT JOIN main.{4}_history AS b ON {6} AND {7}"
      " WHERE {8} AND (b.{2} IS NOT NULL OR n.{2} IS NULL OR {9}) AND ({10})",
      db::record_label(table, "a"), column_list(table.key, "a"), key, flags, table.name, table.same_key("n", "a"),
      table.same_key("b", "a"), is_before("b"), is_replaced_after("a"), to_go, any);
}

/// Rows that the revision deleted and a later one made again, otherwise.
std::string back_since(const TrackedTable& table) {
  std::string flags;
  for (const std::string& column : table.columns) flags += fmt::format(", n.{0} IS NOT b.{0}", column);
  return fmt::format(
      "SELECT {}, {}, 0{} FROM main.{}_history AS b JOIN main.{} AS n ON {}"
      " WHERE {} AND n.revision > ?1 AND {} AND ({}) IS NOT ({})",
      db::record_label(table, "b"), column_list(table.key, "b"), flags, table.name, table.name,
      table.same_key("n", "b"), is_before("b"), has_no_replaced_after(table, "b"), column_list(table.columns, "n"),
      column_list(table.columns, "b"));
}

template <typename Report>
void for_each_row(const UndoPlan& plan, const TrackedTable& table, const std::string& sql, Report report) {
  db::Statement rows = plan.connection().prepare(sql);
  rows.bind(1, plan.revision());
  while (rows.step()) report(read_row(table, rows));
}

Conflict conflict(const TrackedTable& table, const std::string& record, const std::string& column, std::int64_t later,
                  std::string_view what) {
  return {table.name, record, column, later,
          fmt::format("{} {}: {} by revision {}", told_table(table.name), record, what, later)};
}

}  // namespace

std::vector<Conflict> value_conflicts(const UndoPlan& plan) {
  std::vector<Conflict> conflicts;
  LaterChange later(plan.connection(), plan.revision());
  for (const TrackedTable& table : plan.touched()) {
    for_each_row(plan, table, changed_since(table), [&](const RowInConflict& row) {
      if (row.gone) conflicts.push_back(conflict(table, row.record, {}, later.removal(table, row.key), "was removed"));
      for (const std::string& column : row.columns) {
        conflicts.push_back(conflict(table, row.record, column, later.since(table, {column}, row.key),
                                     fmt::format("{} was changed", told_column(table.name, column))));
      }
    });
    for_each_row(plan, table, back_since(table), [&](const RowInConflict& row) {
      for (const std::string& column : row.columns) {
        conflicts.push_back(conflict(table, row.record, column, later.since(table, {column}, row.key),
                                     fmt::format("was added again with another {}", told_column(table.name, column))));
      }
    });
  }
  return conflicts;
}

}  // namespace iscm::core
