#pragma once

// Rows that a stray quote has made the text of a cell. Used by the readers of delimited text.

#include <cstddef>
#include <string_view>

namespace iscm::read {

/// How many lines of a cell look like rows of a table with `width` columns, of which the cell stands in column `column`
/// (from 0); 0 if that is nothing but text. A line does if as many cells as the row has would come of it; a delimiter
/// with a blank after it is one of prose. Tables of two columns are too narrow to tell.
std::size_t swallowed_rows(std::string_view cell, char delimiter, std::size_t width, std::size_t column);

}  // namespace iscm::read
