#pragma once

// What people write below a table: footnotes, sources, a row of totals. Used by the command line for every file.

#include <memory>

#include "read/row_source.hpp"

namespace iscm::read {

/// The rows of `rows` without what is below the table and cannot be data: a row or line with one cell, in the first
/// column, that begins as a source or a note does ("Source:", "*", "[1]"), and a row called Total with numbers alone
/// and fewer cells than the table. A note says so. A row of totals as wide as the table is a problem (code: total-row).
/// What has rows after it is none of these. `is_matrix`: numbers are no data, so such a row of totals is passed over.
std::unique_ptr<RowSource> without_talk_below(std::unique_ptr<RowSource> rows, bool is_matrix = false);

/// Whether this is what the row of totals of a table is called: "Total", "TOTAL:", "Totaux".
bool is_total(std::string_view cell);

}  // namespace iscm::read
