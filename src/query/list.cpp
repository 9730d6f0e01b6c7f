#include "query/list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "history/evidence.hpp"
#include "model/names.hpp"
#include "model/sql_of.hpp"
#include "query/filter.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"

namespace iscm::query {
namespace {

/// Sources are listed with the number of facts for which they are the evidence.
bool has_facts(const model::Entity& entity) {
  return entity.name == model::source_field().target;
}

const model::Field& listed_field(const model::Entity& entity, std::string_view name) {
  const bool facts = has_facts(entity) && name == history::facts_field().name;
  return facts ? history::facts_field() : model::field_named(entity, name);
}

std::string listed_value(const model::Entity& entity, const model::Field& field) {
  if (&field == &model::source_field()) return history::shown_sources(entity, "t");
  if (&field != &history::facts_field()) return shown_value(entity, field);
  return "ifnull((SELECT sum(facts) FROM temp.source_facts WHERE source_id = t.id), 0)";
}

/// As asked, then by code, or by what identifies a link: never by ids.
std::string order_by(const ListRequest& request) {
  const model::Entity& entity = *request.entity;
  std::vector<std::string> order;
  for (const std::string_view wish : request.sort) {
    const bool descending = wish.starts_with('-');
    const model::Field& field = listed_field(entity, descending ? wish.substr(1) : wish);
    order.push_back(listed_value(entity, field) + (descending ? " DESC" : ""));
  }
  if (entity.has_code()) {
    order.push_back(shown_value(entity, *entity.field("code")));
  } else {
    for (const model::Field* field : model::key_fields(entity)) order.push_back(shown_value(entity, *field));
  }
  return model::joined(order);
}

/// The whole query, and the values of its parameters.
Condition select(sqlite::Connection& connection, const ListRequest& request) {
  const model::Entity& entity = *request.entity;
  std::vector<std::string> columns;
  for (const model::Field* field : listed_fields(request)) {
    columns.push_back(fmt::format("{} AS \"{}\"", listed_value(entity, *field), field->name));
  }
  std::vector<std::string> conditions = {"true"};
  std::vector<std::string> values;
  if (request.unused) conditions.emplace_back("t.id NOT IN (SELECT source_id FROM temp.source_facts WHERE facts > 0)");
  for (const Condition& condition : read_filters(connection, entity, request.filters, request.today)) {
    conditions.push_back("(" + condition.sql + ")");
    values.insert(values.end(), condition.values.begin(), condition.values.end());
  }
  std::string sql = fmt::format("SELECT {} FROM {} AS t WHERE {} ORDER BY {}", model::joined(columns), entity.table,
                                model::joined(conditions, " AND "), order_by(request));
  if (request.limit) sql += fmt::format(" LIMIT {}", *request.limit);
  // Counting the facts of every source reads the whole record: only if the query needs them.
  if (sql.find("temp.source_facts") != std::string::npos) history::count_facts(connection);
  if (sql.find("temp.record_sources") != std::string::npos) history::find_record_sources(connection, entity);
  return {std::move(sql), std::move(values)};
}

sqlite::Statement prepare(sqlite::Connection& connection, const Condition& query) {
  sqlite::Statement rows = connection.prepare(query.sql);
  int position = 0;
  for (const std::string& value : query.values) rows.bind(++position, std::string_view(value));
  return rows;
}

bool has_value(sqlite::Connection& connection, const model::Entity& entity, const model::Field& field,
               std::string_view value) {
  const std::string sql = fmt::format("SELECT 1 FROM {} WHERE fold({}) = ? LIMIT 1", entity.table, field.column);
  return connection.integer(sql, text::fold(value)).has_value();
}

/// A filter compares one field, while people may think of any name.
std::string note_on_name(sqlite::Connection& connection, const model::Entity& entity, const model::Field& field,
                         std::string_view name) {
  std::vector<std::string> codes;
  for (const std::int64_t id : model::find_named(connection, entity, name).ids) {
    codes.push_back(model::read_code(connection, entity, id));
  }
  const std::string note = fmt::format("no {} has the {} \"{}\"", entity.name, field.name, name);
  if (!codes.empty()) {
    return fmt::format("{}, but it is another name of {}: `code={}` finds {}", note, model::joined(codes, " and "),
                       model::joined(codes, ","), codes.size() == 1 ? "it" : "them");
  }
  const std::string guess = text::did_you_mean(name, model::known_names(connection, entity));
  return guess.empty() ? note : fmt::format("{}; {}", note, guess);
}

void note_unknown_names(sqlite::Connection& connection, const model::Entity& entity, const FilterParts& filter,
                        std::vector<std::string>& notes) {
  if (has_value(connection, entity, *filter.field, filter.value)) return;  // a name may have commas of its own
  for (const std::string_view name : text::split(filter.value, ",")) {
    if (!has_value(connection, entity, *filter.field, name)) {
      notes.push_back(note_on_name(connection, entity, *filter.field, name));
    }
  }
}

/// A field and a link can both refer to the same kind: the mechanism that an organization is, and those that it takes
/// part in.
void note_links(const model::Entity& entity, const model::Field& field, std::vector<std::string>& notes) {
  std::vector<std::string> links;
  for (const LinkedFilter& link : linked_filters(entity)) {
    if (link.target->name == field.target) links.push_back(fmt::format("`{}=`", link.name));
  }
  if (links.empty()) return;
  notes.push_back(fmt::format("{} is {}; {} find {} by their links with a {}", field.name, field.meaning,
                              model::joined(links, " and "), entity.plural, field.target));
}

/// "role=, basis= or --as-of today".
std::string alternatives(const std::vector<std::string>& ways) {
  const std::vector<std::string> first(ways.begin(), ways.end() - 1);
  return first.empty() ? ways.back() : fmt::format("{} or {}", model::joined(first), ways.back());
}

/// Links are found in every role and on every basis unless a filter beside says which.
void note_widest_reading(const std::vector<FilterParts>& filters, bool past_included, std::vector<std::string>& notes) {
  for (const FilterParts& parts : filters) {
    if (parts.field != nullptr || parts.value.empty()) continue;
    std::vector<std::string> open;
    for (const std::string_view name : {"role", "kind", "basis"}) {
      const model::Field* field = parts.link->field(name);
      const bool is_narrowed = std::any_of(filters.begin(), filters.end(), [&](const FilterParts& other) {
        return other.narrows() && other.link == parts.link && other.field == field;
      });
      if (field != nullptr && !is_narrowed) open.emplace_back(name);
    }
    std::vector<std::string> any;
    std::vector<std::string> ways;
    for (const std::string& name : open) {
      any.push_back("any " + name);
      ways.push_back(name + "=");
    }
    if (any.empty() && !past_included) continue;
    if (past_included) ways.emplace_back("--as-of today");
    std::string note = fmt::format("{}={}: {}", parts.name, parts.value, parts.link->plural);
    if (!any.empty()) note += " of " + model::joined(any, " and ");
    if (past_included) note += any.empty() ? ", past ones included" : ", past ones too";
    note += fmt::format("; {} narrows that", alternatives(ways));
    notes.push_back(note);
    return;
  }
}

}  // namespace

std::vector<const model::Field*> listed_fields(const ListRequest& request) {
  const model::Entity& entity = *request.entity;
  std::vector<const model::Field*> fields;
  for (const std::string& name : request.columns) fields.push_back(&listed_field(entity, name));
  if (!fields.empty()) return fields;
  for (const std::string_view name : model::words(entity.columns)) fields.push_back(&model::field_named(entity, name));
  if (!fields.empty()) return fields;
  for (const model::Field& field : entity.fields) fields.push_back(&field);
  if (has_facts(entity)) fields.push_back(&history::facts_field());
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

std::string undated_rows(sqlite::Connection& connection, const ListRequest& request) {
  const std::vector<model::Span> spans = model::spans_of(*request.entity);
  if (spans.empty()) return {};
  ListRequest all = request;
  all.columns = {std::string(spans.front().from->name), std::string(spans.front().to->name)};
  all.sort.clear();
  all.limit.reset();
  Condition rows = select(connection, all);
  rows.sql = fmt::format("SELECT count(*), ifnull(sum(\"{}\" IS NULL AND \"{}\" IS NULL), 0) FROM ({})", all.columns[0],
                         all.columns[1], rows.sql);
  sqlite::Statement counts = prepare(connection, rows);
  counts.step();
  if (counts.integer(1) == 0) return {};
  return fmt::format("{} of {} {}", counts.integer(1), counts.integer(0), request.entity->plural);
}

namespace {

/// A region that lies in none of M49's spans several of them, as Eurasia does: whoever asks for one of these hears of
/// the mechanisms that name it, if some of them have member States there.
void note_spanning_regions(sqlite::Connection& connection, const ListRequest& request, const FilterParts& filter,
                           std::vector<std::string>& notes) {
  const model::Field& field = *filter.field;
  if (request.entity->name != "mechanism" || field.target != "region") return;
  const model::Entity& region = model::entity_named(field.target);
  const std::string ids = fmt::format("{}", fmt::join(model::records_listed(connection, region, filter.value), ", "));
  sqlite::Statement spanning = connection.prepare(fmt::format(
      "WITH asked AS ({}) SELECT r.code FROM regions AS r WHERE r.m49 IS NULL AND r.id NOT IN asked AND r.parent_id IN "
      "(SELECT id FROM regions WHERE parent_id IS NULL) AND EXISTS (SELECT 1 FROM mechanism_regions AS n JOIN "
      "memberships AS l ON l.mechanism_id = n.mechanism_id JOIN members AS p ON p.id = l.member_id WHERE n.region_id = "
      "r.id AND l.role = 'member' AND p.kind = 'state' AND p.region_id IN asked) ORDER BY r.code",
      with_finer(region, fmt::format("SELECT id FROM regions WHERE id IN ({})", ids))));
  const auto count = [&](const std::string& value) {
    ListRequest other = request;
    other.limit.reset();
    for (std::string& each : other.filters) {
      if (each == fmt::format("{}={}", filter.name, filter.value)) each = fmt::format("{}={}", filter.name, value);
    }
    sqlite::Statement rows = count_rows(connection, other);
    return rows.step() ? rows.integer(0) : 0;
  };
  while (spanning.step()) {
    const std::string with = fmt::format("{},{}", filter.value, spanning.text(0));
    const std::int64_t more = count(with) - count(std::string(filter.value));
    if (more == 0) continue;
    notes.push_back(
        fmt::format("mechanisms that name {}, some with member States there, are not counted under {}: "
                    "{}={} adds {}",
                    spanning.text(0), filter.value, filter.name, with, more));
  }
}

}  // namespace

std::vector<std::string> filter_notes(sqlite::Connection& connection, const ListRequest& request, bool found_nothing) {
  const model::Entity& entity = *request.entity;
  const std::vector<FilterParts> all = filter_parts(entity, request.filters);
  std::vector<std::string> notes;
  note_widest_reading(all, request.past_included, notes);
  for (const FilterParts& parts : all) {
    if (parts.field == nullptr || parts.narrows() || parts.contains || parts.value.empty()) continue;
    note_spanning_regions(connection, request, parts, notes);
    if (parts.field->tier != model::NameTier::none) {
      note_unknown_names(connection, entity, parts, notes);
    } else if (found_nothing && parts.field->type == model::FieldType::reference) {
      note_links(entity, *parts.field, notes);
    }
  }
  return notes;
}

}  // namespace iscm::query
