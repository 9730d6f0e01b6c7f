#include "write/csv.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace iscm::write {
namespace {

/// CSV as in RFC 4180, but for lines that end with LF; TSV is the same with tabs. An empty cell and an empty text look
/// alike: these formats have no other way.
class CsvWriter final : public RowWriter {
public:
  CsvWriter(Sink& sink, const WriterOptions& options, char delimiter)
      : lines_(sink, options, options.for_spreadsheet ? "\r\n" : "\n"),
        delimiter_(delimiter),
        to_quote_{delimiter, '"', '\r', '\n'},
        for_spreadsheet_(options.for_spreadsheet) {}

private:
  void do_begin(std::span<const Column> columns) override {
    line_.clear();
    for (const Column& column : columns) {
      value_ = column.name;
      append_text();
    }
    if (for_spreadsheet_) line_.insert(0, kByteOrderMark);
    write_line(columns.size());
  }

  void do_row(std::span<const Cell> cells) override {
    line_.clear();
    for (const Cell& cell : cells) {
      value_.clear();
      append_cell(value_, cell);
      if (std::holds_alternative<std::string_view>(cell)) {
        append_text();
      } else {
        append_field(value_);
      }
    }
    write_line(cells.size());
  }

  void do_end() override { lines_.end(); }

  /// Appends value_, which is a text and no number.
  void append_text() {
    if (for_spreadsheet_) guard_text(value_);
    append_field(value_);
  }

  /// Appends the value and the delimiter that ends it.
  void append_field(std::string_view value) {
    if (value.find_first_of(to_quote_) == std::string_view::npos) {
      line_ += value;
    } else {
      line_ += '"';
      for (const char c : value) {
        if (c == '"') line_ += '"';
        line_ += c;
      }
      line_ += '"';
    }
    line_ += delimiter_;
  }

  void write_line(std::size_t fields) {
    if (!line_.empty()) line_.pop_back();
    // Readers skip an empty line, and the row with it.
    if (fields == 1 && line_.empty()) line_ = "\"\"";
    lines_.write(line_);
  }

  Lines lines_;
  char delimiter_;
  std::string to_quote_;
  bool for_spreadsheet_;
  std::string line_;  // kept between rows, as is value_, for their memory
  std::string value_;
};

}  // namespace

std::unique_ptr<RowWriter> csv_writer(Sink& sink, const WriterOptions& options) {
  return std::make_unique<CsvWriter>(sink, options, ',');
}

std::unique_ptr<RowWriter> tsv_writer(Sink& sink, const WriterOptions& options) {
  return std::make_unique<CsvWriter>(sink, options, '\t');
}

bool would_run(std::string_view text) {
  constexpr std::array<std::string_view, 11> kBeginnings = {"=",  "+",      "-",      "@",      "\t",    "\r",
                                                            "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [text](std::string_view beginning) { return text.starts_with(beginning); });
}

void guard_text(std::string& text) {
  if (would_run(text)) text.insert(0, 1, '\'');
}

}  // namespace iscm::write
