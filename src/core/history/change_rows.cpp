#include "core/history/change_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/history/told.hpp"
#include "core/sql_text.hpp"
#include "db/derived.hpp"

namespace iscm::core {
namespace {

/// What is told of a row that came or went: one field of it, or its name where it has one.
std::string told_of(const db::TrackedTable& table, const std::vector<ToldColumn>& columns, const std::string& only,
                    std::string_view row) {
  if (!only.empty()) return columns.empty() ? "NULL" : told_value(columns.front(), row);
  const std::string column = label_column(table);
  return column.empty() ? "NULL" : fmt::format("{}.{}", row, column);
}

std::vector<ToldColumn> columns_to_tell(const db::TrackedTable& table, const std::string& only) {
  std::vector<ToldColumn> columns = told_columns(table);
  if (only.empty()) return columns;
  columns.erase(
      std::remove_if(columns.begin(), columns.end(), [&](const ToldColumn& column) { return column.column != only; }),
      columns.end());
  return columns;
}

std::string quoted_or_null(const std::string& name) {
  return name.empty() ? "NULL" : quoted(name);
}

}  // namespace

std::vector<std::string> as_texts(const ChangeRow& row) {
  return {row.entity, row.record, row.action, row.field, row.old_value, row.new_value};
}

std::string change_rows(const db::TrackedTable& table, const VersionPairs& versions) {
  std::vector<std::string> selects;
  const std::string entity = told_table(table.name);
  const std::vector<ToldColumn> columns = columns_to_tell(table, versions.column);
  const std::string field = quoted_or_null(versions.column.empty() ? "" : told_column(table.name, versions.column));
  if (!versions.removed.empty()) {
    selects.push_back(
        fmt::format("SELECT {}'{}' AS entity, {} AS record, 'removed' AS action, {} AS field, {} AS old,"
                    " NULL AS new, 0 AS place FROM {}",
                    versions.more_of_removed, entity, db::record_label(table, "b"), field,
                    told_of(table, columns, versions.column, "b"), versions.removed));
  }
  if (!versions.added.empty()) {
    selects.push_back(
        fmt::format("SELECT {}'{}' AS entity, {} AS record, 'new' AS action, {} AS field, NULL AS old,"
                    " {} AS new, 0 AS place FROM {}",
                    versions.more, entity, db::record_label(table, "a"), field,
                    told_of(table, columns, versions.column, "a"), versions.added));
  }
  int place = 0;
  for (const ToldColumn& column : columns) {
    if (versions.changed.empty()) break;
    selects.push_back(
        fmt::format("SELECT {}'{}' AS entity, {} AS record, 'change' AS action, '{}' AS field,"
                    " {} AS old, {} AS new, {} AS place FROM {} AND b.{} IS NOT a.{}",
                    versions.more, entity, db::record_label(table, "a"), column.field, told_value(column, "b"),
                    told_value(column, "a"), ++place, versions.changed, column.column, column.column));
  }
  return fmt::format("{}", fmt::join(selects, " UNION ALL "));
}

ChangeRow read_change(const db::Statement& statement, int at) {
  return {statement.text(at),     statement.text(at + 1), statement.text(at + 2),
          statement.text(at + 3), statement.text(at + 4), statement.text(at + 5)};
}

}  // namespace iscm::core
