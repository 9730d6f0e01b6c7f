#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "write/row_writer.hpp"
#include "write/sink.hpp"

namespace iscm::write {

/// A value of a chart: the text that is printed, and the number that is drawn, where it is a finite one.
struct ChartValue {
  std::string text;  ///< empty: there is none
  std::optional<double> number{};
};

/// The value as it is printed, with its number where it is a finite one.
ChartValue chart_value(const Cell& cell);

struct Bar {
  std::string label;
  ChartValue value;
};

/// Bars with a scale of their own.
struct BarPanel {
  std::string heading;  ///< may be empty
  std::string label_name;
  std::string value_name;
  std::vector<Bar> bars;
};

/// A crosstab.
struct ChartMatrix {
  std::string row_name;
  std::string column_name;
  std::string value_name;
  std::vector<std::string> rows;
  std::vector<std::string> columns;
  std::vector<std::vector<ChartValue>> cells;  ///< a list for each row, a value for each column
};

/// What is drawn. Its texts are as they come; what draws them makes them visible and escapes them.
struct Chart {
  std::string name;  ///< of letters, digits, - and _
  std::string title;
  std::string description;
  std::vector<BarPanel> panels;
  std::optional<ChartMatrix> matrix{};
};

struct ChartOptions {
  std::size_t width = 80;  ///< columns of the terminal
  bool ascii = false;      ///< draw with # instead of blocks
  bool colour = false;     ///< for a terminal that knows it; colour says nothing that is not there without it
};

/// Draws a chart as text, every value as a number too; no line is wider than the options say, but where a single value
/// is. Throws what the sink throws.
void draw_chart(Sink& sink, const Chart& chart, const ChartOptions& options);

/// Writes a chart as an SVG picture: white ground, text as text, each value written out, a description for those who
/// cannot see it. It is 320 units wide, so that it can be read on a telephone, and as high as it needs.
void write_svg(Sink& sink, const Chart& chart);

}  // namespace iscm::write
