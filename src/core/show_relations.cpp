#include "core/show_relations.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace iscm::core {
namespace {

bool identifies(const Entity& entity, const Field& field) {
  const auto key = words(entity.key);
  return std::find(key.begin(), key.end(), field.name) != key.end();
}

/// Rows that cannot be without the record bear the plain name of their kind; others say by which field they belong, so
/// that the name stays the same when a second such field is added.
std::string group_key(const Entity& entity, const Field& near) {
  if (&near == &source_field() || identifies(entity, near)) return std::string(entity.plural);
  return fmt::format("{}_by_{}", entity.plural, near.name);
}

bool has_rows_of_its_own(std::string_view table) {
  return std::any_of(entities().begin(), entities().end(), [&](const Entity& entity) { return entity.table == table; });
}

bool refers_to(const Field& field, const Entity& entity) {
  if (field.target != entity.name) return false;
  return field.type == FieldType::reference || !has_rows_of_its_own(field.link_table);
}

/// The links behind a list field first, other names next, then the rest as the entities stand.
int rank(const Entity& of, const Entity& rows) {
  if (is_list_of(of, rows)) return 0;
  return rows.table == of.alias_table ? 1 : 2;
}

}  // namespace

std::vector<RowsOf> rows_of(const Entity& entity) {
  std::vector<RowsOf> groups;
  for (const Entity& rows : entities()) {
    for (const Field& field : rows.fields) {
      if (!refers_to(field, entity)) continue;
      const bool belongs_to_one = &rows == &entity || rows.table == entity.alias_table;
      groups.push_back({&rows, &field, entity.field("parent") != nullptr && !belongs_to_one, group_key(rows, field)});
    }
    if (entity.name == source_field().target) {
      groups.push_back({&rows, &source_field(), false, group_key(rows, source_field())});
    }
  }
  std::stable_sort(groups.begin(), groups.end(), [&](const RowsOf& left, const RowsOf& right) {
    return rank(entity, *left.entity) < rank(entity, *right.entity);
  });
  return groups;
}

bool is_list_of(const Entity& entity, const Entity& links) {
  return std::any_of(entity.fields.begin(), entity.fields.end(),
                     [&](const Field& field) { return field.link_table == links.table; });
}

const Field* far_field(const RowsOf& rows) {
  if (rows.entity->has_code()) return nullptr;
  for (const Field& field : rows.entity->fields) {
    if (field.type == FieldType::reference && &field != rows.near && identifies(*rows.entity, field)) return &field;
  }
  return nullptr;
}

const Field* class_field(const Entity& entity) {
  const auto found = std::find_if(entity.fields.begin(), entity.fields.end(), [](const Field& field) {
    const bool divides = field.type == FieldType::reference || field.type == FieldType::choice;
    return divides && field.required;
  });
  return entity.has_code() && found != entity.fields.end() ? &*found : nullptr;
}

std::vector<const Field*> role_fields(const Entity& entity) {
  std::vector<const Field*> fields;
  for (const Field& field : entity.fields) {
    if (field.type == FieldType::choice && identifies(entity, field)) fields.push_back(&field);
  }
  return fields;
}

}  // namespace iscm::core
