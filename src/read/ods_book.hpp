#pragma once

// OpenDocument spreadsheets (.ods), as LibreOffice and Gnumeric write them. OpenDocument 1.3, part 3.

#include <memory>

#include "read/sheet_rows.hpp"
#include "read/zip_archive.hpp"

namespace iscm::read {

/// Whether the archive is a document of OpenDocument, of any kind.
bool is_open_document(ZipArchive& archive);

/// The archive as a workbook; the names of its sheets take a reading of the whole. `archive` must outlive it; `chunk`
/// as in XmlStream. Throws Error (refused) if it is another document (.odt), encrypted or damaged.
std::unique_ptr<Workbook> open_ods(ZipArchive& archive, std::size_t chunk);

}  // namespace iscm::read
