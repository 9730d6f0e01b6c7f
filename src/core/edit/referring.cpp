#include "core/edit/referring.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/edit/record.hpp"
#include "db/derived.hpp"

namespace iscm::core {
namespace {

const Entity* entity_of_table(std::string_view table) {
  const auto all = entities();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Entity& entity) { return entity.table == table; });
  return found == all.end() ? nullptr : &*found;
}

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
  return entity != nullptr ? label_of(*entity, row) : db::record_label(table, row);
}

std::string Referring::key(std::string_view row) const {
  std::string number;
  for (const std::string& part : table.key) {
    number = fmt::format("{}{}.{}", number.empty() ? "" : fmt::format("({}) * 4294967296 + ", number), row, part);
  }
  return number;
}

std::vector<Referring> referring_to(db::Connection& connection, const Entity& entity) {
  std::vector<Referring> all;
  for (const db::TrackedTable& table : db::tracked_tables(connection)) {
    db::Statement keys = connection.prepare(R"(
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

}  // namespace iscm::core
