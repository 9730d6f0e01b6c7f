#pragma once

// What spreadsheets do to values: lost zeros, dates that became numbers, numbers in exponent form. Asked of a value
// that breaks the rule of its field, so that the problem says what happened and what to write instead.

#include <optional>
#include <string>
#include <string_view>

#include "model/entity.hpp"

namespace iscm::model {

/// What a spreadsheet did to a value, and what to write instead.
struct SpreadsheetTrace {
  std::string what;  ///< follows "VALUE does not fit: "
  std::string hint;
  std::string date{};  ///< the date that it made this of; empty if that is not known
};

/// The trace in a value that breaks the rule of its field: lost zeros, a date that became a number or a month's name, a
/// number in exponent form or with decimals, a character that shows nothing. Null if there is none.
std::optional<SpreadsheetTrace> spreadsheet_trace(const Field& field, std::string_view value);

/// The date, or of a year the year, that a spreadsheet made this of: 44927, May-13. Null if it is not known.
std::optional<std::string> date_of_spreadsheet(const Field& field, std::string_view value);

/// The same in a name that is not known; `m49`: such names may be M49 codes.
std::optional<SpreadsheetTrace> spreadsheet_trace_of_name(std::string_view name, bool m49);

}  // namespace iscm::model
