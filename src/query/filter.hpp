#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/entities.hpp"
#include "sqlite/connection.hpp"

namespace iscm::query {

/// A filter as a condition of SQL over `<table> AS t`, and the values of its parameters in their order.
struct Condition {
  std::string sql;
  std::vector<std::string> values;
};

/// What records of an entity are linked to and can be filtered by beside their fields: mechanisms by member,
/// secretariat and chair.
struct LinkedFilter {
  std::string name;
  const model::Entity* target;
};
std::vector<LinkedFilter> linked_filters(const model::Entity& entity);

/// A filter taken apart.
struct FilterParts {
  std::string_view name;
  std::string_view value;
  bool contains;              ///< field~text
  const model::Field* field;  ///< null: it asks what the record is linked to
};

/// Takes a filter apart. Throws Error(Exit::usage) where the field is unknown or there is no = or ~.
FilterParts filter_parts(const model::Entity& entity, std::string_view filter);

/// Reads one filter: field=value, field=a,b (any of), field=2010..2015 (either end may be open), field= (empty),
/// field~text (contains; of what a field refers to, in its code or any of its names). A theme or region takes in the
/// finer ones below it. Beside its fields, a record can be filtered by what it is linked to: mechanisms by member,
/// secretariat and chair.
/// Throws Error(Exit::usage) where the field is unknown or there is no = or ~; Error(Exit::refused) for an unknown
/// record.
Condition read_filter(sqlite::Connection& connection, const model::Entity& entity, std::string_view filter);

/// The code of the record that `field` of a row refers to; the codes of a list joined with "; "; else the value.
/// An expression over `<table> AS t`.
std::string shown_value(const model::Entity& entity, const model::Field& field);

/// A query for the ids that the query `ids` gives, and those of all records below them (finer themes, parts of
/// regions).
std::string with_finer(const model::Entity& kind, std::string_view ids);

}  // namespace iscm::query
