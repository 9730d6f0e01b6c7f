#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "read/delimited.hpp"
#include "read/record_scanner.hpp"
#include "read/text_window.hpp"

namespace iscm::read {

/// A table's header, and what it tells about the rows below it.
struct Header {
  std::vector<std::string> names;  ///< trimmed; empty where there is no header that can be read
  Dialect dialect;
  std::size_t line = 1;           ///< the physical line of the header
  std::size_t next_line = 1;      ///< the physical line behind the header
  bool has_line_end = false;      ///< whether the last line read ends with a line break
  std::vector<Note> notes;        ///< what was passed over
  std::vector<Problem> problems;  ///< why there is no header, or what is wrong with its names
};

/// Finds the header as DelimitedOptions says, and moves the window behind it. Throws what reading the input throws.
Header find_header(TextWindow& window, const DelimitedOptions& options);

}  // namespace iscm::read
