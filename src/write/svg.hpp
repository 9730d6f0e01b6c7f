#pragma once

// Charts as pictures, for pages and documents.

#include "write/chart.hpp"
#include "write/sink.hpp"

namespace iscm::write {

/// Writes a chart as an SVG picture: white ground, text as text, each value written out, a description for those who
/// cannot see it. It is 320 units wide, so that it can be read on a telephone, and as high as it needs.
void write_svg(Sink& sink, const Chart& chart);

}  // namespace iscm::write
