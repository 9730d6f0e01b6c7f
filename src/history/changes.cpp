#include "history/changes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/sql_of.hpp"
#include "schema/derived.hpp"

namespace iscm::history {
namespace {

/// What is shown of a row that was added or removed: one field of it, or its name if it has one.
std::string shown_of(const schema::TrackedTable& table, const std::vector<model::FieldColumn>& columns,
                     const std::string& only, std::string_view row) {
  if (!only.empty()) return columns.empty() ? "NULL" : model::shown_value(columns.front(), row);
  const std::string column = model::label_column(table);
  return column.empty() ? "NULL" : fmt::format("{}.{}", row, column);
}

std::vector<model::FieldColumn> columns_to_show(const schema::TrackedTable& table, const std::string& only) {
  std::vector<model::FieldColumn> columns = model::field_columns(table);
  if (only.empty()) return columns;
  columns.erase(std::remove_if(columns.begin(), columns.end(),
                               [&](const model::FieldColumn& column) { return column.column != only; }),
                columns.end());
  return columns;
}

/// The sources that were given with changes, as changes of nothing to the source. An undo gives none: what it brings
/// back has the evidence that it had.
std::string given_sources(const schema::TrackedTable& table, const model::FieldColumn& column,
                          const VersionPairs& versions, int place) {
  return fmt::format(
      "SELECT {}'{}' AS entity, {} AS record, 'change' AS action, '{}' AS field, NULL AS old, {} AS new, {} AS place"
      " FROM {} AND a.{} IS NOT NULL AND (SELECT undoes FROM main.revisions WHERE id = a.revision) IS NULL",
      versions.more, model::entity_name(table.name), schema::record_label(table, "a"), column.field,
      model::shown_value(column, "a"), place, versions.changed, column.column);
}

std::string quoted_or_null(const std::string& name) {
  return name.empty() ? "NULL" : model::quoted(name);
}

/// The column by which rows of `table` belong to records of `owner`; empty if they do not.
std::string owning_column(const schema::TrackedTable& table, const schema::TrackedTable& owner) {
  const model::Entity* entity = model::entity_of_table(table.name);
  if (entity != nullptr && entity->has_code()) return {};
  const bool is_list = table.key.size() > 1;
  for (const schema::ForeignKey& key : table.foreign_keys) {
    if (key.parent != owner.name || key.column == model::source_field().column) continue;
    if (is_list && key.column != table.key.front()) continue;
    return key.column;
  }
  return {};
}

}  // namespace
std::vector<std::string> as_texts(const ChangeRow& row) {
  return {row.entity, row.record, row.action, row.field, row.old_value, row.new_value};
}

std::string change_rows(const schema::TrackedTable& table, const VersionPairs& versions) {
  std::vector<std::string> selects;
  const std::string entity = model::entity_name(table.name);
  const std::vector<model::FieldColumn> columns = columns_to_show(table, versions.column);
  const std::string field =
      quoted_or_null(versions.column.empty() ? "" : model::field_name(table.name, versions.column));
  if (!versions.removed.empty()) {
    selects.push_back(
        fmt::format("SELECT {}'{}' AS entity, {} AS record, 'removed' AS action, {} AS field, {} AS old,"
                    " NULL AS new, 0 AS place FROM {}",
                    versions.more_of_removed, entity, schema::record_label(table, "b"), field,
                    shown_of(table, columns, versions.column, "b"), versions.removed));
  }
  if (!versions.added.empty()) {
    selects.push_back(
        fmt::format("SELECT {}'{}' AS entity, {} AS record, 'new' AS action, {} AS field, NULL AS old,"
                    " {} AS new, 0 AS place FROM {}",
                    versions.more, entity, schema::record_label(table, "a"), field,
                    shown_of(table, columns, versions.column, "a"), versions.added));
  }
  int place = 0;
  for (const model::FieldColumn& column : columns) {
    if (versions.changed.empty()) break;
    if (column.column == model::source_field().column && versions.column.empty()) {
      if (versions.with_sources) selects.push_back(given_sources(table, column, versions, ++place));
      continue;
    }
    selects.push_back(fmt::format(
        "SELECT {}'{}' AS entity, {} AS record, 'change' AS action, '{}' AS field,"
        " {} AS old, {} AS new, {} AS place FROM {} AND b.{} IS NOT a.{}",
        versions.more, entity, schema::record_label(table, "a"), column.field, model::shown_value(column, "b"),
        model::shown_value(column, "a"), ++place, versions.changed, column.column, column.column));
  }
  return model::joined(selects, " UNION ALL ");
}

ChangeRow read_change(const sqlite::Statement& statement, int at) {
  return {statement.text(at),     statement.text(at + 1), statement.text(at + 2),
          statement.text(at + 3), statement.text(at + 4), statement.text(at + 5)};
}

void gather_versions(sqlite::Connection& connection, const schema::TrackedTable& table, const std::string& live,
                     const std::string& history) {
  const std::string columns = schema::column_list(table.all_columns(), "r");
  std::vector<std::string> selects;
  if (!live.empty()) {
    selects.push_back(
        fmt::format("SELECT {}, NULL AS replaced_by FROM main.{} AS r WHERE {}", columns, table.name, live));
  }
  if (!history.empty()) {
    selects.push_back(
        fmt::format("SELECT {}, replaced_by FROM main.{}_history AS r WHERE r.revision < r.replaced_by AND {}", columns,
                    table.name, history));
  }
  connection.run(fmt::format("DROP TABLE IF EXISTS temp.life_{}", table.name));
  connection.run(fmt::format("CREATE TEMP TABLE life_{} AS {}", table.name, model::joined(selects, " UNION ALL ")));
  for (const std::string_view end : {"revision", "replaced_by"}) {
    connection.run(fmt::format("CREATE INDEX temp.life_{0}_{1} ON life_{0} ({2}, {1})", table.name, end,
                               schema::column_list(table.key)));
  }
}

std::string gathered_changes(const schema::TrackedTable& table, std::int64_t revision, const std::string& column) {
  const std::string life = fmt::format("temp.life_{}", table.name);
  const std::string same = table.same_key("b", "a");
  const auto only = [&](std::string_view end) {
    return revision == 0 ? std::string() : fmt::format(" AND {} = {}", end, revision);
  };
  return change_rows(
      table, {.added = fmt::format("{0} AS a WHERE NOT EXISTS (SELECT 1 FROM {0} AS b WHERE {1} AND b.replaced_by = "
                                   "a.revision){2}",
                                   life, same, only("a.revision")),
              .changed = fmt::format("{0} AS b JOIN {0} AS a ON {1} AND a.revision = b.replaced_by WHERE 1{2}", life,
                                     same, only("a.revision")),
              .removed = fmt::format("{0} AS b WHERE b.replaced_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {0} AS a "
                                     "WHERE {1} AND a.revision = b.replaced_by){2}",
                                     life, same, only("b.replaced_by")),
              .more = "a.revision AS revision, ",
              .more_of_removed = "b.replaced_by AS revision, ",
              .column = column,
              .with_sources = true});
}

std::vector<LinkedRows> linked_rows(sqlite::Connection& connection, const model::KeyedRows& rows) {
  std::vector<LinkedRows> linked;
  if (!rows.entity->has_code()) return linked;
  std::vector<std::int64_t> ids;
  for (const std::vector<std::int64_t>& key : rows.keys) ids.push_back(key.front());
  for (schema::TrackedTable& table : schema::tracked_tables(connection)) {
    const std::string owner = owning_column(table, rows.table);
    if (owner.empty()) continue;
    const std::string is_owned = fmt::format("{} IN ({})", owner, fmt::join(ids, ", "));
    // Of a link that moved to another record, the whole history is shown for both.
    std::string condition =
        table.key.size() > 1
            ? "r." + is_owned
            : fmt::format("r.id IN (SELECT id FROM main.{0} WHERE {1} UNION SELECT id FROM main.{0}_history WHERE {1})",
                          table.name, is_owned);
    linked.push_back({std::move(table), std::move(condition)});
  }
  return linked;
}

}  // namespace iscm::history
