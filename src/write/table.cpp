#include "write/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "text/visible.hpp"
#include "text/wrap.hpp"
#include "write/column_widths.hpp"

namespace iscm::write {
namespace {

constexpr std::string_view kGap = "  ";
/// Of a record that is printed line by line: with less room than this values may be below their labels.
constexpr std::size_t kNarrowestValue = 20;

/// A table for people: columns aligned by what a terminal shows, wrapped where they do not fit, never cut. If the
/// terminal is so narrow that words would be broken, each row is a record of its own, a line for each column that has a
/// value. The rows are kept until the end because the widest decides.
class TableWriter final : public RowWriter {
public:
  TableWriter(Sink& sink, const WriterOptions& options)
      : lines_(sink, options),
        terminal_width_(options.terminal_width),
        bold_header_(options.bold_header),
        grouping_columns_(options.grouping_columns) {
    caption_ = options.caption;
  }

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
    if (caption_) {
      emphasized_ = bold_header_;
      write_paragraph(caption_->title);
      emphasized_ = false;
      lines_.write("");
    }
    write_rows();
    if (caption_) {
      lines_.write("");
      for (const std::string& note : caption_->notes) write_paragraph(note);
      if (!caption_->source.empty()) write_paragraph(caption_->source);
    }
    lines_.end();
  }

  /// By whole words, at the width of the terminal, else of a page.
  void write_paragraph(std::string_view text) {
    constexpr std::size_t kPage = 80;
    const std::string shown = text::visible(text);
    for (const std::string_view piece : text::wrap(shown, terminal_width_ == 0 ? kPage : terminal_width_)) {
      lines_.write(emphasized_ ? fmt::format("\x1B[1m{}\x1B[0m", piece) : std::string(piece));
    }
  }

  void write_rows() {
    const std::vector<ColumnNeed> needs = column_needs();
    const std::size_t gaps = needs.empty() ? 0 : (needs.size() - 1) * kGap.size();
    const bool narrow = terminal_width_ != 0;
    const std::size_t room = narrow ? terminal_width_ - std::min(gaps, terminal_width_) : std::string::npos;
    if (narrow && !rows_.empty() && !fit_in_words(needs, room)) {
      write_records();
    } else {
      write_table(narrow ? fit_widths(needs, room, some_texts()) : fit_widths(needs, room));
    }
  }

  /// The headings, and what is in rows all over the table: enough to see which widths suit them.
  [[nodiscard]] ColumnTexts some_texts() const {
    constexpr std::size_t most_rows = 100;
    constexpr std::size_t most_bytes = 1000;
    const std::size_t step = rows_.size() / most_rows + 1;
    ColumnTexts texts(header_.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      texts[i].push_back(header_[i]);
      for (std::size_t row = 0; row < rows_.size(); row += step) {
        texts[i].push_back(std::string_view(rows_[row][i]).substr(0, most_bytes));
      }
    }
    return texts;
  }

  [[nodiscard]] std::vector<ColumnNeed> column_needs() const {
    std::vector<ColumnNeed> needs(header_.size());
    for (std::size_t i = 0; i < needs.size(); ++i) {
      needs[i].may_shrink = !numeric_[i];
      needs[i].body = 0;
      needs[i].longest_word = text::longest_part(header_[i]);
      needs[i].longest_piece = text::longest_piece(header_[i]);
    }
    for (const Row& row : rows_) {
      for (std::size_t i = 0; i < needs.size(); ++i) {
        const std::size_t width = text::display_width(row[i]);
        needs[i].body = std::max(needs[i].body, width);
        if (terminal_width_ == 0) continue;
        const bool whole = numeric_[i];
        needs[i].longest_word = std::max(needs[i].longest_word, whole ? width : text::longest_part(row[i]));
        needs[i].longest_piece = std::max(needs[i].longest_piece, whole ? width : text::longest_piece(row[i]));
      }
    }
    for (std::size_t i = 0; i < needs.size(); ++i) {
      needs[i].natural = std::max(needs[i].body, text::display_width(header_[i]));
    }
    return needs;
  }

  void write_table(const std::vector<std::size_t>& widths) {
    emphasized_ = bold_header_;
    write_row(header_, widths);
    emphasized_ = false;
    Row rule;
    for (const std::size_t width : widths) rule.emplace_back(width, '-');
    write_row(rule, widths);
    leave_out_repeats();
    for (const Row& row : rows_) write_row(row, widths);
  }

  void leave_out_repeats() {
    for (std::size_t row = rows_.size(); row-- > 1;) {
      for (std::size_t i = 0; i < grouping_columns_ && rows_[row][i] == rows_[row - 1][i]; ++i) rows_[row][i].clear();
    }
  }

  /// Whether values beside their labels would have so little room that words are broken, and have more below them.
  [[nodiscard]] bool breaks_words(std::size_t room) const {
    if (room >= kNarrowestValue || terminal_width_ < room + kGap.size()) return false;
    for (const Row& row : rows_) {
      for (const std::string& value : row) {
        if (text::longest_part(value) > room) return true;
      }
    }
    return false;
  }

  void write_records() {
    std::size_t label_width = 0;
    for (const std::string& label : header_) label_width = std::max(label_width, text::display_width(label));
    const std::size_t before = label_width + kGap.size();
    const std::size_t room = terminal_width_ - std::min(before, terminal_width_);
    const bool below = breaks_words(room);
    bool first = true;
    for (const Row& row : rows_) {
      if (!first) lines_.write("");
      first = false;
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i].empty()) continue;
        if (below) {
          lines_.write(emphasis(header_[i]));
          write_value({}, row[i], kGap.size(), terminal_width_ - kGap.size());
        } else {
          write_value(header_[i], row[i], before, room);
        }
      }
    }
  }

  [[nodiscard]] std::string emphasis(const std::string& label) const {
    return bold_header_ ? fmt::format("\x1B[1m{}\x1B[0m", label) : label;
  }

  void write_value(const std::string& label, const std::string& value, std::size_t before, std::size_t room) {
    std::string start = label.empty() ? label : emphasis(label);
    start.append(before - text::display_width(label), ' ');
    for (const std::string_view piece : text::wrap(value, room)) {
      line_ = start;
      line_ += piece;
      lines_.write(line_);
      start.assign(before, ' ');
    }
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
  std::size_t grouping_columns_;
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

}  // namespace iscm::write
