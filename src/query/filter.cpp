#include "query/filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "error.hpp"
#include "model/field_types.hpp"
#include "model/names.hpp"
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

/// The relations of an entity through dated links, named by the far field, or by the link where that name is taken.
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

/// A number of members goes by the name of those who are counted: `members=15` asks for it, `members=KEN` for them.
bool asks_for_number(const model::Field& field, std::string_view value) {
  return !field.is_number() || value.empty() || value.find_first_of("0123456789.") == 0;
}

[[noreturn]] void refuse_unknown(const model::Entity& entity, std::string_view name) {
  std::vector<std::string> fields;
  for (const model::Field* field : model::all_fields(entity)) fields.emplace_back(field->name);
  std::vector<std::string> links;
  for (const LinkedFilter& link : linked_filters(entity)) links.push_back(link.name);
  std::vector<std::string> known = fields;
  known.insert(known.end(), links.begin(), links.end());
  std::string hint = text::did_you_mean(name, known);
  if (hint.empty()) hint = fmt::format("its fields are {}", fmt::join(fields, ", "));
  if (hint.starts_with("its") && !links.empty()) hint += fmt::format("; its links are {}", fmt::join(links, ", "));
  throw Error(Exit::usage, fmt::format("{} has no field \"{}\"", entity.name, name), hint);
}

std::vector<std::string> split_at_commas(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const auto comma = text.find(',');
    parts.emplace_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

/// The ids of these records and of all below them, to stand between the parentheses of IN. Ids come from the database,
/// not from the user.
std::string ids_listed(sqlite::Connection& connection, const model::Entity& kind, std::string_view value) {
  const std::string ids = fmt::format("{}", fmt::join(model::records_listed(connection, kind, value), ", "));
  // Bare ids where they will do: SQLite reaches into a view for them, but not for a query of its own.
  if (kind.field("parent") == nullptr) return ids;
  return with_finer(kind, fmt::format("SELECT id FROM {} WHERE id IN ({})", kind.table, ids));
}

/// The ids of the records of which a code or any name has the text in it, to stand between the parentheses of IN.
Condition with_text(const model::Entity& kind, std::string_view text) {
  Condition ids;
  for (const model::NameQuery& query : model::name_queries(kind)) {
    ids.sql += fmt::format("{}SELECT {} FROM {} WHERE {} AND instr({}, ?) > 0", ids.sql.empty() ? "" : " UNION ",
                           query.id, query.table, query.filled, query.key);
    ids.values.push_back(text::fold(text));
  }
  return ids;
}

/// The records that a value means: with = and a name those of the name and the finer ones, with ~ those that have it in
/// a name.
Condition meant(sqlite::Connection& connection, const model::Entity& kind, const FilterParts& filter) {
  if (filter.contains) return with_text(kind, filter.value);
  return {ids_listed(connection, kind, filter.value), {}};
}

Condition linked_to(sqlite::Connection& connection, const Relation& relation, const FilterParts& filter) {
  const std::string links = fmt::format("SELECT {} FROM {}", relation.near->column, relation.link->table);
  if (filter.value.empty()) return {fmt::format("t.id NOT IN ({})", links), {}};
  Condition far = meant(connection, model::entity_named(relation.far->target), filter);
  return {fmt::format("t.id IN ({} WHERE {} IN ({}))", links, relation.far->column, far.sql), std::move(far.values)};
}

Condition of_records(sqlite::Connection& connection, const model::Entity& entity, const FilterParts& filter) {
  const model::Field& field = *filter.field;
  const bool list = field.type == model::FieldType::list;
  const std::string links =
      list ? fmt::format("SELECT {} FROM {}", model::owner_column(entity), field.link_table) : std::string();
  if (filter.value.empty())
    return {list ? fmt::format("t.id NOT IN ({})", links) : fmt::format("t.{} IS NULL", field.column), {}};
  Condition far = meant(connection, model::entity_named(field.target), filter);
  const std::string among = fmt::format("{} IN ({})", field.column, far.sql);
  return {list ? fmt::format("t.id IN ({} WHERE {})", links, among) : fmt::format("t.{}", among),
          std::move(far.values)};
}

void refuse_unless_fits(const model::Field& field, const std::string& value) {
  if (field.is_number() ? text::is_digits(value) : text::is_partial_date(value)) return;
  throw Error(
      Exit::usage, fmt::format("\"{}\" does not fit {}", value, field.name),
      field.is_number() ? "give a number, or a range as 2010..2015" : "give a date as 2013, 2013-05 or 2013-05-14");
}

/// A date lies in a range when part of what it may mean does: 2013 lies in 2013-05..2014.
Condition of_range(const model::Field& field, const std::string& from, const std::string& to) {
  Condition condition{fmt::format("t.{} IS NOT NULL", field.column), {}};
  for (const auto& [end, comparison] : {std::pair(&from, ">="), std::pair(&to, "<=")}) {
    if (end->empty()) continue;
    refuse_unless_fits(field, *end);
    condition.sql += field.is_number() ? fmt::format(" AND t.{} {} CAST(? AS INTEGER)", field.column, comparison)
                                       : fmt::format(" AND substr(t.{0}, 1, {1}) {2} substr(?, 1, length(t.{0}))",
                                                     field.column, end->size(), comparison);
    condition.values.push_back(*end);
  }
  return condition;
}

Condition of_numbers(const model::Field& field, std::string_view value) {
  Condition any;
  for (const std::string& part : split_at_commas(value)) {
    const auto dots = part.find("..");
    const std::string from = part.substr(0, dots);
    const std::string to = dots == std::string::npos ? from : part.substr(dots + 2);
    if (from.empty() && to.empty()) {
      throw Error(Exit::usage, fmt::format("\"{}={}\" names no end of the range", field.name, value),
                  fmt::format("write {0}=2010.. or {0}=..2015", field.name));
    }
    const Condition one = of_range(field, from, to);
    any.sql += fmt::format("{}({})", any.sql.empty() ? "" : " OR ", one.sql);
    any.values.insert(any.values.end(), one.values.begin(), one.values.end());
  }
  return any;
}

void refuse_unknown_choice(const model::Field& field, const std::string& value) {
  std::vector<std::string> known;
  for (const std::string_view choice : model::words(field.choices)) known.emplace_back(choice);
  if (std::find(known.begin(), known.end(), value) != known.end()) return;
  throw Error(Exit::refused, fmt::format("unknown {} \"{}\"", field.name, value),
              fmt::format("one of {}", fmt::join(known, ", ")));
}

Condition of_texts(const model::Field& field, std::string_view value) {
  Condition any;
  if (value.find(',') != std::string_view::npos && field.type != model::FieldType::choice) {
    any = {fmt::format("fold(t.{}) = ?", field.column), {text::fold(value)}};  // a name may have commas of its own
  }
  for (const std::string& part : split_at_commas(value)) {
    if (field.type == model::FieldType::choice) refuse_unknown_choice(field, part);
    any.sql += fmt::format("{}fold(t.{}) = ?", any.sql.empty() ? "" : " OR ", field.column);
    any.values.push_back(text::fold(part));
  }
  return any;
}

[[noreturn]] void refuse_bare(const model::Entity& entity, std::string_view filter) {
  if (model::find_field(entity, filter) != nullptr) {
    throw Error(Exit::usage, fmt::format("\"{}\" says nothing about the field", filter),
                fmt::format("write {0}=VALUE, {0}=FROM..TO, {0}= (empty) or {0}~TEXT; the shell keeps < and > for "
                            "files, so ranges are written with two dots",
                            filter));
  }
  throw Error(Exit::usage, fmt::format("\"{}\" is no filter", filter),
              "write FIELD=VALUE, FIELD=A,B, FIELD=2010..2015, FIELD= (empty) or FIELD~TEXT");
}

}  // namespace

