#include "write/chart_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "text/visible.hpp"
#include "text/wrap.hpp"

namespace iscm::write {
namespace {

/// The lines of a chart on their way out: what every part of it needs.
class ChartLines {
public:
  ChartLines(Sink& sink, const ChartOptions& options) : sink_(sink), options_(options) {}

  [[nodiscard]] const ChartOptions& options() const { return options_; }

  /// Writes a line without the blanks at its end.
  void write(std::string_view line) {
    line = line.substr(0, line.find_last_not_of(' ') + 1);
    sink_.write(fmt::format("{}\n", line));
  }

  /// Writes a text, wrapped; in bold if there is colour.
  void write_wrapped(std::string_view text, bool bold = false) {
    for (const std::string_view piece : text::wrap(text, options_.width)) {
      write(bold && options_.colour ? fmt::format("\x1B[1m{}\x1B[0m", piece) : std::string(piece));
    }
  }

  /// Writes pieces with two blanks between, as many on a line as there is room for.
  void write_pieces(const std::vector<std::string>& pieces) {
    std::string line;
    std::size_t width = 0;
    for (const std::string& piece : pieces) {
      const std::size_t needed = text::display_width(piece);
      if (width > 0 && width + 2 + needed > options_.width) {
        write(line);
        line.clear();
        width = 0;
      }
      if (width == 0 && needed > options_.width) {
        write_wrapped(piece);
        continue;
      }
      if (width > 0) line += "  ";
      width += needed + (width > 0 ? 2 : 0);
      line += piece;
    }
    if (width > 0) write(line);
  }

  /// The text of what is drawn, in colour if there is colour.
  [[nodiscard]] std::string drawn(std::string text) const {
    return options_.colour && !text.empty() ? fmt::format("\x1B[36m{}\x1B[0m", text) : text;
  }

private:
  Sink& sink_;
  const ChartOptions& options_;
};

/// The text, and blanks up to the width.
std::string padded(std::string_view text, std::size_t width) {
  std::string wide(text);
  wide.append(width - std::min(width, text::display_width(text)), ' ');
  return wide;
}

/// The same with the blanks before it.
std::string padded_left(std::string_view text, std::size_t width) {
  std::string wide(width - std::min(width, text::display_width(text)), ' ');
  wide += text;
  return wide;
}

/// How wide a column of labels is: as the widest, but at most `most`, so that wider ones are wrapped.
std::size_t label_width(const std::vector<std::string>& labels, std::size_t most) {
  std::size_t widest = 1;
  for (const std::string& label : labels) widest = std::max(widest, text::display_width(label));
  return std::min(widest, most);
}

constexpr std::string_view kGap = "  ";
/// A shorter bar says nothing.
constexpr std::size_t kLeastBar = 10;
/// A longer one is no easier to compare.
constexpr std::size_t kLongestBar = 80;
constexpr double kEighths = 8;
constexpr std::array<std::string_view, 8> kPartBlocks = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

/// Columns of bars on both sides of zero.
class BarDrawer {
public:
  BarDrawer(const Scale& scale, std::size_t columns, bool ascii) : scale_(scale), columns_(columns), ascii_(ascii) {
    if (scale.least >= 0) return;
    const double share = -scale.least / scale.length();
    before_ = std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(share * static_cast<double>(columns))));
    if (scale.greatest > 0) before_ = std::min(before_, columns - 1);
  }

