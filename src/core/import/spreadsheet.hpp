#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/entities.hpp"

namespace iscm::core {

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

}  // namespace iscm::core
