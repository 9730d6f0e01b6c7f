#pragma once

// Opens a workbook as a table: one of its sheets. Used by open_table() (table.hpp); tests and fuzzing open it directly.

#include <memory>
#include <string>
#include <vector>

#include "read/bytes.hpp"
#include "read/row_source.hpp"
#include "read/sheet_table.hpp"

namespace iscm::read {

/// Opens an archive, which `bytes` must let pass (may_be_archive), as a workbook, and reads one of its sheets, in
/// bounded memory and as its cells stand: no formula is computed.
/// - Hidden sheets are not read unless they are named; hidden rows and columns are read, with a note.
/// - Cells are text as it is, numbers as they are without their format (but leading zeros that it shows), dates in ISO,
///   TRUE and FALSE. A formula gives the value that is stored, with a note.
/// - Columns are counted from A on, with or without a name, up to the last that has one. Blank rows, and rows that are
///   out of the table, are passed over.
/// - A row with a problem is reported and left out, and reading goes on after it. A sheet that is damaged, or past the
///   limits, is refused where that shows.
/// - Codes of problems: no-header, too-many-columns, table-above, unnamed-column, error-cell, no-value, no-number,
///   no-date, merged-cells, too-many-rows, too-many-problems.
///
/// Throws Error (refused) for what is no workbook, is encrypted or damaged or takes more than the limits; if several
/// sheets are visible and none is named; and, also later from next(), what reading throws. Throws Error (usage) if
/// there is no sheet of this name.
std::unique_ptr<RowSource> open_workbook(std::unique_ptr<ByteSource> bytes, const std::string& name,
                                         const WorkbookOptions& options);

/// The names of the sheets that are visible and have cells. Throws as open_workbook().
std::vector<std::string> sheets_of(std::unique_ptr<ByteSource> bytes, const std::string& name);

}  // namespace iscm::read
