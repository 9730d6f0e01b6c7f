#pragma once

// Rows as they are printed, whatever the format: their columns and cells, the options, and what the writers of all
// formats share. make_writer() (format.hpp) gives one for a format.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "write/caption.hpp"
#include "write/sink.hpp"

namespace iscm::write {

/// One value of a row: nothing, a number or a text. The text is looked at only while row() runs.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string_view>;

struct Column {
  std::string name;
  bool numeric = false;  ///< right-aligned if the format aligns; it changes no value
};

/// Appends a number in the fewest digits that read back as the same number, with a point or an exponent, so that 3.0
/// stays a real number: "3.0", "0.1", "1e+20", "inf".
void append_number(std::string& text, double number);

/// Appends the cell as plain text: nothing for an empty one, a text as it is.
void append_cell(std::string& text, const Cell& cell);

struct WriterOptions {
  std::size_t terminal_width = 0;  ///< the columns that a table may take; 0 for as many as it needs
  bool final_newline = true;       ///< whether the last line ends with a line break
  bool for_spreadsheet = false;    ///< csv and tsv for a double click: a byte order mark, CRLF, and texts that it would
                                   ///< run made harmless (csv.hpp), which changes them
  bool bold_header = false;        ///< the header of a table in bold, for a terminal that knows how
  std::size_t grouping_columns = 0;  ///< of a table: in so many of the first, what repeats the row above is left out
  std::string title{};               ///< what the rows are, if the format has a place for it: html
  std::optional<Caption> caption{};  ///< above and below the rows, in a format for people
};

/// Prints rows in one format: begin(), row() for each, end(). The sink's finish() is left to its owner.
/// A format with a place for it prints the caption of its options; note() adds what is known only after the rows.
/// Every function throws what the sink throws, and std::logic_error for a row that is not as wide as the columns.
class RowWriter {
public:
  RowWriter() = default;
  RowWriter(const RowWriter&) = delete;
  RowWriter& operator=(const RowWriter&) = delete;
  virtual ~RowWriter() = default;

  void begin(std::span<const Column> columns);
  void row(std::span<const Cell> cells);
  void note(std::string_view text);
  void end();

protected:
  std::optional<Caption> caption_{};  ///< set by the writer of a format that prints it

private:
  virtual void do_begin(std::span<const Column> columns) = 0;
  virtual void do_row(std::span<const Cell> cells) = 0;
  virtual void do_end() = 0;

  std::size_t width_ = 0;
};

/// Writes lines with line breaks between them, and after the last one if the options ask for it.
class Lines {
public:
  Lines(Sink& sink, const WriterOptions& options, std::string_view line_break = "\n")
      : sink_(sink), line_break_(line_break), final_newline_(options.final_newline) {}

  void write(std::string_view line) {
    if (started_) sink_.write(line_break_);
    sink_.write(line);
    started_ = true;
  }

  void end() {
    if (started_ && final_newline_) sink_.write(line_break_);
  }

private:
  Sink& sink_;
  std::string_view line_break_;
  bool final_newline_;
  bool started_ = false;
};

}  // namespace iscm::write
