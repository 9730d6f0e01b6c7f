#pragma once

// Opens a file of any known format as a table. A new input format is a line in the table of table.cpp and its reader.

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "read/bytes.hpp"
#include "read/limits.hpp"
#include "read/row_source.hpp"

namespace iscm::read {

enum class InputFormat { csv, tsv, semicolon, pipe, json, ndjson };

/// The format of that name ("csv", "json"); null for another.
std::optional<InputFormat> parse_input_format(std::string_view name);
std::span<const std::string_view> input_format_names();

/// What is asked of open_table(). What is not given is found out.
struct TableOptions {
  std::optional<InputFormat> format;
  std::optional<Encoding> encoding;
  std::function<bool(std::span<const std::string_view>)> is_header;  ///< as in CsvOptions
  std::size_t header_line = 0;                                       ///< as in CsvOptions
  std::size_t max_rows = kMaxRows;
  std::string sheet;  ///< as in WorkbookOptions, and the next two
  bool fill_merged = false;
  std::function<bool(const std::string&)> is_ignored;
  bool pads_lone_cells = false;  ///< as in CsvOptions
};

/// Opens the file at `path` as a table, or standard input if that is "-". Its format is the one that is given; else it
/// is a workbook if the file is an archive, whatever its name; JSON if the text begins as JSON does (as an array or as
/// lines, whatever a name as .csv says) or if the name says so (.json, .ndjson, .jsonl); else text, divided by what
/// open_csv() finds. JSON that cannot be read twice is kept in a temporary file as it is read. Rows of blanks alone are
/// skipped. Throws Error (refused) if it cannot be opened or is known not to be text, (usage) if an option is about
/// what it is not, else what the readers throw.
std::unique_ptr<RowSource> open_table(const std::string& path, const TableOptions& options = {});

/// The same of an input that is open. `path` says the format, `name` is what messages call it.
std::unique_ptr<RowSource> open_table(std::unique_ptr<RawInput> input, const std::string& path, const std::string& name,
                                      const TableOptions& options = {});

/// The sheets of the workbook at `path` that are visible and have cells. Throws Error (usage) if it is none, else what
/// open_workbook() throws.
std::vector<std::string> sheets_of(const std::string& path);

}  // namespace iscm::read
