#pragma once

// What `list` and others take as a filter, FIELD=VALUE, as a condition of SQL; and the value of a field as people
// write it. Needed by whatever asks for the rows of an entity.

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

/// What records of an entity are linked to: mechanisms to members, secretariats and chairs. They can be filtered by
/// this as they can by their fields.
struct LinkedFilter {
  std::string name;
  const model::Entity* target;
};
std::vector<LinkedFilter> linked_filters(const model::Entity& entity);

/// The parts of a filter.
struct FilterParts {
  std::string_view name;
  std::string_view value;
  bool contains;                        ///< field~text
  const model::Field* field;            ///< null: it asks what the record is linked to
  const model::Entity* link = nullptr;  ///< the link that it asks for, or whose field it is
  [[nodiscard]] bool narrows() const { return field != nullptr && link != nullptr; }
};

/// The parts of all filters of a list, which look into them. A field of a link (role, basis) may stand beside a filter
/// that asks for such a link, and narrows it.
/// Throws Error(Exit::usage) if a field is unknown or there is no = or ~.
std::vector<FilterParts> filter_parts(const model::Entity& entity, const std::vector<std::string>& filters);

/// Reads the filters of a list, all of which have to hold: field=value, field=a,b (any of), field=2010..2015 (either
/// end may be open; dates may be `today`), field= (empty), field~text (contains; for a reference, in the code or any
/// name of the record). A theme or region includes the finer ones below it. Instead of a field, a filter can name what
/// the record is linked to: membership=bali, and role=member beside it. Throws Error(Exit::usage) if a field is unknown
/// or there is no = or ~; Error(Exit::refused) for an unknown record.
std::vector<Condition> read_filters(sqlite::Connection& connection, const model::Entity& entity,
                                    const std::vector<std::string>& filters, std::string_view today);

/// The value of a field as people write it: of a reference the code of the record, of a list the codes with "; "
/// between. An expression over `row`, an alias of the table.
std::string shown_value(const model::Entity& entity, const model::Field& field, std::string_view row = "t");

/// A query for the ids that the query `ids` gives, and those of all records below them (finer themes, parts of
/// regions).
std::string with_finer(const model::Entity& kind, std::string_view ids);

}  // namespace iscm::query
