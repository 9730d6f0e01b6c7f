#include "query/list.hpp"

#include <fmt/format.h>

#include <utility>

#include "history/evidence.hpp"
#include "model/names.hpp"
#include "query/filter.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"

namespace iscm::query {
namespace {

/// By code, or by what identifies a link: the order does not depend on ids.
std::vector<std::string> default_sort(const model::Entity& entity) {
  if (entity.has_code()) return {"code"};
  std::vector<std::string> fields;
  for (const std::string_view name : model::words(entity.key)) fields.emplace_back(name);
  return fields;
}

/// Whether sources are listed, with the number of facts that stand on each.
bool lists_sources(const model::Entity& entity) {
  return entity.name == model::source_field().target;
}

const model::Field& listed_field(const model::Entity& entity, std::string_view name) {
  return lists_sources(entity) && name == history::facts_field().name ? history::facts_field()
                                                                      : model::field_named(entity, name);
}

std::string listed_value(const model::Entity& entity, const model::Field& field) {
  if (&field != &history::facts_field()) return shown_value(entity, field);
  return "ifnull((SELECT sum(facts) FROM temp.source_facts WHERE source_id = t.id), 0)";
}

std::string order_by(const ListRequest& request) {
  std::string order;
  std::vector<std::string> fields = request.sort;
  for (const std::string& field : default_sort(*request.entity)) fields.push_back(field);
  for (const std::string& wish : fields) {
    const bool descending = !wish.empty() && wish[0] == '-';
    const model::Field& field = listed_field(*request.entity, descending ? std::string_view(wish).substr(1) : wish);
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
Condition select(sqlite::Connection& connection, const ListRequest& request) {
  std::string columns;
  for (const model::Field* field : listed_fields(request)) {
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
  if (speaks_of_facts(sql)) history::count_facts(connection);
  return {std::move(sql), std::move(values)};
}

sqlite::Statement prepare(sqlite::Connection& connection, const Condition& query) {
  sqlite::Statement rows = connection.prepare(query.sql);
  int position = 0;
  for (const std::string& value : query.values) rows.bind(++position, std::string_view(value));
  return rows;
}

}  // namespace

std::vector<const model::Field*> listed_fields(const ListRequest& request) {
  std::vector<const model::Field*> fields;
  for (const std::string& name : request.columns) fields.push_back(&listed_field(*request.entity, name));
  if (!fields.empty()) return fields;
  for (const std::string_view name : model::words(request.entity->columns)) {
    fields.push_back(&model::field_named(*request.entity, name));
  }
  if (!fields.empty()) return fields;
  for (const model::Field& field : request.entity->fields) fields.push_back(&field);
  if (lists_sources(*request.entity)) fields.push_back(&history::facts_field());
  return fields;
}

sqlite::Statement list_rows(sqlite::Connection& connection, const ListRequest& request) {
  return prepare(connection, select(connection, request));
}

sqlite::Statement count_rows(sqlite::Connection& connection, const ListRequest& request) {
  Condition rows = select(connection, request);
  rows.sql = fmt::format("SELECT count(*) AS count FROM ({})", rows.sql);
  return prepare(connection, rows);
}

namespace {

bool has_value(sqlite::Connection& connection, const model::Entity& entity, const model::Field& field,
               std::string_view value) {
  return connection
      .integer(fmt::format("SELECT 1 FROM {} WHERE fold({}) = ? LIMIT 1", entity.table, field.column),
               text::fold(value))
      .has_value();
}

/// A filter compares one field, where people may think of any name.
std::string called_otherwise(sqlite::Connection& connection, const model::Entity& entity, const model::Field& field,
                             std::string_view name) {
  std::vector<std::string> codes;
  for (const std::int64_t id : model::find_named(connection, entity, name).ids) {
    codes.push_back(connection.text(fmt::format("SELECT code FROM {} WHERE id = ?", entity.table), id).value_or(""));
  }
  std::string note = fmt::format("\"{}\" is the {} of no {}", name, field.name, entity.name);
  if (!codes.empty()) {
    return fmt::format("{}, but another name of {}: `code={}` finds {}", note, fmt::join(codes, " and "),
                       fmt::join(codes, ","), codes.size() == 1 ? "it" : "them");
  }
  const std::string guess = text::did_you_mean(name, model::known_names(connection, entity));
  return guess.empty() ? note : fmt::format("{}; {}", note, guess);
}

void note_unknown_names(sqlite::Connection& connection, const model::Entity& entity, const FilterParts& filter,
                        std::vector<std::string>& notes) {
  if (has_value(connection, entity, *filter.field, filter.value)) return;  // a name may have commas of its own
  for (const std::string_view name : text::split(filter.value, ",")) {
    if (has_value(connection, entity, *filter.field, name)) continue;
    notes.push_back(called_otherwise(connection, entity, *filter.field, name));
  }
}

/// A field and a link to records of the same kind: the mechanism that an organization is, and those it takes part in.
void note_links(const model::Entity& entity, const model::Field& field, std::vector<std::string>& notes) {
  std::vector<std::string> links;
  for (const LinkedFilter& link : linked_filters(entity)) {
    if (link.target->name == field.target) links.push_back(fmt::format("`{}=`", link.name));
  }
  if (links.empty()) return;
  notes.push_back(fmt::format("{} is {}; by their links with a {}, {} are found with {}", field.name, field.meaning,
                              field.target, entity.plural, fmt::join(links, " and ")));
}

}  // namespace

std::vector<std::string> filter_notes(sqlite::Connection& connection, const model::Entity& entity,
                                      const std::vector<std::string>& filters, bool found_nothing) {
  std::vector<std::string> notes;
  for (const std::string& filter : filters) {
    const FilterParts parts = filter_parts(entity, filter);
    if (parts.field == nullptr || parts.contains || parts.value.empty()) continue;
    if (parts.field->tier != model::NameTier::none) {
      note_unknown_names(connection, entity, parts, notes);
    } else if (found_nothing && parts.field == &model::source_field()) {
      notes.push_back(
          fmt::format("source asks on what the newest version of a row stands; `iscm show source {}` lists the facts "
                      "that stand on it",
                      parts.value));
    } else if (found_nothing && parts.field->type == model::FieldType::reference) {
      note_links(entity, *parts.field, notes);
    }
  }
  return notes;
}

}  // namespace iscm::query
