#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/entities.hpp"

namespace iscm::model {

// What `iscm fields` and the data dictionary say of a field, in words, from the one description of entities.hpp.

/// What the field holds: "text", "date", "reference to member", "list of theme".
std::string type_in_words(const Field& field);

/// The rule that its values keep, as the end of a sentence: "a year from 1900 to 2100 in four digits". Empty where any
/// text will do.
std::string rule_in_words(const Field& field);

/// The fields of an entity as `fields` tells them: its own, then `source`.
std::vector<const Field*> all_fields(const Entity& entity);

/// The field by which people know a record that has a code: its name or title. Null where it has neither.
const Field* label_field(const Entity& entity);

/// What a spreadsheet did to a value, where that shows, and what to write instead.
struct SpreadsheetTrace {
  std::string what;  ///< behind "VALUE does not fit: "
  std::string hint;
};

/// The trace in a value that breaks the rule of its field: lost zeros, a date that became a number or a month's name, a
/// number in exponent form or with decimals, a character that shows nothing.
std::optional<SpreadsheetTrace> spreadsheet_trace(const Field& field, std::string_view value);

/// What is wrong with a name that is not known, where a spreadsheet did it; `m49` says that such names may be M49
/// codes.
std::optional<SpreadsheetTrace> spreadsheet_trace_of_name(std::string_view name, bool m49);

/// Whether a number was shortened to exponent form with a sign, as 1.0E+3: no code that a person gave.
bool is_shortened_number(std::string_view value);

/// The code of the rule that a value breaks ("not-a-date"); empty where it keeps the rule of its field.
std::string_view broken_rule(const Field& field, std::string_view value);

/// The fields in which a record says from when until when.
struct Span {
  const Field* from;
  const Field* to;
};
std::vector<Span> spans_of(const Entity& entity);

}  // namespace iscm::model
