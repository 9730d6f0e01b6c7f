#pragma once

// Reads delimited text as a table: CSV, TSV and their kin. Used by open_table() (table.hpp); what has no file of its
// own (seeds, tests, fuzzing) opens it directly.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "read/bytes.hpp"
#include "read/limits.hpp"
#include "read/row_source.hpp"

namespace iscm::read {

struct CsvOptions {
  /// What is between two cells. If not given, it is found from the header line: of comma, semicolon, tab and pipe the
  /// one that gives the most columns outside quotes; if two give as many, the one that is rarer in prose; so commas are
  /// text in a file of one column.
  std::optional<char> delimiter;
  /// If given, the header is the first line for whose cells this is true, within the first kHeaderLookahead bytes; what
  /// is above it is other text, in which quotes mean nothing, and is skipped with a note. If there is no such line, and
  /// if this is not given, the header is the first line that is not empty.
  std::function<bool(std::span<const std::string_view>)> is_header{};
  std::size_t header_line = 0;      ///< if not 0, the header is the first line from this one on that is not empty
  bool pads_lone_cells = false;     ///< a line of one cell is a row, which has nothing in the other columns
  std::size_t max_rows = kMaxRows;  ///< more are a problem, and reading ends there
};

/// Reads delimited text: CSV, TSV and their kin, quoted as in RFC 4180 whatever the delimiter, in bounded memory.
/// - Lines end with LF or CRLF, or with CR alone if the whole file does. They are counted by what ends them, also
///   within quoted cells and above the header.
/// - An empty line is skipped if the file has more than one column; in a file of one column it is an empty cell.
/// - Cells past the header that are blank are left out, with a note that counts their rows; a row of blanks alone is as
///   wide as the header.
/// - Columns may have no name, or the same as another: what that means, is for whoever reads the header to say.
///   After the last line break there is no row.
/// - A row of HXL tags (#country, #date+start) right under the header is skipped, with a note.
/// - A row with a problem is reported and left out, and reading goes on after it. It ends early, with a problem that
///   says so, at bytes that are not text, at a quote that is not closed, at a row longer than kMaxRecordBytes, at a
///   header that cannot be read, and at kMaxProblems problems.
/// - A cell that holds lines which look like rows is a problem, and so is a line above the header that has as many
///   cells as the table: they may be data.
/// - Codes of problems: no-header, too-many-columns, table-above, ragged-row,
///   swallowed-rows, stray-quote, unclosed-quote, stray-carriage-return, stray-line-feed, cell-too-long, line-too-long,
///   too-many-rows, too-many-problems, and those of BrokenText.
///
/// Reads up to the header at once. `display_name` is what RowSource::name() gives. Throws Error if the input cannot
/// be read on.
std::unique_ptr<RowSource> open_csv(std::unique_ptr<ByteSource> bytes, std::string display_name,
                                    const CsvOptions& options = {});

}  // namespace iscm::read
