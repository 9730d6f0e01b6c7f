#pragma once

// What every table of rows under a line of names has: the names checked, and the row of tags that may be under them.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "read/row_source.hpp"

namespace iscm::read {

/// A line above the header on `header_line` has as many cells as the table: it may be data, of another table.
Problem table_above_problem(std::size_t line, std::size_t header_line);

/// Whether a row is one of HXL tags, which some publishers put under the header: every cell that is not blank is a
/// hashtag with attributes (#country+code), and there is at least one. https://hxlstandard.org
bool are_hxl_tags(std::span<const std::string_view> cells);

inline constexpr std::string_view kTagsSkipped = "a row of HXL tags is skipped";

}  // namespace iscm::read
