#pragma once

// Tables that say what a group of rows shares once: in its first row, or in a row above it.

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "read/row_source.hpp"

namespace iscm::read {

struct GroupOptions {
  /// Columns, from 0, whose blank cells have the value above them. If one further left begins a new group, those to its
  /// right have none until they say one. A row with nothing in any other column is the title of a group, and no row.
  std::vector<std::size_t> filled;
  /// If not empty, a row with one filled cell, the first, is the title of a group, and a column of this name is added
  /// that has it in the rows below. A title without rows is a problem (code: empty-section).
  std::string section;
};

/// The rows of `rows` with what they share. Notes say what was filled. Rows of blanks alone stay as they are.
std::unique_ptr<RowSource> with_groups(std::unique_ptr<RowSource> rows, GroupOptions options);

}  // namespace iscm::read
