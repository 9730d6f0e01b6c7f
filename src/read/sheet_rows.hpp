#pragma once

// The rows of one sheet of a workbook, whatever its format: what xlsx_book and ods_book give, and sheet_table takes.

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "read/limits.hpp"
#include "read/number_format.hpp"

namespace iscm::read {

/// Why a cell has no value.
enum class CellFlaw {
  none,
  error,     ///< "#N/A", as its text is
  no_value,  ///< a formula, whose value the file has not
  no_number,
  day_60,
  no_day  ///< a number before or after all days, shown as a date
};

struct SheetCell {
  std::size_t column = 0;  ///< from 0
  std::size_t begin = 0;   ///< of its text in SheetRow::texts
  std::size_t end = 0;
  CellFlaw flaw = CellFlaw::none;
  bool is_formula = false;
  bool has_time = false;  ///< a date with a time of day
};

/// Columns and rows from first to last; rows from 1.
struct CellRange {
  std::size_t first_row = 0;
  std::size_t last_row = 0;
  std::size_t first_column = 0;
  std::size_t last_column = 0;
};

/// A row of a sheet. Blank cells may be left out.
struct SheetRow {
  std::size_t number = 0;   ///< from 1
  std::size_t repeats = 1;  ///< so many rows are as this one, this one included
  bool hidden = false;
  std::vector<SheetCell> cells;
  std::string texts;
  std::vector<CellRange> merges;  ///< those that begin here, where they are known by now

  [[nodiscard]] std::string_view text(const SheetCell& cell) const {
    return std::string_view(texts).substr(cell.begin, cell.end - cell.begin);
  }
  void clear() {
    number = 0;
    repeats = 1;
    hidden = false;
    cells.clear();
    texts.clear();
    merges.clear();
  }
};

/// Reads the rows of a sheet, one at a time, in their order.
class SheetRows {
public:
  SheetRows() = default;
  SheetRows(const SheetRows&) = delete;
  SheetRows& operator=(const SheetRows&) = delete;
  virtual ~SheetRows() = default;

  /// Puts the next row into `row`; false at the end. Throws Error (refused) if the sheet is damaged or past the limits.
  virtual bool next(SheetRow& row) = 0;
  /// Known before the first row.
  [[nodiscard]] virtual std::span<const CellRange> hidden_columns() const = 0;
  /// After the end: the merged ranges that no row had.
  [[nodiscard]] virtual std::span<const CellRange> late_merges() const { return {}; }
};

struct SheetName {
  std::string name;
  bool hidden = false;
};

/// A workbook of any format.
class Workbook {
public:
  Workbook() = default;
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;
  virtual ~Workbook() = default;

  /// The sheets that have cells, in their order.
  [[nodiscard]] virtual std::span<const SheetName> sheets() const = 0;
  /// One reading of a sheet at a time. `merges_first`: each row has the merged ranges that begin in it, which may take
  /// a reading of its own.
  virtual std::unique_ptr<SheetRows> rows(std::size_t sheet, bool merges_first) = 0;
};

/// "A" of 0, "XFD" of 16383.
std::string column_letters(std::size_t column);

/// The cell that "C14" names: letters, then a row; column kSheetColumns or row 0 if it is none of a sheet.
struct CellName {
  std::size_t column = kSheetColumns;
  std::size_t row = 0;
};
CellName parse_cell_name(std::string_view name);

/// The flaw of a number that shows no date.
CellFlaw flaw_of(NoDate reason);
/// Whether a text is one that spreadsheets show where a formula fails.
bool is_error_text(std::string_view text);

}  // namespace iscm::read
