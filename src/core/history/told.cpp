#include "core/history/told.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/fields.hpp"

namespace iscm::core {
namespace {

const Field* field_of_column(const Entity& entity, std::string_view column) {
  const std::vector<const Field*> fields = all_fields(entity);
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field* field) {
    return field->type != FieldType::list && field->column == column;
  });
  return found == fields.end() ? nullptr : *found;
}

std::string parent_of(const db::TrackedTable& table, std::string_view column) {
  const auto found = std::find_if(table.foreign_keys.begin(), table.foreign_keys.end(),
                                  [&](const db::ForeignKey& key) { return key.column == column; });
  return found == table.foreign_keys.end() ? std::string() : found->parent;
}

}  // namespace

const Entity* entity_of_table(std::string_view table) {
  const auto found = std::find_if(entities().begin(), entities().end(),
                                  [&](const Entity& candidate) { return candidate.table == table; });
  return found == entities().end() ? nullptr : &*found;
}

std::string told_table(std::string_view table) {
  const Entity* entity = entity_of_table(table);
  return std::string(entity == nullptr ? table : entity->name);
}

std::string told_column(std::string_view table, std::string_view column) {
  const Entity* entity = entity_of_table(table);
  const Field* field = entity == nullptr ? nullptr : field_of_column(*entity, column);
  return std::string(field == nullptr ? column : field->name);
}

std::vector<ToldColumn> told_columns(const db::TrackedTable& table) {
  std::vector<ToldColumn> columns;
  const Entity* entity = entity_of_table(table.name);
  if (entity == nullptr) {
    for (const std::string& column : table.columns) columns.push_back({column, column, parent_of(table, column)});
    return columns;
  }
  for (const Field* field : all_fields(*entity)) {
    const std::string column(field->column);
    if (field->type == FieldType::list) continue;
    if (std::find(table.columns.begin(), table.columns.end(), column) == table.columns.end()) continue;
    columns.push_back({column, std::string(field->name), parent_of(table, column)});
  }
  return columns;
}

std::string told_value(const ToldColumn& column, std::string_view row) {
  const std::string value = fmt::format("{}.{}", row, column.column);
  if (column.parent.empty()) return value;
  return fmt::format(
      "ifnull((SELECT code FROM main.{0} WHERE id = {1}),"
      " (SELECT code FROM main.{0}_history WHERE id = {1} ORDER BY replaced_by DESC LIMIT 1))",
      column.parent, value);
}

std::string label_column(const db::TrackedTable& table) {
  const Entity* entity = entity_of_table(table.name);
  if (entity == nullptr || !entity->has_code()) return {};
  const Field* field = label_field(*entity);
  return std::string(field == nullptr ? std::string_view() : field->column);
}

}  // namespace iscm::core
