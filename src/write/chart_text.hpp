#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "write/chart.hpp"

// The parts of a chart in a terminal; only out/ includes this.

namespace iscm::write {

/// The lines of a chart on their way out: what every part of it needs.
class ChartLines {
public:
  ChartLines(Sink& sink, const ChartOptions& options) : sink_(sink), options_(options) {}

  [[nodiscard]] const ChartOptions& options() const { return options_; }

  /// Writes a line without the blanks at its end.
  void write(std::string_view line);
  /// Writes a text, wrapped; in bold where there is colour.
  void write_wrapped(std::string_view text, bool bold = false);
  /// Writes pieces with two blanks between, as many on a line as there is room for.
  void write_pieces(const std::vector<std::string>& pieces);
  /// The text of what is drawn, in colour where there is colour.
  [[nodiscard]] std::string drawn(std::string text) const;

private:
  Sink& sink_;
  const ChartOptions& options_;
};

/// The text, and blanks up to the width.
std::string padded(std::string_view text, std::size_t width);
/// The same with the blanks before it.
std::string padded_left(std::string_view text, std::size_t width);

/// How wide a column of labels is: as the widest, but at most `most`, where they are wrapped.
std::size_t label_width(const std::vector<std::string>& labels, std::size_t most);

void draw_panels(ChartLines& lines, const std::vector<BarPanel>& panels);
void draw_matrix(ChartLines& lines, const ChartMatrix& matrix);

}  // namespace iscm::write
