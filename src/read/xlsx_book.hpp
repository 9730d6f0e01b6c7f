#pragma once

// Excel workbooks (.xlsx, .xlsm; ECMA-376, transitional and strict), which every spreadsheet program writes.
//
// Our own reader, on minizip and expat, and not liborcus, which reads the same: through its import interfaces too it
// inflates each part as a whole before it looks at it (1 GB of memory for an archive of 1 MB), takes a document type
// and has no limits.

#include <memory>

#include "read/sheet_rows.hpp"
#include "read/zip_archive.hpp"

namespace iscm::read {

/// The archive as a workbook: reads what is said of its sheets, their formats and the texts that they share. `archive`
/// must outlive it; `chunk` as in XmlStream. Throws Error (refused) if it is another document of Office (.docx, .xlsb),
/// or damaged.
std::unique_ptr<Workbook> open_xlsx(ZipArchive& archive, std::size_t chunk);

}  // namespace iscm::read
