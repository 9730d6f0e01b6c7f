#include "model/sql_of.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "error.hpp"
#include "schema/derived.hpp"

namespace iscm::model {
namespace {

std::string parent_of(const schema::TrackedTable& table, std::string_view column) {
  const auto found = std::find_if(table.foreign_keys.begin(), table.foreign_keys.end(),
                                  [&](const schema::ForeignKey& key) { return key.column == column; });
  return found == table.foreign_keys.end() ? std::string() : found->parent;
}

/// Both ids of a pure link fit into one number; of any other table it is the id.
template <typename Columns>
std::string as_one_number(const Columns& columns, std::string_view row) {
  std::string number;
  for (const auto& column : columns) {
    number = fmt::format("{}{}.{}", number.empty() ? "" : fmt::format("({}) * 4294967296 + ", number), row, column);
  }
  return number;
}

bool is_part_of(const Entity& entity, std::string_view table) {
  return table == entity.alias_table || std::any_of(entity.fields.begin(), entity.fields.end(),
                                                    [&](const Field& field) { return field.link_table == table; });
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string literal = "'";
  for (const char c : text) {
    if (c == '\'') literal += '\'';
    literal += c;
  }
  return literal + "'";
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

std::string code_by_id(std::string_view table, std::string_view id) {
  return fmt::format("(SELECT code FROM {} WHERE id = {})", table, id);
}

std::string certainly_before(std::string_view date, std::string_view other) {
  return fmt::format("ifnull(substr({0}, 1, length({1})) < substr({1}, 1, length({0})), 0)", date, other);
}

std::string may_be_same_date(std::string_view date, std::string_view other) {
  return fmt::format("ifnull(substr({0}, 1, length({1})) = substr({1}, 1, length({0})), 0)", date, other);
}

std::string read_code(sqlite::Connection& connection, const Entity& entity, std::int64_t id) {
  return connection.text(fmt::format("SELECT code FROM {} WHERE id = ?", entity.table), id).value_or("");
}

std::string label_of(const Entity& entity, std::string_view row) {
  if (entity.has_code()) return fmt::format("{}.code", row);
  std::vector<std::string> words;
  for (const Field* field : key_fields(entity)) {
    std::string word = fmt::format("{}.{}", row, field->column);
    if (field->type == FieldType::reference)
      word = code_by_id(fmt::format("main.{}", entity_named(field->target).table), word);
    if (field->type == FieldType::text) word = fmt::format(R"(iif(instr({0}, ' '), '"' || {0} || '"', {0}))", word);
    words.push_back(fmt::format("ifnull({}, '')", word));
  }
  return fmt::format("rtrim({})", joined(words, " || ' ' || "));
}

std::string identifier(const Entity& entity, std::string_view row) {
  if (!entity.is_pure_link) return fmt::format("{}.id", row);
  std::vector<std::string_view> columns;
  for (const Field* field : key_fields(entity)) columns.push_back(field->column);
  return as_one_number(columns, row);
}

std::string counted(std::int64_t number, const Entity& entity) {
  return fmt::format("{} {}", number, number == 1 ? entity.name : entity.plural);
}

std::string same_terms(const schema::TrackedTable& table, const std::vector<std::string>& terms, std::string_view left,
                       std::string_view right) {
  std::vector<std::string> same;
  for (const std::string& term : terms) {
    same.push_back(fmt::format("{} = {}", schema::through(table, term, left), schema::through(table, term, right)));
  }
  return joined(same, " AND ");
}

std::vector<const Field*> key_fields(const Entity& entity) {
  std::vector<const Field*> fields;
  for (const std::string_view name : words(entity.key)) fields.push_back(entity.field(name));
  return fields;
}

schema::TrackedTable tracked_table(sqlite::Connection& connection, const Entity& entity) {
  for (schema::TrackedTable& table : schema::tracked_tables(connection)) {
    if (table.name == entity.table) return std::move(table);
  }
  throw Error(Exit::failed, fmt::format("{} has no history", entity.table));
}

const Entity* entity_of_table(std::string_view table) {
  const auto found = std::find_if(entities().begin(), entities().end(),
                                  [&](const Entity& candidate) { return candidate.table == table; });
  return found == entities().end() ? nullptr : &*found;
}

const Field* field_of_column(const Entity& entity, std::string_view column) {
  const std::vector<const Field*> fields = all_fields(entity);
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field* field) {
    return field->type != FieldType::list && field->column == column;
  });
  return found == fields.end() ? nullptr : *found;
}

std::string entity_name(std::string_view table) {
  const Entity* entity = entity_of_table(table);
  if (entity == nullptr && table == "citations") return "citation";
  return std::string(entity == nullptr ? table : entity->name);
}

std::string field_name(std::string_view table, std::string_view column) {
  const Entity* entity = entity_of_table(table);
  const Field* field = entity == nullptr ? nullptr : field_of_column(*entity, column);
  return std::string(field == nullptr ? column : field->name);
}

std::vector<FieldColumn> field_columns(const schema::TrackedTable& table) {
  std::vector<FieldColumn> columns;
  const auto add = [&](std::string_view column, std::string_view field) {
    if (std::find(table.columns.begin(), table.columns.end(), column) == table.columns.end()) return;
    columns.push_back({std::string(column), std::string(field), parent_of(table, column)});
  };
  const Entity* entity = entity_of_table(table.name);
  if (entity == nullptr) {
    for (const std::string& column : table.columns) add(column, column);
    return columns;
  }
  for (const Field* field : all_fields(*entity)) {
    if (field->type != FieldType::list) add(field->column, field->name);
  }
  return columns;
}

std::string shown_value(const FieldColumn& column, std::string_view row) {
  const std::string value = fmt::format("{}.{}", row, column.column);
  if (column.parent.empty()) return value;
  return fmt::format("ifnull({}, (SELECT code FROM main.{}_history WHERE id = {} ORDER BY replaced_by DESC LIMIT 1))",
                     code_by_id("main." + column.parent, value), column.parent, value);
}

std::string label_column(const schema::TrackedTable& table) {
  const Entity* entity = entity_of_table(table.name);
  const Field* field = entity == nullptr || !entity->has_code() ? nullptr : label_field(*entity);
  return std::string(field == nullptr ? std::string_view() : field->column);
}

std::string Referring::called(std::int64_t number) const {
  if (entity != nullptr) return counted(number, *entity);
  std::string words = table.name;
  std::replace(words.begin(), words.end(), '_', ' ');
  return fmt::format("{} {}", number, words);
}

std::string Referring::field() const {
  return field_name(table.name, column);
}

std::string Referring::label(std::string_view row) const {
  return entity != nullptr ? label_of(*entity, row) : schema::record_label(table, row);
}

std::string Referring::key(std::string_view row) const {
  return as_one_number(table.key, row);
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

}  // namespace iscm::model
