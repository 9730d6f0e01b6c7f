#include "core/list.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/filter.hpp"
#include "core/history/source_facts.hpp"

namespace iscm::core {
namespace {

/// By code, or by what identifies a link: the order does not depend on ids.
std::vector<std::string> default_sort(const Entity& entity) {
  if (entity.has_code()) return {"code"};
  std::vector<std::string> fields;
  for (const std::string_view name : words(entity.key)) fields.emplace_back(name);
  return fields;
}

/// Whether sources are listed, with the number of facts that stand on each.
bool lists_sources(const Entity& entity) {
  return entity.name == source_field().target;
}

const Field& listed_field(const Entity& entity, std::string_view name) {
  return lists_sources(entity) && name == facts_field().name ? facts_field() : field_named(entity, name);
}

std::string listed_value(const Entity& entity, const Field& field) {
  if (&field != &facts_field()) return shown_value(entity, field);
  return "ifnull((SELECT sum(facts) FROM temp.source_facts WHERE source_id = t.id), 0)";
}

std::string order_by(const ListRequest& request) {
  std::string order;
  std::vector<std::string> fields = request.sort;
  for (const std::string& field : default_sort(*request.entity)) fields.push_back(field);
  for (const std::string& wish : fields) {
    const bool descending = !wish.empty() && wish[0] == '-';
    const Field& field = listed_field(*request.entity, descending ? std::string_view(wish).substr(1) : wish);
    order += fmt::format("{}{}{}", order.empty() ? "" : ", ", listed_value(*request.entity, field),
                         descending ? " DESC" : "");
  }
  return order;
}

/// Counting the facts of every source reads the whole record: only where the query speaks of them.
bool speaks_of_facts(const std::string& sql) {
  return sql.find("temp.source_facts") != std::string::npos;
}

/// The whole query, and the values of its parameters.
Condition select(db::Connection& connection, const ListRequest& request) {
  std::string columns;
  for (const Field* field : listed_fields(request)) {
    columns +=
        fmt::format("{}{} AS \"{}\"", columns.empty() ? "" : ", ", listed_value(*request.entity, *field), field->name);
  }
  std::string where;
  std::vector<std::string> values;
  if (request.unused) where = " WHERE t.id NOT IN (SELECT source_id FROM temp.source_facts WHERE facts > 0)";
  for (const std::string& filter : request.filters) {
    const Condition condition = read_filter(connection, *request.entity, filter);
    where += fmt::format("{}({})", where.empty() ? " WHERE " : " AND ", condition.sql);
    values.insert(values.end(), condition.values.begin(), condition.values.end());
  }
  std::string sql = fmt::format("SELECT {} FROM {} AS t{} ORDER BY {}{}", columns, request.entity->table, where,
                                order_by(request), request.limit ? fmt::format(" LIMIT {}", *request.limit) : "");
  if (speaks_of_facts(sql)) count_facts(connection);
  return {std::move(sql), std::move(values)};
}

db::Statement prepare(db::Connection& connection, const Condition& query) {
  db::Statement rows = connection.prepare(query.sql);
  int position = 0;
  for (const std::string& value : query.values) rows.bind(++position, std::string_view(value));
  return rows;
}

}  // namespace

std::vector<const Field*> listed_fields(const ListRequest& request) {
  std::vector<const Field*> fields;
  for (const std::string& name : request.columns) fields.push_back(&listed_field(*request.entity, name));
  if (!fields.empty()) return fields;
  for (const std::string_view name : words(request.entity->columns)) {
    fields.push_back(&field_named(*request.entity, name));
  }
  if (!fields.empty()) return fields;
  for (const Field& field : request.entity->fields) fields.push_back(&field);
  if (lists_sources(*request.entity)) fields.push_back(&facts_field());
  return fields;
}

db::Statement list_rows(db::Connection& connection, const ListRequest& request) {
  return prepare(connection, select(connection, request));
}

db::Statement count_rows(db::Connection& connection, const ListRequest& request) {
  Condition rows = select(connection, request);
  rows.sql = fmt::format("SELECT count(*) AS count FROM ({})", rows.sql);
  return prepare(connection, rows);
}

}  // namespace iscm::core
