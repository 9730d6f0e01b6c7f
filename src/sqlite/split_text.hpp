#pragma once

// The table-valued function split_text(text, separators), for lists within a cell.

#include "sqlite/connection.hpp"

namespace iscm::sqlite {

/// Makes split_text() available to SQL of this connection: columns `position` (from 1) and `value`, one row for each
/// part between any of the code points in `separators`, blanks trimmed, empty parts left out.
void add_split_text(Connection& connection);

}  // namespace iscm::sqlite
