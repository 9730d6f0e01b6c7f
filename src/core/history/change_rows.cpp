#include "core/history/change_rows.hpp"

#include <fmt/format.h>

#include "core/history/told.hpp"
#include "db/derived.hpp"

namespace iscm::core {
namespace {

/// What the row is called beside its code, where it has a name.
std::string label(const db::TrackedTable& table, std::string_view row) {
  const std::string column = label_column(table);
  return column.empty() ? "NULL" : fmt::format("{}.{}", row, column);
}

}  // namespace

std::vector<std::string> as_texts(const ChangeRow& row) {
  return {row.entity, row.record, row.action, row.field, row.old_value, row.new_value};
}

std::string change_rows(const db::TrackedTable& table, const VersionPairs& versions) {
  std::vector<std::string> selects;
  const std::string entity = told_table(table.name);
  if (!versions.removed.empty()) {
    selects.push_back(fmt::format(
        "SELECT {}'{}' AS entity, {} AS record, 'removed' AS action, NULL AS field,"
        " {} AS old, NULL AS new, 0 AS place FROM {}",
        versions.more_of_removed, entity, db::record_label(table, "b"), label(table, "b"), versions.removed));
  }
  if (!versions.added.empty()) {
    selects.push_back(
        fmt::format("SELECT {}'{}' AS entity, {} AS record, 'new' AS action, NULL AS field, NULL AS old,"
                    " {} AS new, 0 AS place FROM {}",
                    versions.more, entity, db::record_label(table, "a"), label(table, "a"), versions.added));
  }
  int place = 0;
  if (!versions.changed.empty()) {
    for (const ToldColumn& column : told_columns(table)) {
      selects.push_back(
          fmt::format("SELECT {}'{}' AS entity, {} AS record, 'change' AS action, '{}' AS field,"
                      " {} AS old, {} AS new, {} AS place FROM {} AND b.{} IS NOT a.{}",
                      versions.more, entity, db::record_label(table, "a"), column.field, told_value(column, "b"),
                      told_value(column, "a"), ++place, versions.changed, column.column, column.column));
    }
  }
  return fmt::format("{}", fmt::join(selects, " UNION ALL "));
}

ChangeRow read_change(const db::Statement& statement, int at) {
  return {statement.text(at),     statement.text(at + 1), statement.text(at + 2),
          statement.text(at + 3), statement.text(at + 4), statement.text(at + 5)};
}

}  // namespace iscm::core
