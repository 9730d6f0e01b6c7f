#pragma once

// A sheet as a table: finds its header, and says what is wrong with its cells. Used by open_workbook() (workbook.hpp).

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "read/limits.hpp"
#include "read/row_source.hpp"
#include "read/sheet_rows.hpp"

namespace iscm::read {

struct WorkbookOptions {
  std::string sheet;         ///< which one; if empty, the one that is visible and has cells
  bool fill_merged = false;  ///< the cells of a merged range all have the value of its first
  std::function<bool(std::span<const std::string_view>)> is_header;  ///< as in CsvOptions, of the cells with text
  std::size_t header_line = 0;                                       ///< as in CsvOptions: a row of the sheet
  /// Whether a column of this name, or with these letters, is not to be read: a cell without a value is no problem
  /// there.
  std::function<bool(const std::string&)> is_ignored;
  std::size_t max_rows = kMaxRows;
  std::size_t chunk = std::size_t{32} << 10;  ///< how much is inflated at once
};

/// What a sheet belongs to, and is kept for as long as it is read.
struct SheetOrigin {
  std::string file;                        ///< what messages call it
  std::string sheet;                       ///< its name
  FileFacts facts;                         ///< of the file
  std::vector<std::string> notes;          ///< what is to be said of the workbook
  std::shared_ptr<const void> workbook{};  ///< what `rows` reads
};

/// Reads as far as the header at once. Throws what reading `rows` throws.
std::unique_ptr<RowSource> open_sheet(SheetOrigin origin, std::unique_ptr<SheetRows> rows, WorkbookOptions options);

}  // namespace iscm::read
