#pragma once

// The rows of a worksheet part of an Excel workbook.

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "read/shared_texts.hpp"
#include "read/sheet_rows.hpp"
#include "read/zip_archive.hpp"

namespace iscm::read {

/// What the sheets of a workbook share.
struct XlsxShared {
  SharedTexts texts;
  std::vector<NumberFormat> formats;  ///< by the style that a cell names
  DaySystem days = DaySystem::from_1900;
};

/// Reads the worksheet in the part `path`. `archive` and `shared` must outlive it. `merges`: all merged ranges of the
/// sheet by their first row, where they were read before; else they are late_merges().
std::unique_ptr<SheetRows> open_xlsx_rows(ZipArchive& archive, const std::string& path, XlsxShared& shared,
                                          std::size_t chunk, std::vector<CellRange> merges = {});

/// The merged ranges of the worksheet, by their first row. Reads the whole of it.
std::vector<CellRange> read_merges(ZipArchive& archive, const std::string& path, std::size_t chunk);

/// Without the escapes that stand for characters (_x000D_) in a text of an Excel workbook.
void unescape_text(std::string& text, std::size_t from);

}  // namespace iscm::read
