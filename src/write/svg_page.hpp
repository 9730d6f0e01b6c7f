#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "write/chart.hpp"

// The parts of a picture; only out/ includes this.

namespace iscm::write {

/// All in units of the picture, which is shown at 320 of them on a narrow screen and larger elsewhere.
constexpr double kPageWidth = 320;
constexpr double kMargin = 10;
constexpr double kRoom = kPageWidth - 2 * kMargin;

/// How a text is set.
struct Type {
  double size = 12;
  double line = 15;  ///< from one line to the next
  bool bold = false;
  std::string_view colour = "#000";
  std::string_view anchor = "start";
};
constexpr Type kText{};
constexpr Type kTitle{15, 19, true};
constexpr Type kHeading{13, 17, true};
constexpr Type kSmall{11, 14};

/// About how wide a text gets, rather more than less: there is no font to ask.
double text_width(std::string_view text, const Type& type);

/// The text, already visible, in lines that fit the room.
std::vector<std::string_view> lines_of(std::string_view text, const Type& type, double room);

/// What is drawn, from the top down. Texts are made visible and escaped here, and nowhere else.
class SvgPage {
public:
  [[nodiscard]] double top() const { return top_; }
  void down(double by) { top_ += by; }

  /// One line of text with its baseline at y.
  void text(double x, double y, std::string_view text, const Type& type = kText);
  /// The same, turned to be read from the bottom up.
  void text_upwards(double x, double y, std::string_view text, const Type& type);
  void box(double x, double y, double width, double height, std::string_view fill, bool outlined = false);
  void line(double x, double from, double to);

  /// A text in lines at `x`, from the top on; moves the top below it.
  void paragraph(std::string_view text, const Type& type, double x = kMargin, double room = kRoom);

  [[nodiscard]] const std::string& body() const { return body_; }

private:
  std::string body_;
  double top_ = kMargin;
};

/// A text as it may stand in a picture: visible, escaped, without what XML forbids.
std::string svg_text(std::string_view text);

void draw_panel(SvgPage& page, const BarPanel& panel);
void draw_matrix(SvgPage& page, const ChartMatrix& matrix);

}  // namespace iscm::write
