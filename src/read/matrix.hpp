#pragma once

// A table of marks: one kind of record down, another across, and what links them in the cells.

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "read/row_source.hpp"

namespace iscm::read {

struct MatrixOptions {
  /// What the columns of the result are called: the record of the column, that of the row, what a mark says, a date.
  std::array<std::string, 4> names;
  std::optional<std::size_t> label;  ///< the column that names the rows, if it is not the first; those before it go
  std::vector<std::size_t> ignored;  ///< columns, from 0
  std::string tick;                  ///< what an X or a tick says
  /// What other marks mean, in any case; "" is no mark at all.
  std::map<std::string, std::string> marks;
  /// What a cell says by itself, as it is to be given; "" if it says nothing.
  std::function<std::string(std::string_view)> meaning;
};

/// The rows of `rows`, one for each cell with a mark: what its column and the first cell of its row are called, and
/// what the mark says. What begins with a digit is a date. A column of totals and one
/// without anything in it are passed over. The line of a row has kPartOfLine for each column on its left.
/// Codes of problems, beside those of `rows`: unknown-mark, unnamed-column, unnamed-row.
std::unique_ptr<RowSource> with_marks_as_rows(std::unique_ptr<RowSource> rows, MatrixOptions options);

}  // namespace iscm::read
