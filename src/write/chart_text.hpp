#pragma once

// Charts in a terminal.

#include <cstddef>

#include "write/chart.hpp"
#include "write/sink.hpp"

namespace iscm::write {

struct ChartOptions {
  std::size_t width = 80;  ///< columns of the terminal
  bool ascii = false;      ///< draw with # instead of blocks
  bool colour = false;     ///< for a terminal that knows it; colour says nothing that is not there without it
};

/// Draws a chart as text, every value as a number too; no line is wider than the options say, unless a single value
/// is. Throws what the sink throws.
void draw_chart(Sink& sink, const Chart& chart, const ChartOptions& options);

}  // namespace iscm::write
