#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/entities.hpp"
#include "db/connection.hpp"

namespace iscm::core {

/// A filter as a condition of SQL over `<table> AS t`, and the values of its parameters in their order.
struct Condition {
  std::string sql;
  std::vector<std::string> values;
};

/// What records of an entity are linked to and can be filtered by beside their fields: mechanisms by member,
/// secretariat and chair.
struct LinkedFilter {
  std::string name;
  const Entity* target;
};
std::vector<LinkedFilter> linked_filters(const Entity& entity);

/// A filter taken apart.
struct FilterParts {
  std::string_view name;
  std::string_view value;
  bool contains;       ///< field~text
  const Field* field;  ///< null: it asks what the record is linked to
};

/// Takes a filter apart. Throws Error(Exit::usage) where the field is unknown or there is no = or ~.
FilterParts filter_parts(const Entity& entity, std::string_view filter);

/// Reads one filter: field=value, field=a,b (any of), field=2010..2015 (either end may be open), field= (empty),
/// field~text (contains; of what a field refers to, in its code or any of its names). A theme or region takes in the
/// finer ones below it. Beside its fields, a record can be filtered by what it is linked to: mechanisms by member,
/// secretariat and chair.
/// Throws Error(Exit::usage) where the field is unknown or there is no = or ~; Error(Exit::refused) for an unknown
/// record.
Condition read_filter(db::Connection& connection, const Entity& entity, std::string_view filter);

/// The code of the record that `field` of a row refers to; the codes of a list joined with "; "; else the value.
/// An expression over `<table> AS t`.
std::string shown_value(const Entity& entity, const Field& field);

}  // namespace iscm::core
