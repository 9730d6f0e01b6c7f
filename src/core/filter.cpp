#include "core/filter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/names.hpp"
#include "error.hpp"
#include "text/fold.hpp"
#include "text/partial_date.hpp"
#include "text/suggest.hpp"

namespace iscm::core {
namespace {

/// A link table that ties the entity to another: mechanisms to members through memberships.
struct Relation {
  std::string name;
  const Entity* link;
  const Field* near;
  const Field* far;
};

/// The relations of an entity through dated links, named by the far field, or by the link where that name is taken.
std::vector<Relation> relations(const Entity& entity) {
  std::vector<Relation> found;
  const auto taken = [&](std::string_view name) {
    return entity.field(name) != nullptr ||
           std::any_of(found.begin(), found.end(), [&](const Relation& relation) { return relation.name == name; });
  };
  for (const Entity& link : entities()) {
    if (link.identity != Identity::dated_link) continue;
    const Field* near = nullptr;
    const Field* far = nullptr;
    for (const Field& field : link.fields) {
      if (field.type != FieldType::reference) continue;
      (field.target == entity.name ? near : far) = &field;
    }
    if (near == nullptr || far == nullptr) continue;
    found.push_back({std::string(taken(far->name) ? link.name : far->name), &link, near, far});
  }
  return found;
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
std::string with_finer(db::Connection& connection, const Entity& kind, std::string_view value) {
  const std::vector<std::int64_t> ids = records_listed(connection, kind, value);
  // Bare ids, where they will do: SQLite reaches into a view for them, but not for a query of its own.
  if (kind.field("parent") == nullptr) return fmt::format("{}", fmt::join(ids, ", "));
  const std::string start = fmt::format("SELECT id FROM {} WHERE id IN ({})", kind.table, fmt::join(ids, ", "));
  return fmt::format(
      "WITH RECURSIVE within (id) AS ({0} UNION SELECT c.id FROM {1} AS c JOIN within AS w "
      "ON c.parent_id = w.id) SELECT id FROM within",
      start, kind.table);
}

Condition linked_to(db::Connection& connection, const Relation& relation, std::string_view value) {
  const std::string links = fmt::format("SELECT {} FROM {}", relation.near->column, relation.link->table);
  if (value.empty()) return {fmt::format("t.id NOT IN ({})", links), {}};
  return {fmt::format("t.id IN ({} WHERE {} IN ({}))", links, relation.far->column,
                      with_finer(connection, entity_named(relation.far->target), value)),
          {}};
}

Condition of_records(db::Connection& connection, const Entity& entity, const Field& field, std::string_view value) {
  if (field.type == FieldType::list) {
    const std::string links = fmt::format("SELECT {} FROM {}", owner_column(entity), field.link_table);
    if (value.empty()) return {fmt::format("t.id NOT IN ({})", links), {}};
    return {fmt::format("t.id IN ({} WHERE {} IN ({}))", links, field.column,
                        with_finer(connection, entity_named(field.target), value)),
            {}};
  }
  if (value.empty()) return {fmt::format("t.{} IS NULL", field.column), {}};
  return {fmt::format("t.{} IN ({})", field.column, with_finer(connection, entity_named(field.target), value)), {}};
}

void refuse_unless_fits(const Field& field, const std::string& value) {
  const bool number =
      !value.empty() && std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (field.is_number() ? number : text::is_partial_date(value)) return;
  throw Error(
      Exit::usage, fmt::format("\"{}\" does not fit {}", value, field.name),
      field.is_number() ? "give a number, or a range as 2010..2015" : "give a date as 2013, 2013-05 or 2013-05-14");
}

/// A date lies in a range when part of what it may mean does: 2013 lies in 2013-05..2014.
Condition of_range(const Field& field, const std::string& from, const std::string& to) {
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

Condition of_numbers(const Field& field, std::string_view value) {
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

void refuse_unknown_choice(const Field& field, const std::string& value) {
  std::vector<std::string> known;
  for (const std::string_view choice : words(field.choices)) known.emplace_back(choice);
  if (std::find(known.begin(), known.end(), value) != known.end()) return;
  throw Error(Exit::refused, fmt::format("unknown {} \"{}\"", field.name, value),
              fmt::format("one of {}", fmt::join(known, ", ")));
}

Condition of_texts(const Field& field, std::string_view value) {
  Condition any;
  if (value.find(',') != std::string_view::npos && field.type != FieldType::choice) {
    any = {fmt::format("fold(t.{}) = ?", field.column), {text::fold(value)}};  // a name may have commas of its own
  }
  for (const std::string& part : split_at_commas(value)) {
    if (field.type == FieldType::choice) refuse_unknown_choice(field, part);
    any.sql += fmt::format("{}fold(t.{}) = ?", any.sql.empty() ? "" : " OR ", field.column);
    any.values.push_back(text::fold(part));
  }
  return any;
}

[[noreturn]] void refuse_bare(const Entity& entity, std::string_view filter) {
  if (find_field(entity, filter) != nullptr) {
    throw Error(Exit::usage, fmt::format("\"{}\" says nothing about the field", filter),
                fmt::format("write {0}=VALUE, {0}=FROM..TO, {0}= (empty) or {0}~TEXT; the shell keeps < and > for "
                            "files, so ranges are written with two dots",
                            filter));
  }
  throw Error(Exit::usage, fmt::format("\"{}\" is no filter", filter),
              "write FIELD=VALUE, FIELD=A,B, FIELD=2010..2015, FIELD= (empty) or FIELD~TEXT");
}

}  // namespace

std::string shown_value(const Entity& entity, const Field& field) {
  if (field.type == FieldType::list) {
    // A query within a query, and no join: where the tables are views over their history (at_time.hpp), SQLite reaches
    // into them with the id for this alone; of a join it would read every row that there ever was.
    return fmt::format(
        "(SELECT group_concat(code, '; ') FROM (SELECT position, (SELECT x.code FROM {1} AS x WHERE x.id = target) AS "
        "code FROM (SELECT l.position AS position, l.{2} AS target FROM {0} AS l WHERE l.{3} = t.id) ORDER BY "
        "position, "
        "code))",
        field.link_table, entity_named(field.target).table, field.column, owner_column(entity));
  }
  if (field.type == FieldType::reference) {
    return fmt::format("(SELECT code FROM {} WHERE id = t.{})", entity_named(field.target).table, field.column);
  }
  return fmt::format("t.{}", field.column);
}

std::vector<LinkedFilter> linked_filters(const Entity& entity) {
  std::vector<LinkedFilter> filters;
  for (const Relation& relation : relations(entity)) {
    filters.push_back({relation.name, &entity_named(relation.far->target)});
  }
  return filters;
}

Condition read_filter(db::Connection& connection, const Entity& entity, std::string_view filter) {
  const auto at = filter.find_first_of("=~");
  if (at == std::string_view::npos || at == 0) refuse_bare(entity, filter);
  const std::string_view name = filter.substr(0, at);
  const std::string_view value = filter.substr(at + 1);
  if (filter[at] == '~') {
    if (text::fold(value).empty()) {
      throw Error(Exit::usage, fmt::format("\"{}\" has neither letter nor digit to look for", filter),
                  "write FIELD~TEXT; FIELD= finds the empty ones");
    }
    const Field& field = field_named(entity, name);
    return {fmt::format("instr(fold({}), ?) > 0", shown_value(entity, field)), {text::fold(value)}};
  }
  if (find_field(entity, name) == nullptr) {
    for (const Relation& relation : relations(entity)) {
      if (relation.name == name) return linked_to(connection, relation, value);
    }
  }
  const Field& field = field_named(entity, name);
  if (!field.target.empty()) return of_records(connection, entity, field, value);
  if (value.empty()) return {fmt::format("t.{} IS NULL", field.column), {}};
  if (field.is_number() || field.type == FieldType::date) return of_numbers(field, value);
  return of_texts(field, value);
}

}  // namespace iscm::core
