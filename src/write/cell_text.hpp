#pragma once

#include <string>

#include "write/row_writer.hpp"

namespace iscm::write {

/// Appends a number in the fewest digits that read back as the same number, with a point or an exponent, so that 3.0
/// stays a real number: "3.0", "0.1", "1e+20", "inf".
void append_number(std::string& text, double number);

/// Appends the cell as plain text: nothing for an empty one, a text as it is.
void append_cell(std::string& text, const Cell& cell);

}  // namespace iscm::write
