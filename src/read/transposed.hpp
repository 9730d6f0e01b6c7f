#pragma once

// A table that has its columns down: a field in each row, a record in each column.

#include <memory>

#include "read/row_source.hpp"

namespace iscm::read {

/// The table with rows and columns exchanged: the first cells are its header. It is read at once, up to kMaxRecordBytes
/// and kMaxColumns rows. Columns with nothing in them are no rows. The line of a row is that of the header with
/// kPartOfLine for each column on its left.
/// Throws Error (refused) if it is larger, and what reading throws.
std::unique_ptr<RowSource> transposed(std::unique_ptr<RowSource> rows);

}  // namespace iscm::read
