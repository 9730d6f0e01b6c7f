#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "write/sink.hpp"

namespace iscm::write {

/// One value of a row: nothing, a number or a text. The text is looked at only while row() runs.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string_view>;

struct Column {
  std::string name;
  bool numeric = false;  ///< right-aligned where the format aligns; it changes no value
};

/// The forms in which rows can be printed. Adding one: a value here, its file, a line in writers.hpp and one in the
/// table of formats in row_writer.cpp.
enum class Format { table, csv, tsv, json, ndjson, markdown, html };

/// The format of that name, exactly as format_names() has it.
std::optional<Format> parse_format(std::string_view name);

/// The names of the formats, the default one first.
std::span<const std::string_view> format_names();

struct WriterOptions {
  std::size_t terminal_width = 0;  ///< the columns that a table may take; 0 for as many as it needs
  bool final_newline = true;       ///< whether the last line ends with a line break
  bool for_spreadsheet = false;    ///< csv and tsv for a double click: a byte order mark, CRLF, and texts that it would
                                   ///< run made harmless (spreadsheet.hpp), which changes them
  bool bold_header = false;        ///< the header of a table in bold, for a terminal that knows how
  std::size_t grouping_columns = 0;  ///< of a table: in so many of the first, what repeats the row above is left out
  std::string title{};               ///< what the rows are, where the format has a place for it: html
};

/// Prints rows in one format: begin(), row() for each, end(). The sink's finish() is left to its owner.
/// Every function throws what the sink throws, and std::logic_error for a row that is not as wide as the columns.
class RowWriter {
public:
  RowWriter() = default;
  RowWriter(const RowWriter&) = delete;
  RowWriter& operator=(const RowWriter&) = delete;
  virtual ~RowWriter() = default;

  void begin(std::span<const Column> columns);
  void row(std::span<const Cell> cells);
  void end();

private:
  virtual void do_begin(std::span<const Column> columns) = 0;
  virtual void do_row(std::span<const Cell> cells) = 0;
  virtual void do_end() = 0;

  std::size_t width_ = 0;
};

/// A writer that prints to `sink`, which must outlive it.
std::unique_ptr<RowWriter> make_writer(Format format, Sink& sink, const WriterOptions& options = {});

}  // namespace iscm::write
