#include "query/filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "error.hpp"
#include "history/evidence.hpp"
#include "model/field_types.hpp"
#include "model/names.hpp"
#include "model/sql_of.hpp"
#include "model/written_value.hpp"
#include "text/fold.hpp"
#include "text/partial_date.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"

namespace iscm::query {
namespace {

/// A link table that ties the entity to another: mechanisms to members through memberships.
struct Relation {
  std::string name;
  const model::Entity* link;
  const model::Field* near;
  const model::Field* far;
};

/// The relations of an entity through dated links, named by the far field, or by the link if that name is taken.
std::vector<Relation> relations(const model::Entity& entity) {
  std::vector<Relation> found;
  const auto taken = [&](std::string_view name) {
    return entity.field(name) != nullptr ||
           std::any_of(found.begin(), found.end(), [&](const Relation& relation) { return relation.name == name; });
  };
  for (const model::Entity& link : model::entities()) {
    if (link.identity != model::Identity::dated_link) continue;
    const model::Field* near = nullptr;
    const model::Field* far = nullptr;
    for (const model::Field& field : link.fields) {
      if (field.type != model::FieldType::reference) continue;
      (field.target == entity.name ? near : far) = &field;
    }
    if (near == nullptr || far == nullptr) continue;
    found.push_back({std::string(taken(far->name) ? link.name : far->name), &link, near, far});
  }
  return found;
}

/// The relation of this name, or of its plural: `members=KEN` asks what `member=KEN` does.
std::optional<Relation> relation_called(const model::Entity& entity, std::string_view name) {
  const std::string key = text::fold(name);
  for (Relation& relation : relations(entity)) {
    const bool by_far = relation.name == relation.far->name;
    const model::Entity& plural_of = by_far ? model::entity_named(relation.far->target) : *relation.link;
    if (text::fold(relation.name) == key || text::fold(plural_of.plural) == key) return std::move(relation);
  }
  return std::nullopt;
}

/// A field of a link that says how it links, or when: role, basis, valid_from.
const model::Field* field_of_link(const model::Entity& link, std::string_view name) {
  const model::Field* field = model::find_field(link, name);
  const bool ties = field == nullptr || field->type == model::FieldType::reference;
  return ties ? nullptr : field;
}

[[noreturn]] void refuse_unknown(const model::Entity& entity, std::string_view name) {
  for (const Relation& relation : relations(entity)) {
    const model::Field* field = field_of_link(*relation.link, name);
    if (field == nullptr) continue;
    throw Error(Exit::usage, fmt::format("{} has no field \"{}\"", entity.name, name),
                fmt::format("it narrows {0}: `iscm list {1} {2}=VALUE {3}=VALUE`", relation.link->plural, entity.name,
                            relation.name, field->name));
  }
  std::vector<std::string> fields;
  for (const model::Field* field : model::all_fields(entity)) fields.emplace_back(field->name);
  std::vector<std::string> links;
  for (const Relation& relation : relations(entity)) links.push_back(relation.name);
  std::vector<std::string> known = fields;
  known.insert(known.end(), links.begin(), links.end());
  std::string all = "its fields are " + model::joined(fields);
  if (!links.empty()) all += "; its links are " + model::joined(links);
  throw Error(Exit::usage, fmt::format("{} has no field \"{}\"", entity.name, name),
              text::did_you_mean_or(name, known, all));
}

[[noreturn]] void refuse_bare(const model::Entity& entity, std::string_view filter) {
  if (model::find_field(entity, filter) != nullptr) {
    throw Error(Exit::usage, fmt::format("\"{}\" is a field without a value", filter),
                fmt::format("write {0}=VALUE, {0}=FROM..TO, {0}= (empty) or {0}~TEXT; the shell keeps < and > for "
                            "files, so ranges are written with two dots",
                            filter));
  }
  throw Error(Exit::usage, fmt::format("\"{}\" is not a filter", filter),
              "write FIELD=VALUE, FIELD=A,B, FIELD=2010..2015, FIELD= (empty) or FIELD~TEXT");
}

/// The ids of the records that a value means, for the parentheses of IN: with = those that it names, and the finer
/// ones; with ~ those that have it in their code or any name. Ids come from the database, not from the user.
Condition ids_meant(sqlite::Connection& connection, const model::Entity& kind, const FilterParts& filter) {
  if (!filter.contains) {
    const std::string ids = fmt::format("{}", fmt::join(model::records_listed(connection, kind, filter.value), ", "));
    // Bare ids if they will do: SQLite reaches into a view for them, but not for a query of its own.
    if (kind.field("parent") == nullptr) return {ids, {}};
    return {with_finer(kind, fmt::format("SELECT id FROM {} WHERE id IN ({})", kind.table, ids)), {}};
  }
  std::vector<std::string> queries;
  for (const model::NameQuery& query : model::name_queries(kind)) {
    queries.push_back(
        fmt::format("SELECT {} FROM {} WHERE {} AND instr({}, ?) > 0", query.id, query.table, query.filled, query.key));
  }
  return {model::joined(queries, " UNION "), std::vector<std::string>(queries.size(), text::fold(filter.value))};
}

/// `narrowed` is what the link has to be besides, over the row t of its table.
Condition of_links(sqlite::Connection& connection, const Relation& relation, const FilterParts& filter,
                   const Condition& narrowed) {
  // The t of this query hides the t of the query around it, so that the conditions of fields serve both.
  const std::string links =
      fmt::format("SELECT t.{} FROM {} AS t WHERE {}", relation.near->column, relation.link->table, narrowed.sql);
  if (filter.value.empty()) return {fmt::format("t.id NOT IN ({})", links), narrowed.values};
  Condition far = ids_meant(connection, model::entity_named(relation.far->target), filter);
  std::vector<std::string> values = narrowed.values;
  values.insert(values.end(), far.values.begin(), far.values.end());
  return {fmt::format("t.id IN ({} AND t.{} IN ({}))", links, relation.far->column, far.sql), std::move(values)};
}

Condition of_list(sqlite::Connection& connection, const model::Entity& entity, const FilterParts& filter) {
  const model::Field& field = *filter.field;
  const std::string links = fmt::format("SELECT {} FROM {}", model::owner_column(entity), field.link_table);
  if (filter.value.empty()) return {fmt::format("t.id NOT IN ({})", links), {}};
  Condition far = ids_meant(connection, model::entity_named(field.target), filter);
  return {fmt::format("t.id IN ({} WHERE {} IN ({}))", links, field.column, far.sql), std::move(far.values)};
}

Condition of_reference(sqlite::Connection& connection, const FilterParts& filter) {
  Condition far = ids_meant(connection, model::entity_named(filter.field->target), filter);
  return {fmt::format("t.{} IN ({})", filter.field->column, far.sql), std::move(far.values)};
}

/// A record has the sources of all its facts.
Condition of_sources(sqlite::Connection& connection, const model::Entity& entity, const FilterParts& filter) {
  if (filter.value.empty()) return {history::has_source_that(entity, "t", ""), {}};
  Condition far = ids_meant(connection, model::entity_named(filter.field->target), filter);
  return {history::has_source_that(entity, "t", fmt::format("e.source_id IN ({})", far.sql)), std::move(far.values)};
}

/// The values between commas, of which any will do.
std::vector<std::string_view> alternatives(std::string_view value) {
  std::vector<std::string_view> parts = text::split(value, ",");
  if (value.ends_with(',')) parts.emplace_back();
  return parts;
}

void refuse_unless_fits(const model::Field& field, std::string_view value) {
  if (field.is_number() ? text::is_digits(value) : text::is_partial_date(value)) return;
  if (const auto day = text::numbered_day(value); day && !field.is_number()) {
    const std::string& one = day->day_first.empty() ? day->month_first : day->day_first;
    const std::string& other = day->month_first.empty() ? one : day->month_first;
    throw Error(Exit::usage, fmt::format("\"{}\" does not fit {}", value, field.name),
                one == other ? fmt::format("write {}", one) : fmt::format("write {} or {}", one, other));
  }
  throw Error(Exit::usage, fmt::format("\"{}\" does not fit {}", value, field.name),
              field.is_number() ? "give a number, or a range as 2010..2015"
                                : "give a date as 2013, 2013-05, 2013-05-14 or today");
}

/// Numbers and dates: FROM..TO, FROM.., ..TO or a single value. A date lies in a range if one of the days that it may
/// mean does: 2013 lies in 2013-05..2014.
Condition of_range(const model::Field& field, std::string_view range, std::string_view today) {
  const auto dots = range.find("..");
  const bool is_date = field.type == model::FieldType::date;
  const auto meant = [&](std::string_view end) {
    if (!is_date) return std::string(end);
    const auto time = model::time_meant(field, end);
    return time && time->end.empty() && !time->is_open ? time->value : text::date_meant(end, today);
  };
  const std::string from = meant(range.substr(0, dots));
  const std::string to = dots == std::string_view::npos ? from : meant(range.substr(dots + 2));
  if (from.empty() && to.empty()) {
    throw Error(Exit::usage, fmt::format("\"{}={}\" has neither end of the range", field.name, range),
                fmt::format("write {0}=2010.. or {0}=..2015", field.name));
  }
  Condition condition{fmt::format("t.{} IS NOT NULL", field.column), {}};
  for (const auto& [end, comparison] : {std::pair(from, ">="), std::pair(to, "<=")}) {
    if (end.empty()) continue;
    refuse_unless_fits(field, end);
    condition.sql += field.is_number() ? fmt::format(" AND t.{} {} CAST(? AS INTEGER)", field.column, comparison)
                                       : fmt::format(" AND substr(t.{0}, 1, {1}) {2} substr(?, 1, length(t.{0}))",
                                                     field.column, end.size(), comparison);
    condition.values.emplace_back(end);
  }
  return condition;
}

Condition of_ranges(const model::Field& field, std::string_view value, std::string_view today) {
  std::vector<std::string> conditions;
  std::vector<std::string> values;
  for (const std::string_view range : alternatives(value)) {
    Condition condition = of_range(field, range, today);
    conditions.push_back("(" + condition.sql + ")");
    values.insert(values.end(), condition.values.begin(), condition.values.end());
  }
  return {model::joined(conditions, " OR "), std::move(values)};
}

Condition of_texts(const model::Field& field, std::string_view value) {
  const std::vector<std::string_view> choices = model::words(field.choices);
  std::vector<std::string> values;
  for (const std::string_view typed : alternatives(value)) {
    const std::string_view part = choices.empty() ? typed : model::choice_meant(field, typed);
    if (!choices.empty() && std::find(choices.begin(), choices.end(), part) == choices.end()) {
      throw Error(Exit::refused, fmt::format("unknown {} \"{}\"", field.name, part),
                  fmt::format("one of {}", fmt::join(choices, ", ")));
    }
    values.push_back(text::fold(part));
  }
  if (values.size() > 1) values.push_back(text::fold(value));  // a name may have commas of its own
  const std::string marks = model::joined(std::vector<std::string>(values.size(), "?"));
  return {fmt::format("fold(t.{}) IN ({})", field.column, marks), std::move(values)};
}

/// One filter by itself; neither field nor link if the entity knows no such name.
FilterParts parts_of(const model::Entity& entity, std::string_view filter) {
  const auto at = filter.find_first_of("=~");
  if (at == std::string_view::npos || at == 0) refuse_bare(entity, filter);
  FilterParts parts{filter.substr(0, at), filter.substr(at + 1), filter[at] == '~', nullptr};
  if (parts.contains && text::fold(parts.value).empty()) {
    throw Error(Exit::usage, fmt::format("\"{}\" has neither letter nor digit to look for", filter),
                "write FIELD~TEXT; FIELD= finds the empty ones");
  }
  // Names are compared without punctuation: an operator that we do not know would be overlooked.
  if (parts.name.find_first_of("!<>+^") != std::string_view::npos) model::field_named(entity, parts.name);
  const model::Field* field = model::find_field(entity, parts.name);
  const std::optional<Relation> relation = field != nullptr ? std::nullopt : relation_called(entity, parts.name);
  if (relation) {
    parts.link = relation->link;
  } else {
    parts.field = field;
  }
  return parts;
}

Condition of_field(sqlite::Connection& connection, const model::Entity& entity, const FilterParts& parts,
                   std::string_view today) {
  const model::Field& field = *parts.field;
  if (field.type == model::FieldType::list) return of_list(connection, entity, parts);
  if (&field == &model::source_field()) return of_sources(connection, entity, parts);
  if (parts.value.empty()) return {fmt::format("t.{} IS NULL", field.column), {}};
  if (field.type == model::FieldType::reference) return of_reference(connection, parts);
  if (parts.contains) return {fmt::format("instr(fold(t.{}), ?) > 0", field.column), {text::fold(parts.value)}};
  if (field.is_number() || field.type == model::FieldType::date) return of_ranges(field, parts.value, today);
  return of_texts(field, parts.value);
}

}  // namespace

std::string shown_value(const model::Entity& entity, const model::Field& field, std::string_view row) {
  const std::string column = fmt::format("{}.{}", row, field.column);
  if (field.type == model::FieldType::reference) {
    return model::code_by_id(model::entity_named(field.target).table, column);
  }
  if (field.type != model::FieldType::list) return column;
  // A query within a query, and no join: if the tables are views over their history (at_time.hpp), SQLite reaches into
  // them with the id for this alone; of a join it would read every row that there ever was.
  return fmt::format(
      "(SELECT group_concat(code, '; ') FROM (SELECT position, {} AS code FROM (SELECT l.position AS position, "
      "l.{} AS target FROM {} AS l WHERE l.{} = {}.id) ORDER BY position, code))",
      model::code_by_id(model::entity_named(field.target).table, "target"), field.column, field.link_table,
      model::owner_column(entity), row);
}

std::string with_finer(const model::Entity& kind, std::string_view ids) {
  return fmt::format(
      "WITH RECURSIVE within (id) AS ({} UNION SELECT c.id FROM {} AS c JOIN within AS w ON c.parent_id = w.id) "
      "SELECT id FROM within",
      ids, kind.table);
}

std::vector<LinkedFilter> linked_filters(const model::Entity& entity) {
  std::vector<LinkedFilter> filters;
  for (const Relation& relation : relations(entity)) {
    filters.push_back({relation.name, &model::entity_named(relation.far->target)});
  }
  return filters;
}

std::vector<FilterParts> filter_parts(const model::Entity& entity, const std::vector<std::string>& filters) {
  std::vector<FilterParts> all;
  for (const std::string& filter : filters) all.push_back(parts_of(entity, filter));
  // Only now is it known which links are asked for.
  for (FilterParts& parts : all) {
    if (parts.field != nullptr || parts.link != nullptr) continue;
    for (const FilterParts& other : all) {
      const bool asks_for_link = other.field == nullptr && other.link != nullptr;
      const model::Field* field = asks_for_link ? field_of_link(*other.link, parts.name) : nullptr;
      if (field == nullptr) continue;
      parts.field = field;
      parts.link = other.link;
      break;
    }
    if (parts.field == nullptr) refuse_unknown(entity, parts.name);
  }
  return all;
}

std::vector<Condition> read_filters(sqlite::Connection& connection, const model::Entity& entity,
                                    const std::vector<std::string>& filters, std::string_view today) {
  const std::vector<FilterParts> all = filter_parts(entity, filters);
  std::vector<Condition> conditions;
  for (const FilterParts& parts : all) {
    if (parts.narrows()) continue;
    if (parts.field != nullptr) {
      conditions.push_back(of_field(connection, entity, parts, today));
      continue;
    }
    Condition narrowed{"true", {}};
    for (const FilterParts& other : all) {
      if (!other.narrows() || other.link != parts.link) continue;
      const Condition more = of_field(connection, *other.link, other, today);
      narrowed.sql += fmt::format(" AND ({})", more.sql);
      narrowed.values.insert(narrowed.values.end(), more.values.begin(), more.values.end());
    }
    conditions.push_back(of_links(connection, *relation_called(entity, parts.name), parts, narrowed));
  }
  return conditions;
}

}  // namespace iscm::query