  [[nodiscard]] std::string bar(double number) const {
    std::string drawn(number < 0 ? 0 : before_, ' ');
    return drawn + (number < 0 ? below(-number) : above(number));
  }

private:
  /// So many eighths of a column; what is not zero shows.
  [[nodiscard]] std::size_t eighths(double number, double greatest, std::size_t columns) const {
    if (number <= 0 || greatest <= 0) return 0;
    const double room = static_cast<double>(columns) * kEighths;
    return std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(number / greatest * room)));
  }

  [[nodiscard]] std::string above(double number) const {
    const std::size_t parts = eighths(number, scale_.greatest, columns_ - before_);
    if (ascii_) return repeated("#", (parts + 4) / 8 + (parts < 4 && parts > 0 ? 1 : 0));
    return repeated("█", parts / 8) + std::string(kPartBlocks[parts % 8]);
  }

  /// Blocks that fill a column from the right are halves and wholes alone.
  [[nodiscard]] std::string below(double number) const {
    const std::size_t parts = eighths(number, -scale_.least, before_);
    const std::size_t halves = std::max<std::size_t>(1, (parts + 2) / 4);
    const std::size_t taken = (halves + 1) / 2;
    const std::string before(before_ - std::min(before_, taken), ' ');
    if (ascii_) return before + std::string(taken, '#');
    return before + (halves % 2 == 1 ? "▐" : "") + repeated("█", halves / 2);
  }

  Scale scale_;
  std::size_t columns_;
  bool ascii_;
  std::size_t before_ = 0;
};

/// Labels, values and bars beside each other, the same in every panel.
struct PanelWidths {
  std::size_t label;
  std::size_t value;
  std::size_t bar;
};

PanelWidths widths_of(const std::vector<BarPanel>& panels, std::size_t width) {
  std::vector<std::string> labels;
  std::size_t value = 1;
  for (const BarPanel& panel : panels) {
    labels.push_back(text::visible(panel.label_name));
    value = std::max(value, text::display_width(text::visible(panel.value_name)));
    for (const Bar& bar : panel.bars) {
      labels.push_back(text::visible(bar.label));
      value = std::max(value, text::display_width(text::visible(bar.value.text)));
    }
  }
  const std::size_t gaps = 2 * kGap.size();
  const std::size_t taken = value + gaps + std::max(kLeastBar, width / 3);
  const std::size_t label = label_width(labels, std::max<std::size_t>(8, width - std::min(width, taken)));
  const std::size_t used = label + value + gaps;
  return {label, value, std::clamp<std::size_t>(width - std::min(width, used), 2, kLongestBar)};
}

void draw_line(ChartLines& lines, const PanelWidths& widths, std::string_view label, const std::string& value,
               const std::string& bar) {
  const std::vector<std::string_view> pieces = text::wrap(label, widths.label);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool first = i == 0;
    lines.write(fmt::format("{}{}{}{}{}", padded(pieces[i], widths.label), kGap,
                            padded_left(first ? value : "", widths.value), kGap, first ? bar : ""));
  }
}

void draw_panel(ChartLines& lines, const BarPanel& panel, const PanelWidths& widths) {
  if (!panel.heading.empty()) lines.write_wrapped(text::visible(panel.heading), true);
  draw_line(lines, widths, text::visible(panel.label_name), text::visible(panel.value_name), "");
  const BarDrawer drawer(scale_of(panel), widths.bar, lines.options().ascii);
  for (const Bar& bar : panel.bars) {
    draw_line(lines, widths, text::visible(bar.label), text::visible(bar.value.text),
              bar.value.number ? lines.drawn(drawer.bar(*bar.value.number)) : "");
  }
  if (panel.bars.empty()) lines.write("(none)");
}

void draw_panels(ChartLines& lines, const std::vector<BarPanel>& panels) {
  const PanelWidths widths = widths_of(panels, lines.options().width);
  for (const BarPanel& panel : panels) {
    lines.write("");
    draw_panel(lines, panel, widths);
  }
}

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

void draw_chart(Sink& sink, const Chart& chart, const ChartOptions& options) {
  ChartLines lines(sink, options);
  lines.write_wrapped(text::visible(chart.caption.title), true);
  draw_panels(lines, chart.panels);
  if (chart.matrix) {
    lines.write("");
    MatrixDrawer(lines, *chart.matrix).draw();
  }
  lines.write("");
  for (const std::string& note : chart.caption.notes) lines.write_wrapped(text::visible(note), false);
  if (!chart.caption.source.empty()) lines.write_wrapped(text::visible(chart.caption.source), false);
}

}  // namespace iscm::write
