#include "model/sql_of.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/field_types.hpp"
#include "model/find_record.hpp"
#include "schema/derived.hpp"

namespace iscm::model {
namespace {

const Field* stored_field(const Entity& entity, std::string_view column) {
  const std::vector<const Field*> fields = all_fields(entity);
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field* field) {
    return field->type != FieldType::list && field->column == column;
  });
  return found == fields.end() ? nullptr : *found;
}

std::string parent_of(const schema::TrackedTable& table, std::string_view column) {
  const auto found = std::find_if(table.foreign_keys.begin(), table.foreign_keys.end(),
                                  [&](const schema::ForeignKey& key) { return key.column == column; });
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
  const Field* field = entity == nullptr ? nullptr : stored_field(*entity, column);
  return std::string(field == nullptr ? column : field->name);
}

std::vector<ToldColumn> told_columns(const schema::TrackedTable& table) {
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

std::string label_column(const schema::TrackedTable& table) {
  const Entity* entity = entity_of_table(table.name);
  if (entity == nullptr || !entity->has_code()) return {};
  const Field* field = label_field(*entity);
  return std::string(field == nullptr ? std::string_view() : field->column);
}

std::string quoted(std::string_view text) {
  std::string literal = "'";
  for (const char c : text) {
    if (c == '\'') literal += '\'';
    literal += c;
  }
  return literal + "'";
}

namespace {

bool is_part_of(const Entity& entity, std::string_view table) {
  if (table == entity.alias_table) return true;
  return std::any_of(entity.fields.begin(), entity.fields.end(),
                     [&](const Field& field) { return field.link_table == table; });
}

}  // namespace

std::string Referring::called(std::int64_t number) const {
  if (entity != nullptr) return counted(number, *entity);
  std::string words = table.name;
  std::replace(words.begin(), words.end(), '_', ' ');
  return fmt::format("{} {}", number, words);
}

std::string Referring::field() const {
  const Field* found = entity == nullptr ? nullptr : field_of_column(*entity, column);
  return std::string(found == nullptr ? std::string_view(column) : found->name);
}

std::string Referring::label(std::string_view row) const {
  return entity != nullptr ? label_of(*entity, row) : schema::record_label(table, row);
}

std::string Referring::key(std::string_view row) const {
  std::string number;
  for (const std::string& part : table.key) {
    number = fmt::format("{}{}.{}", number.empty() ? "" : fmt::format("({}) * 4294967296 + ", number), row, part);
  }
  return number;
}

std::vector<Referring> referring_to(sqlite::Connection& connection, const Entity& entity) {
  std::vector<Referring> all;
  for (const schema::TrackedTable& table : schema::tracked_tables(connection)) {
    sqlite::Statement keys = connection.prepare(R"(
        SELECT f."from", f.on_delete = 'CASCADE', c."notnull"
        FROM pragma_foreign_key_list(?1, 'main') AS f JOIN pragma_table_info(?1, 'main') AS c ON c.name = f."from"
        WHERE f."table" = ?2 AND f."from" <> 'revision' ORDER BY f.id)");
    keys.bind_all(table.name, entity.table);
    while (keys.step()) {
      const std::string column = keys.text(0);
      const bool is_source = column == source_field().column;
      all.push_back({table, column, entity_of_table(table.name), keys.integer(1) == 1, keys.integer(2) == 1,
                     !is_source && is_part_of(entity, table.name)});
    }
  }
  return all;
}

const Field* field_of_column(const Entity& entity, std::string_view column) {
  if (column == source_field().column) return &source_field();
  const auto found = std::find_if(entity.fields.begin(), entity.fields.end(), [&](const Field& field) {
    return field.type != FieldType::list && field.column == column;
  });
  return found == entity.fields.end() ? nullptr : &*found;
}

}  // namespace iscm::model
