#pragma once

// What a chart shows, whatever draws it: bars and crosstabs, the scale of their numbers, and what the look of a cell
// says. chart_text.hpp draws it in a terminal, svg.hpp as a picture.

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "write/caption.hpp"
#include "write/row_writer.hpp"

namespace iscm::write {

/// A value of a chart: the text that is printed, and the number that is drawn, if it is a finite one.
struct ChartValue {
  std::string text;  ///< empty: there is none
  std::optional<double> number{};
};

/// The value as it is printed, with its number if it is a finite one.
ChartValue chart_value(const Cell& cell);

struct Bar {
  std::string label;
  ChartValue value;
  std::optional<std::size_t> colour{};  ///< the place of its kind among all kinds, in a picture; null: there are none
};

/// From the least to the greatest of some numbers, and from zero at any rate.
struct Scale {
  double least = 0;
  double greatest = 0;

  void add(const ChartValue& value);
  [[nodiscard]] double length() const { return greatest - least; }
};

/// Bars with a scale of their own, or one that they share with others, so that they can be compared.
struct BarPanel {
  std::string heading;  ///< may be empty
  std::string label_name;
  std::string value_name;
  std::vector<Bar> bars;
  std::optional<Scale> scale{};  ///< if it is shared
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

/// What is drawn. Its texts are as they come; whoever draws them makes them visible and escapes them.
struct Chart {
  std::string name;  ///< of letters, digits, - and _
  Caption caption;
  std::vector<BarPanel> panels;
  std::optional<ChartMatrix> matrix{};
};

/// The shared one, else that of its own bars.
Scale scale_of(const BarPanel& panel);

/// How many shades there are besides none.
constexpr std::size_t kShades = 4;

/// The headings of a matrix are repeated above every so many rows.
constexpr std::size_t kRowsUnderHeads = 40;

/// Into which shade a number falls: 0 (none, also for numbers below zero) to kShades, in equal steps up to `greatest`.
std::size_t shade_of(double number, double greatest);

/// The values of a matrix that fall into each shade, as they are printed.
struct ShadeRange {
  std::string first;
  std::string last;
};

/// What a cell says by its look: numbers by a shade, texts by a mark of their own.
class CellKey {
public:
  explicit CellKey(const ChartMatrix& matrix);

  [[nodiscard]] bool is_numeric() const { return marks_.empty(); }
  [[nodiscard]] double greatest() const { return greatest_; }
  /// Whether any cell has no value.
  [[nodiscard]] bool has_blank() const { return has_blank_; }
  /// The least and greatest number in each shade, 1 to kShades at 0 to kShades - 1; empty texts if none is in it.
  [[nodiscard]] const std::array<ShadeRange, kShades>& ranges() const { return ranges_; }
  /// The texts that are in cells, the most frequent first.
  [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }
  /// The mark of each text: its initials if those tell all texts apart ("mo" for "member; observer"), else numbers.
  [[nodiscard]] const std::string& mark(const std::string& text) const { return marks_.at(text); }

private:
  void read_numbers(const ChartMatrix& matrix);
  void read_texts(const ChartMatrix& matrix);

  double greatest_ = 0;
  bool has_blank_ = false;
  std::array<ShadeRange, kShades> ranges_;
  std::vector<std::string> texts_;
  std::map<std::string, std::string> marks_;
};

}  // namespace iscm::write
