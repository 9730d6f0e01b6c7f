#include <fmt/format.h>

#include <algorithm>

#include "text/visible.hpp"
#include "text/wrap.hpp"
#include "write/markup_text.hpp"
#include "write/svg_page.hpp"

namespace iscm::write {
namespace {

/// Of a sans-serif letter of size 1; digits and most letters are narrower in every common font.
constexpr double kLetter = 0.61;
constexpr double kBoldLetter = 0.67;
constexpr double kCapital = 0.14;  ///< more than that for a capital letter

/// So many values are told in the description of a picture, for those who cannot see it; more are too many to listen
/// to.
constexpr std::size_t kMostTold = 60;

/// How much larger than its units a picture is shown where nothing else says how large.
constexpr double kEnlarged = 1.5;

std::string told(const Chart& chart) {
  std::string text;
  std::size_t count = 0;
  for (const BarPanel& panel : chart.panels) {
    count += panel.bars.size();
    text += fmt::format(" {}{}{}:", panel.heading, panel.heading.empty() ? "" : ", ", panel.value_name);
    std::string_view before = " ";
    for (const Bar& bar : panel.bars) {
      text += fmt::format("{}{} {}", before, bar.label, bar.value.text.empty() ? "none" : bar.value.text);
      before = "; ";
    }
    text += '.';
  }
  if (count > kMostTold) text = fmt::format(" {} bars, each with its number.", count);
  if (chart.matrix) {
    text += fmt::format(" {} rows ({}) by {} columns ({}), each cell with its value.", chart.matrix->rows.size(),
                        chart.matrix->row_name, chart.matrix->columns.size(), chart.matrix->column_name);
  }
  return text;
}

}  // namespace

double text_width(std::string_view text, const Type& type) {
  const auto capitals = std::count_if(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  const double letters = static_cast<double>(text::display_width(text)) * (type.bold ? kBoldLetter : kLetter);
  return (letters + static_cast<double>(capitals) * kCapital) * type.size;
}

std::vector<std::string_view> lines_of(std::string_view text, const Type& type, double room) {
  const double letter = type.size * (type.bold ? kBoldLetter : kLetter);
  return text::wrap(text, static_cast<std::size_t>(std::max(1.0, room / letter)));
}

std::string svg_text(std::string_view text) {
  std::string escaped;
  append_entities(escaped, text::visible(text));
  // Two code points that XML forbids, though UTF-8 can write them.
  for (const std::string_view forbidden : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (auto at = escaped.find(forbidden); at != std::string::npos; at = escaped.find(forbidden, at)) {
      escaped.replace(at, forbidden.size(), "\xEF\xBF\xBD");
    }
  }
  return escaped;
}

void SvgPage::text(double x, double y, std::string_view text, const Type& type) {
  body_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{}\"", x, y, type.size);
  if (type.bold) body_ += " font-weight=\"bold\"";
  if (type.anchor != kText.anchor) body_ += fmt::format(" text-anchor=\"{}\"", type.anchor);
  if (type.colour != kText.colour) body_ += fmt::format(" fill=\"{}\"", type.colour);
  body_ += fmt::format(">{}</text>\n", svg_text(text));
}

void SvgPage::text_upwards(double x, double y, std::string_view text, const Type& type) {
  body_ += fmt::format("<text transform=\"translate({:.1f} {:.1f}) rotate(-90)\" font-size=\"{}\">{}</text>\n", x, y,
                       type.size, svg_text(text));
}

void SvgPage::box(double x, double y, double width, double height, std::string_view fill, bool outlined) {
  body_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\"{}/>\n", x, y,
                       width, height, fill, outlined ? " stroke=\"#000\" stroke-width=\"0.75\"" : "");
}

void SvgPage::line(double x, double from, double to) {
  body_ += fmt::format("<path d=\"M{0:.1f} {1:.1f}V{2:.1f}\" stroke=\"#000\"/>\n", x, from, to);
}

void SvgPage::paragraph(std::string_view text, const Type& type, double x, double room) {
  const std::string shown = text::visible(text);
  for (const std::string_view piece : lines_of(shown, type, room)) {
    this->text(x, top_ + type.size, piece, type);
    top_ += type.line;
  }
}

void write_svg(Sink& sink, const Chart& chart) {
  SvgPage page;
  page.paragraph(chart.title, kTitle);
  for (const BarPanel& panel : chart.panels) {
    page.down(8);
    draw_panel(page, panel);
  }
  if (chart.matrix) {
    page.down(8);
    draw_matrix(page, *chart.matrix);
  }
  if (!chart.description.empty()) {
    page.down(8);
    page.paragraph(chart.description, kSmall);
  }
  const double height = page.top() + kMargin;
  sink.write(
      fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1:.0f}\" width=\"{2}\" "
                  "height=\"{3:.0f}\" role=\"img\" aria-labelledby=\"{4}-title {4}-desc\" "
                  "font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\" fill=\"#000\">\n",
                  kPageWidth, height, kPageWidth * kEnlarged, height * kEnlarged, svg_text(chart.name)));
  sink.write(fmt::format("<title id=\"{0}-title\">{1}</title>\n<desc id=\"{0}-desc\">{2}</desc>\n",
                         svg_text(chart.name), svg_text(chart.title), svg_text(chart.description + told(chart))));
  sink.write(fmt::format("<rect width=\"{}\" height=\"{:.0f}\" fill=\"#fff\"/>\n", kPageWidth, height));
  sink.write(page.body());
  sink.write("</svg>\n");
}

}  // namespace iscm::write
