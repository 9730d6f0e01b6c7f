#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "text/visible.hpp"
#include "text/wrap.hpp"
#include "write/chart_scale.hpp"
#include "write/chart_text.hpp"

namespace iscm::write {
namespace {

constexpr std::string_view kGap = "  ";
/// A bar that is shorter tells nothing.
constexpr std::size_t kLeastBar = 10;
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
  return {label, value, std::max<std::size_t>(2, width - std::min(width, used))};
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

}  // namespace

void draw_panels(ChartLines& lines, const std::vector<BarPanel>& panels) {
  const PanelWidths widths = widths_of(panels, lines.options().width);
  for (const BarPanel& panel : panels) {
    lines.write("");
    draw_panel(lines, panel, widths);
  }
}

}  // namespace iscm::write
