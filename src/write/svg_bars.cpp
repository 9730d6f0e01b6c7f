#include <fmt/format.h>

#include <algorithm>

#include "text/visible.hpp"
#include "write/chart_scale.hpp"
#include "write/svg_page.hpp"

namespace iscm::write {
namespace {

/// Blue that is told from the ground by every eye, and on paper without colour.
constexpr std::string_view kBarColour = "#0072B2";
constexpr double kBarHeight = 13;
constexpr double kGap = 5;
/// Labels that are wider than this stand above their bars.
constexpr double kWidestBeside = 120;

class PanelDrawer {
public:
  PanelDrawer(SvgPage& page, const BarPanel& panel) : page_(page), panel_(panel), scale_(scale_of(panel)) {
    double label = 0;
    double value = 0;
    for (const Bar& bar : panel.bars) {
      label = std::max(label, text_width(text::visible(bar.label), kText));
      value = std::max(value, text_width(text::visible(bar.value.text), kText));
    }
    beside_ = label <= kWidestBeside;
    left_ = kMargin + (beside_ ? label + kGap : 0);
    room_ = std::max(20.0, kPageWidth - kMargin - left_ - value - kGap);
    zero_ = left_ + (scale_.length() > 0 ? -scale_.least / scale_.length() * room_ : 0);
  }

  void draw() {
    const std::string heading =
        panel_.heading.empty() ? panel_.value_name : fmt::format("{}: {}", panel_.heading, panel_.value_name);
    page_.paragraph(heading, kHeading);
    page_.down(3);
    const double begin = page_.top();
    for (const Bar& bar : panel_.bars) draw_bar(bar);
    if (panel_.bars.empty()) page_.paragraph("(none)", kText);
    if (!panel_.bars.empty() && beside_) page_.line(zero_, begin - 1, page_.top() - kGap + 1);
  }

private:
  void draw_bar(const Bar& bar) {
    const std::string label = text::visible(bar.label);
    if (beside_) {
      page_.text(kMargin, page_.top() + kText.size - 1.5, label);
    } else {
      page_.paragraph(label, kText);
      page_.down(1);
    }
    const double length = bar.value.number && scale_.length() > 0 ? *bar.value.number / scale_.length() * room_ : 0;
    // What is not zero shows.
    const double drawn = length == 0 ? 0 : std::max(0.8, std::abs(length));
    if (drawn > 0) page_.box(length < 0 ? zero_ - drawn : zero_, page_.top(), drawn, kBarHeight, kBarColour);
    const double value_at = std::max(zero_, zero_ + length) + kGap - 1;
    page_.text(value_at, page_.top() + kText.size - 1.5, bar.value.text.empty() ? "none" : bar.value.text);
    if (!beside_) page_.line(zero_, page_.top() - 1, page_.top() + kBarHeight + 1);
    page_.down(kBarHeight + kGap);
  }

  SvgPage& page_;
  const BarPanel& panel_;
  Scale scale_;
  bool beside_ = true;
  double left_ = 0;
  double room_ = 0;
  double zero_ = 0;
};

}  // namespace

void draw_panel(SvgPage& page, const BarPanel& panel) {
  PanelDrawer(page, panel).draw();
}

}  // namespace iscm::write