std::string shown_value(const model::Entity& entity, const model::Field& field) {
  if (field.type == model::FieldType::list) {
    // A query within a query, and no join: where the tables are views over their history (at_time.hpp), SQLite reaches
    // into them with the id for this alone; of a join it would read every row that there ever was.
    return fmt::format(
        "(SELECT group_concat(code, '; ') FROM (SELECT position, (SELECT x.code FROM {1} AS x WHERE x.id = target) AS "
        "code FROM (SELECT l.position AS position, l.{2} AS target FROM {0} AS l WHERE l.{3} = t.id) ORDER BY "
        "position, "
        "code))",
        field.link_table, model::entity_named(field.target).table, field.column, model::owner_column(entity));
  }
  if (field.type == model::FieldType::reference) {
    return fmt::format("(SELECT code FROM {} WHERE id = t.{})", model::entity_named(field.target).table, field.column);
  }
  return fmt::format("t.{}", field.column);
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

FilterParts filter_parts(const model::Entity& entity, std::string_view filter) {
  const auto at = filter.find_first_of("=~");
  if (at == std::string_view::npos || at == 0) refuse_bare(entity, filter);
  FilterParts parts{filter.substr(0, at), filter.substr(at + 1), filter[at] == '~', nullptr};
  if (parts.contains && text::fold(parts.value).empty()) {
    throw Error(Exit::usage, fmt::format("\"{}\" has neither letter nor digit to look for", filter),
                "write FIELD~TEXT; FIELD= finds the empty ones");
  }
  // Names are compared without their punctuation: an operator that is none of ours would go unseen.
  if (parts.name.find_first_of("!<>+^") != std::string_view::npos) model::field_named(entity, parts.name);
  const model::Field* field = model::find_field(entity, parts.name);
  const bool own = field != nullptr && (field->name == parts.name || asks_for_number(*field, parts.value));
  if (!own && relation_called(entity, parts.name)) return parts;
  if (field == nullptr) refuse_unknown(entity, parts.name);
  parts.field = field;
  return parts;
}

Condition read_filter(sqlite::Connection& connection, const model::Entity& entity, std::string_view filter) {
  const FilterParts parts = filter_parts(entity, filter);
  if (parts.field == nullptr) return linked_to(connection, *relation_called(entity, parts.name), parts);
  const model::Field& field = *parts.field;
  if (!field.target.empty()) return of_records(connection, entity, parts);
  if (parts.contains) return {fmt::format("instr(fold(t.{}), ?) > 0", field.column), {text::fold(parts.value)}};
  if (parts.value.empty()) return {fmt::format("t.{} IS NULL", field.column), {}};
  if (field.is_number() || field.type == model::FieldType::date) return of_numbers(field, parts.value);
  return of_texts(field, parts.value);
}

}  // namespace iscm::query
