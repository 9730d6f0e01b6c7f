#include "query/export.hpp"

#include <algorithm>

#include "history/evidence_rows.hpp"
#include "model/field_types.hpp"
#include "query/list.hpp"

namespace iscm::query {
namespace {

/// Adds what the entity refers to, then the entity.
void add_in_order(std::vector<const model::Entity*>& order, std::vector<const model::Entity*>& begun,
                  const model::Entity& entity) {
  if (std::find(begun.begin(), begun.end(), &entity) != begun.end()) return;
  begun.push_back(&entity);
  for (const model::Field* field : model::all_fields(entity)) {
    if (!field->target.empty()) add_in_order(order, begun, model::entity_named(field->target));
  }
  order.push_back(&entity);
}

}  // namespace

sqlite::Statement export_rows(sqlite::Connection& connection, const model::Entity& entity) {
  ListRequest request;
  request.entity = &entity;
  for (const model::Field* field : model::all_fields(entity)) request.columns.emplace_back(field->name);
  return list_rows(connection, request);
}

sqlite::Statement evidence_rows(sqlite::Connection& connection) {
  history::find_evidence(connection);
  return connection.prepare(
      "SELECT e.entity, e.record, e.field, e.value, e.basis, s.code AS source, e.place, e.note "
      "FROM temp.evidence_rows AS e LEFT JOIN main.sources AS s ON s.id = e.source_id "
      "ORDER BY e.part, e.record, e.field, s.code, e.revision");
}

std::vector<const model::Entity*> import_order() {
  std::vector<const model::Entity*> order;
  std::vector<const model::Entity*> begun;
  for (const model::Entity& entity : model::entities()) add_in_order(order, begun, entity);
  return order;
}

}  // namespace iscm::query
