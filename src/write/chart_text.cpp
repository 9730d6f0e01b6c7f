#include "write/chart_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "text/visible.hpp"
#include "text/wrap.hpp"

namespace iscm::write {

void ChartLines::write(std::string_view line) {
  line = line.substr(0, line.find_last_not_of(' ') + 1);
  sink_.write(fmt::format("{}\n", line));
}

void ChartLines::write_wrapped(std::string_view text, bool bold) {
  for (const std::string_view piece : text::wrap(text, options_.width)) {
    write(bold && options_.colour ? fmt::format("\x1B[1m{}\x1B[0m", piece) : std::string(piece));
  }
}

void ChartLines::write_pieces(const std::vector<std::string>& pieces) {
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

std::string ChartLines::drawn(std::string text) const {
  return options_.colour && !text.empty() ? fmt::format("\x1B[36m{}\x1B[0m", text) : text;
}

std::string padded(std::string_view text, std::size_t width) {
  std::string wide(text);
  wide.append(width - std::min(width, text::display_width(text)), ' ');
  return wide;
}

std::string padded_left(std::string_view text, std::size_t width) {
  std::string wide(width - std::min(width, text::display_width(text)), ' ');
  wide += text;
  return wide;
}

std::size_t label_width(const std::vector<std::string>& labels, std::size_t most) {
  std::size_t widest = 1;
  for (const std::string& label : labels) widest = std::max(widest, text::display_width(label));
  return std::min(widest, most);
}

void draw_chart(Sink& sink, const Chart& chart, const ChartOptions& options) {
  ChartLines lines(sink, options);
  lines.write_wrapped(text::visible(chart.title), true);
  draw_panels(lines, chart.panels);
  if (chart.matrix) {
    lines.write("");
    draw_matrix(lines, *chart.matrix);
  }
}

}  // namespace iscm::write
