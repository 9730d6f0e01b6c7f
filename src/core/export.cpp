#include "core/export.hpp"

#include <algorithm>

#include "core/fields.hpp"
#include "core/list.hpp"

namespace iscm::core {
namespace {

/// Adds what the entity refers to, then the entity.
void add_in_order(std::vector<const Entity*>& order, std::vector<const Entity*>& begun, const Entity& entity) {
  if (std::find(begun.begin(), begun.end(), &entity) != begun.end()) return;
  begun.push_back(&entity);
  for (const Field* field : all_fields(entity)) {
    if (!field->target.empty()) add_in_order(order, begun, entity_named(field->target));
  }
  order.push_back(&entity);
}

}  // namespace

db::Statement export_rows(db::Connection& connection, const Entity& entity) {
  ListRequest request;
  request.entity = &entity;
  for (const Field* field : all_fields(entity)) request.columns.emplace_back(field->name);
  return list_rows(connection, request);
}

std::vector<const Entity*> import_order() {
  std::vector<const Entity*> order;
  std::vector<const Entity*> begun;
  for (const Entity& entity : entities()) add_in_order(order, begun, entity);
  return order;
}

}  // namespace iscm::core
