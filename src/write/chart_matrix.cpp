#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "text/visible.hpp"
#include "text/wrap.hpp"
#include "write/chart_scale.hpp"
#include "write/chart_text.hpp"

namespace iscm::write {
namespace {

constexpr std::array<std::string_view, kShades + 1> kBlocks = {" ", "░", "▒", "▓", "█"};
constexpr std::array<std::string_view, kShades + 1> kAscii = {" ", ".", ":", "+", "#"};

std::vector<std::string> visible(const std::vector<std::string>& texts) {
  std::vector<std::string> shown;
  for (const std::string& text : texts) shown.push_back(text::visible(text));
  return shown;
}

class MatrixDrawer {
public:
  MatrixDrawer(ChartLines& lines, const ChartMatrix& matrix)
      : lines_(lines),
        matrix_(matrix),
        key_(matrix),
        row_name_(text::visible(matrix.row_name)),
        rows_(visible(matrix.rows)),
        heads_(visible(matrix.columns)) {
    const std::size_t width = lines.options().width;
    std::vector<std::string> labels = rows_;
    labels.push_back(row_name_);
    label_ = label_width(labels, std::max<std::size_t>(8, width / 3));
    for (const auto& row : matrix.cells) {
      for (const ChartValue& value : row) cell_ = std::max(cell_, text::display_width(text_of(value)));
    }
    std::size_t whole = label_;
    for (const std::string& head : heads_) whole += 1 + std::max(cell_, text::display_width(head));
    numbered_ = whole > width;
    if (numbered_) cell_ = std::max(cell_, fmt::to_string(heads_.size()).size());
  }

  void draw() {
    write_legend();
    std::size_t next = 0;
    do {
      const std::size_t end = end_of_block(next);
      write_block(next, end);
      next = end;
    } while (next < heads_.size());
  }

private:
  [[nodiscard]] std::string_view shade(std::size_t place) const {
    return lines_.options().ascii ? kAscii[place] : kBlocks[place];
  }

  /// The shade of a number before it; of a text its mark.
  [[nodiscard]] std::string text_of(const ChartValue& value) const {
    if (value.text.empty()) return {};
    if (!key_.is_numeric()) return key_.mark(value.text);
    return " " + text::visible(value.text);
  }

  [[nodiscard]] std::size_t width_of(std::size_t column) const {
    return numbered_ ? cell_ : std::max(cell_, text::display_width(heads_[column]));
  }

  /// As many columns as there is room for, one at least.
  [[nodiscard]] std::size_t end_of_block(std::size_t begin) const {
    std::size_t width = label_;
    std::size_t end = begin;
    while (end < heads_.size() && (end == begin || width + 1 + width_of(end) <= lines_.options().width)) {
      width += 1 + width_of(end);
      ++end;
    }
    return end;
  }

  void write_legend() {
    std::vector<std::string> pieces = {fmt::format("{}:", text::visible(matrix_.value_name))};
    if (key_.is_numeric()) {
      for (std::size_t i = 0; i < kShades; ++i) {
        const ShadeRange& range = key_.ranges()[i];
        if (range.first.empty()) continue;
        const std::string span =
            range.first == range.last ? range.first : fmt::format("{} to {}", range.first, range.last);
        pieces.push_back(fmt::format("{} {}", shade(i + 1), span));
      }
    } else {
      for (const std::string& text : key_.texts()) {
        pieces.push_back(fmt::format("{} = {}", key_.mark(text), text::visible(text)));
      }
    }
    if (key_.has_blank()) pieces.push_back(fmt::format("{} = none", missing()));
    if (pieces.size() > 1) lines_.write_pieces(pieces);
    if (!numbered_) return;
    std::vector<std::string> columns = {fmt::format("{}:", text::visible(matrix_.column_name))};
    for (std::size_t i = 0; i < heads_.size(); ++i) columns.push_back(fmt::format("{} {}", i + 1, heads_[i]));
    lines_.write_pieces(columns);
  }

  [[nodiscard]] std::string_view missing() const { return lines_.options().ascii ? "-" : "·"; }

  [[nodiscard]] std::string cell(const ChartValue& value, std::size_t width) const {
    if (value.text.empty()) return padded_left(missing(), width);
    const std::string text = text_of(value);
    if (!key_.is_numeric() || !value.number) return padded_left(text, width);
    // The shade fills the cell up to the number.
    const std::size_t place = shade_of(*value.number, key_.greatest());
    const std::size_t filled = width - text::display_width(text) + 1;
    std::string fill(width - cell_, ' ');
    for (std::size_t i = fill.size(); i < filled; ++i) fill += shade(place);
    return (place == 0 ? fill : lines_.drawn(std::move(fill))) + text.substr(1);
  }

  void write_heads(std::size_t begin, std::size_t end) {
    std::string head = padded(text::wrap(row_name_, label_).front(), label_);
    for (std::size_t i = begin; i < end; ++i) {
      head += " " + padded_left(numbered_ ? fmt::to_string(i + 1) : heads_[i], width_of(i));
    }
    lines_.write("");
    lines_.write(head);
  }

  void write_row(std::size_t row, std::size_t begin, std::size_t end) {
    const std::vector<std::string_view> pieces = text::wrap(rows_[row], label_);
    std::string line = padded(pieces.front(), label_);
    for (std::size_t i = begin; i < end; ++i) line += " " + cell(matrix_.cells[row][i], width_of(i));
    lines_.write(line);
    for (std::size_t i = 1; i < pieces.size(); ++i) lines_.write(pieces[i]);
  }

  void write_block(std::size_t begin, std::size_t end) {
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      if (row % kRowsUnderHeads == 0) write_heads(begin, end);
      write_row(row, begin, end);
    }
    if (rows_.empty()) lines_.write("(none)");
  }

  ChartLines& lines_;
  const ChartMatrix& matrix_;
  CellKey key_;
  std::string row_name_;
  std::vector<std::string> rows_;
  std::vector<std::string> heads_;
  std::size_t label_ = 0;
  std::size_t cell_ = 1;
  bool numbered_ = false;
};

}  // namespace

void draw_matrix(ChartLines& lines, const ChartMatrix& matrix) {
  MatrixDrawer(lines, matrix).draw();
}

}  // namespace iscm::write
