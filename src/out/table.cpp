#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "out/cell_text.hpp"
#include "out/column_widths.hpp"
#include "out/writers.hpp"
#include "text/visible.hpp"
#include "text/width.hpp"

namespace iscm::out {
namespace {

constexpr std::string_view kGap = "  ";

std::size_t longest_word(std::string_view text) {
  std::size_t longest = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    longest = std::max(longest, text::display_width(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return longest;
}

/// A table for people: columns aligned by what a terminal shows, wrapped where they do not fit, never cut. The rows are
/// kept until the end because the widest decides.
class TableWriter final : public RowWriter {
public:
  TableWriter(Sink& sink, const WriterOptions& options)
      : lines_(sink, options), terminal_width_(options.terminal_width), bold_header_(options.bold_header) {}

private:
  using Row = std::vector<std::string>;

  void do_begin(std::span<const Column> columns) override {
    for (const Column& column : columns) {
      header_.push_back(text::visible(column.name));
      numeric_.push_back(column.numeric);
    }
  }

  void do_row(std::span<const Cell> cells) override {
    Row row;
    row.reserve(cells.size());
    for (const Cell& cell : cells) {
      value_.clear();
      append_cell(value_, cell);
      row.push_back(text::visible(value_));
    }
    rows_.push_back(std::move(row));
  }

  void do_end() override {
    const std::vector<std::size_t> widths = column_widths();
    emphasized_ = bold_header_;
    write_row(header_, widths);
    emphasized_ = false;
    Row rule;
    for (const std::size_t width : widths) rule.emplace_back(width, '-');
    write_row(rule, widths);
    for (const Row& row : rows_) write_row(row, widths);
    lines_.end();
  }

  [[nodiscard]] std::vector<std::size_t> column_widths() const {
    std::vector<ColumnNeed> needs(header_.size());
    const auto measure = [&needs, this](const Row& row) {
      for (std::size_t i = 0; i < needs.size(); ++i) {
        needs[i].natural = std::max(needs[i].natural, text::display_width(row[i]));
        if (terminal_width_ != 0) needs[i].longest_word = std::max(needs[i].longest_word, longest_word(row[i]));
      }
    };
    measure(header_);
    for (const Row& row : rows_) measure(row);
    for (std::size_t i = 0; i < needs.size(); ++i) needs[i].may_shrink = !numeric_[i];

    if (terminal_width_ == 0) return fit_widths(needs, std::string::npos);
    const std::size_t gaps = needs.empty() ? 0 : (needs.size() - 1) * kGap.size();
    return fit_widths(needs, terminal_width_ - std::min(gaps, terminal_width_));
  }

  void write_row(const Row& row, const std::vector<std::size_t>& widths) {
    std::vector<std::vector<std::string_view>> cells;
    std::size_t height = 1;
    for (std::size_t i = 0; i < row.size(); ++i) {
      cells.push_back(text::wrap(row[i], widths[i]));
      height = std::max(height, cells.back().size());
    }
    for (std::size_t line = 0; line < height; ++line) write_line(cells, widths, line);
  }

  void write_line(const std::vector<std::vector<std::string_view>>& cells, const std::vector<std::size_t>& widths,
                  std::size_t line) {
    line_.clear();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string_view piece = line < cells[i].size() ? cells[i][line] : std::string_view();
      const std::size_t padding = widths[i] - std::min(widths[i], text::display_width(piece));
      if (i > 0) line_ += kGap;
      if (numeric_[i]) line_.append(padding, ' ');
      line_ += piece;
      if (!numeric_[i]) line_.append(padding, ' ');
    }
    line_.erase(line_.find_last_not_of(' ') + 1);
    if (emphasized_) line_ = fmt::format("\x1B[1m{}\x1B[0m", line_);
    lines_.write(line_);
  }

  Lines lines_;
  std::size_t terminal_width_;
  bool bold_header_;
  bool emphasized_ = false;  // the line that is written now
  Row header_;
  std::vector<bool> numeric_;
  std::vector<Row> rows_;
  std::string value_;  // kept between rows, as is line_, for their memory
  std::string line_;
};

}  // namespace

std::unique_ptr<RowWriter> table_writer(Sink& sink, const WriterOptions& options) {
  return std::make_unique<TableWriter>(sink, options);
}

}  // namespace iscm::out
