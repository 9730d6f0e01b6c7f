#pragma once

// What a field can hold: one line for each type, with everything that follows from the type alone. A new type is a
// value of the enum and a line in the table; the file's own rule is the CHECK in a migration.

#include <cstdint>
#include <optional>
#include <string_view>

namespace iscm::model {

enum class FieldType {
  code,
  text,
  count,
  position,  ///< a place in a list
  year,
  date,       ///< ISO 8601 to the precision known
  choice,     ///< one of Field::choices
  address,    ///< of a page on the web
  iso2,       ///< ISO 3166-1 alpha-2
  m49,        ///< UN M49
  language,   ///< ISO 639
  reference,  ///< one record of Field::target
  list        ///< several records of Field::target, through Field::link_table
};

struct TypeInfo {
  FieldType type;
  std::string_view name;  ///< "date", for `fields` and the data dictionary
  /// The rule as the end of a sentence: "a date as 2013, 2013-05 or 2013-05-14"; empty if any text will do. `{}` is
  /// filled from the field.
  std::string_view rule;
  std::string_view broken;  ///< the problem with a value that breaks it
  bool (*keeps)(std::string_view value, std::string_view choices) = nullptr;  ///< whether a value keeps the rule
  bool is_number = false;
  std::string_view json_type = "string";  ///< of Table Schema; dates are text there, being as precise as is known
  std::string_view pattern{};             ///< a regular expression for the whole value; empty if there is none
  std::optional<std::int64_t> minimum{};
  std::optional<std::int64_t> maximum{};
};

/// The line of the table for a type.
const TypeInfo& type_info(FieldType type);

/// Whether a spreadsheet may have shortened a number to this: 1.0E+3, 1E5.
bool is_exponent_form(std::string_view value);

}  // namespace iscm::model
