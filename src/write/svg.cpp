#include "write/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "text/visible.hpp"
#include "text/wrap.hpp"
#include "write/markup.hpp"

namespace iscm::write {
namespace {

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

/// Of a sans-serif letter of size 1; digits and most letters are narrower in every common font.
constexpr double kLetter = 0.61;
constexpr double kBoldLetter = 0.67;
constexpr double kCapital = 0.14;  ///< more than that for a capital letter

/// About how wide a text gets, rather more than less: there is no font to ask.
double text_width(std::string_view text, const Type& type) {
  const auto capitals = std::count_if(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  const double letters = static_cast<double>(text::display_width(text)) * (type.bold ? kBoldLetter : kLetter);
  return (letters + static_cast<double>(capitals) * kCapital) * type.size;
}

/// The text, already visible, in lines that fit the room.
std::vector<std::string_view> lines_of(std::string_view text, const Type& type, double room) {
  const double letter = type.size * (type.bold ? kBoldLetter : kLetter);
  return text::wrap(text, static_cast<std::size_t>(std::max(1.0, room / letter)));
}

/// A text as it may be in a picture: visible, escaped, without what XML forbids.
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

/// What is drawn, from the top down. Texts are made visible and escaped here, and nowhere else.
class SvgPage {
public:
  [[nodiscard]] double top() const { return top_; }
  void down(double by) { top_ += by; }

  /// One line of text with its baseline at y.
  void text(double x, double y, std::string_view text, const Type& type = kText) {
    body_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{}\"", x, y, type.size);
    if (type.bold) body_ += " font-weight=\"bold\"";
    if (type.anchor != kText.anchor) body_ += fmt::format(" text-anchor=\"{}\"", type.anchor);
    if (type.colour != kText.colour) body_ += fmt::format(" fill=\"{}\"", type.colour);
    body_ += fmt::format(">{}</text>\n", svg_text(text));
  }

  /// The same, turned to be read from the bottom up.
  void text_upwards(double x, double y, std::string_view text, const Type& type) {
    body_ += fmt::format("<text transform=\"translate({:.1f} {:.1f}) rotate(-90)\" font-size=\"{}\">{}</text>\n", x, y,
                         type.size, svg_text(text));
  }

  void box(double x, double y, double width, double height, std::string_view fill, bool outlined = false) {
    body_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\"{}/>\n", x, y,
                         width, height, fill, outlined ? " stroke=\"#000\" stroke-width=\"0.75\"" : "");
  }

  void line(double x, double from, double to) {
    body_ += fmt::format("<path d=\"M{0:.1f} {1:.1f}V{2:.1f}\" stroke=\"#000\"/>\n", x, from, to);
  }

  /// A text in lines at `x`, from the top on; moves the top below it.
  void paragraph(std::string_view text, const Type& type, double x = kMargin, double room = kRoom) {
    const std::string shown = text::visible(text);
    for (const std::string_view piece : lines_of(shown, type, room)) {
      this->text(x, top_ + type.size, piece, type);
      top_ += type.line;
    }
  }

  [[nodiscard]] const std::string& body() const { return body_; }

private:
  std::string body_;
  double top_ = kMargin;
};

struct Look {
  std::string_view fill;
  std::string_view ink;  ///< of the text on it: a contrast of 4.5 at least
};

constexpr Look kBlank{"#fff", "#000"};
/// From light to dark, so that they stay apart for every eye and on paper without colour.
constexpr std::array<Look, kShades + 1> kSteps = {kBlank, Look{"#deebf7", "#000"}, Look{"#9ecae1", "#000"},
                                                  Look{"#2171b5", "#fff"}, Look{"#08306b", "#fff"}};
/// Colours of Okabe and Ito for what has no order; the marks say it too.
constexpr std::array<Look, 6> kKinds = {Look{"#0072B2", "#fff"}, Look{"#E69F00", "#000"}, Look{"#F0E442", "#000"},
                                        Look{"#CC79A7", "#000"}, Look{"#56B4E9", "#000"}, Look{"#009E73", "#000"}};

/// A blue that every eye tells from the ground, and on paper without colour.
constexpr std::string_view kBarColour = "#0072B2";
constexpr double kBarHeight = 13;
constexpr double kGap = 5;
/// Labels that are wider than this are above their bars.
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
    if (drawn > 0) {
      const std::string_view colour = bar.colour ? kKinds[*bar.colour % kKinds.size()].fill : kBarColour;
      page_.box(length < 0 ? zero_ - drawn : zero_, page_.top(), drawn, kBarHeight, colour);
    }
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

constexpr double kCellHeight = 18;
constexpr double kNarrowestCell = 20;
constexpr double kWidestLabel = 130;
/// Headings that are longer would take more room than the cells under them.
constexpr double kLongestHeading = 190;
constexpr double kSwatch = 14;

class MatrixDrawer {
public:
  MatrixDrawer(SvgPage& page, const ChartMatrix& matrix) : page_(page), matrix_(matrix), key_(matrix) {
    for (const std::string& row : matrix.rows) rows_.push_back(text::visible(row));
    for (const std::string& column : matrix.columns) heads_.push_back(text::visible(column));
    for (const std::string& row : rows_) label_ = std::max(label_, text_width(row, kSmall));
    label_ = std::min(label_, kWidestLabel) + 4;
    for (const std::string& head : heads_) heading_ = std::max(heading_, text_width(head, kSmall));
    numbered_ = heading_ > kLongestHeading;
    for (const auto& row : matrix.cells) {
      for (const ChartValue& value : row) cell_ = std::max(cell_, text_width(shown(value), kSmall) + 6);
    }
    cell_ = std::min(cell_, kRoom - label_);
  }

  void draw() {
    draw_key();
    if (numbered_) draw_numbers();
    const auto most = static_cast<std::size_t>(std::max(1.0, (kRoom - label_) / cell_));
    // Blocks of about the same width.
    const std::size_t blocks = std::max<std::size_t>(1, (heads_.size() + most - 1) / most);
    const std::size_t each = (heads_.size() + blocks - 1) / blocks;
    std::size_t next = 0;
    do {
      const std::size_t end = std::min(heads_.size(), next + each);
      page_.down(8);
      draw_block(next, end);
      next = end;
    } while (next < heads_.size());
  }

private:
  [[nodiscard]] std::string shown(const ChartValue& value) const {
    if (value.text.empty()) return {};
    return key_.is_numeric() ? text::visible(value.text) : key_.mark(value.text);
  }

  [[nodiscard]] Look look(const ChartValue& value) const {
    if (value.text.empty()) return kBlank;
    if (key_.is_numeric()) return value.number ? kSteps[shade_of(*value.number, key_.greatest())] : kBlank;
    return kind(value.text);
  }

  [[nodiscard]] Look kind(const std::string& text) const {
    const auto& texts = key_.texts();
    const auto place = static_cast<std::size_t>(std::find(texts.begin(), texts.end(), text) - texts.begin());
    return place < kKinds.size() ? kKinds[place] : kBlank;
  }

  void draw_sample(const Look& sample, std::string_view mark, std::string_view meaning) {
    const double needed = kSwatch + 5 + text_width(meaning, kSmall) + 10;
    if (key_at_ > kMargin && key_at_ + needed > kPageWidth - kMargin) {
      key_at_ = kMargin;
      page_.down(kSwatch + 5);
    }
    const double width = std::max(kSwatch, text_width(mark, kSmall) + 8);
    page_.box(key_at_, page_.top(), width, kSwatch, sample.fill, true);
    Type type = kSmall;
    type.colour = sample.ink;
    type.anchor = "middle";
    if (!mark.empty()) page_.text(key_at_ + width / 2, page_.top() + 11, mark, type);
    page_.text(key_at_ + width + 4, page_.top() + 11, meaning, kSmall);
    key_at_ += needed + width - kSwatch;
  }

  void draw_key() {
    page_.paragraph(matrix_.value_name, kHeading);
    page_.down(2);
    if (key_.is_numeric()) {
      for (std::size_t i = 0; i < kShades; ++i) {
        const ShadeRange& range = key_.ranges()[i];
        if (range.first.empty()) continue;
        draw_sample(kSteps[i + 1], "", range.first == range.last ? range.first : range.first + " to " + range.last);
      }
    } else {
      for (const std::string& text : key_.texts()) draw_sample(kind(text), key_.mark(text), text::visible(text));
    }
    if (key_.has_blank()) draw_sample(kBlank, "", "none");
    page_.down(kSwatch + 5);
  }

  void draw_numbers() {
    for (std::size_t i = 0; i < heads_.size(); ++i) page_.paragraph(fmt::format("{} {}", i + 1, heads_[i]), kSmall);
  }

  void draw_heads(std::size_t begin, std::size_t end) {
    Type middle = kSmall;
    middle.anchor = "middle";
    double height = kSmall.line;
    for (std::size_t i = begin; i < end && !numbered_; ++i) height = std::max(height, text_width(heads_[i], kSmall));
    for (std::size_t i = begin; i < end; ++i) {
      const double x = kMargin + label_ + (static_cast<double>(i - begin) + 0.5) * cell_;
      if (numbered_) {
        page_.text(x, page_.top() + kSmall.size, fmt::to_string(i + 1), middle);
      } else {
        page_.text_upwards(x + 4, page_.top() + height, heads_[i], kSmall);
      }
    }
    page_.down(height + 4);
  }

  void draw_block(std::size_t begin, std::size_t end) {
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      if (row > 0 && row % kRowsUnderHeads == 0) page_.down(8);
      if (row % kRowsUnderHeads == 0) draw_heads(begin, end);
      draw_row(row, begin, end);
    }
    if (rows_.empty()) page_.paragraph("(none)", kText);
  }

  void draw_row(std::size_t row, std::size_t begin, std::size_t end) {
    const auto pieces = lines_of(rows_[row], kSmall, label_ - 4);
    const double height = std::max(kCellHeight, kSmall.line * static_cast<double>(pieces.size()));
    Type type = kSmall;
    type.anchor = "end";
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      page_.text(kMargin + label_ - 4, page_.top() + 13 + static_cast<double>(i) * kSmall.line, pieces[i], type);
    }
    type.anchor = "middle";
    for (std::size_t i = begin; i < end; ++i) {
      const ChartValue& value = matrix_.cells[row][i];
      const Look cell = look(value);
      const double x = kMargin + label_ + static_cast<double>(i - begin) * cell_;
      page_.box(x, page_.top(), cell_, height, cell.fill, true);
      if (value.text.empty()) continue;
      type.colour = cell.ink;
      page_.text(x + cell_ / 2, page_.top() + height / 2 + 4, shown(value), type);
    }
    page_.down(height);
  }

  SvgPage& page_;
  const ChartMatrix& matrix_;
  CellKey key_;
  std::vector<std::string> rows_;
  std::vector<std::string> heads_;
  double label_ = 0;
  double heading_ = 0;
  double cell_ = kNarrowestCell;
  double key_at_ = kMargin;
  bool numbered_ = false;
};

/// So many values are listed in the description of a picture, for those who cannot see it; more are too many to listen
/// to.
constexpr std::size_t kMostTold = 60;

/// How much larger than its units a picture is shown if nothing else says how large.
constexpr double kEnlarged = 1.5;

std::string values_in_words(const Chart& chart) {
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

void write_svg(Sink& sink, const Chart& chart) {
  SvgPage page;
  const Caption& caption = chart.caption;
  page.paragraph(caption.title, kTitle);
  for (const BarPanel& panel : chart.panels) {
    page.down(8);
    PanelDrawer(page, panel).draw();
  }
  if (chart.matrix) {
    page.down(8);
    MatrixDrawer(page, *chart.matrix).draw();
  }
  page.down(8);
  for (const std::string& note : caption.notes) {
    page.paragraph(note, kSmall);
    page.down(3);
  }
  if (!caption.source.empty()) page.paragraph(caption.source, kSmall);
  const double height = page.top() + kMargin;
  sink.write(
      fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1:.0f}\" width=\"{2}\" "
                  "height=\"{3:.0f}\" role=\"img\" aria-labelledby=\"{4}-title {4}-desc\" "
                  "font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\" fill=\"#000\">\n",
                  kPageWidth, height, kPageWidth * kEnlarged, height * kEnlarged, svg_text(chart.name)));
  sink.write(fmt::format(
      "<title id=\"{0}-title\">{1}</title>\n<desc id=\"{0}-desc\">{2}</desc>\n", svg_text(chart.name),
      svg_text(caption.title),
      svg_text(fmt::format("{} {}{}", fmt::join(caption.notes, " "), caption.source, values_in_words(chart)))));
  sink.write(fmt::format("<rect width=\"{}\" height=\"{:.0f}\" fill=\"#fff\"/>\n", kPageWidth, height));
  sink.write(page.body());
  sink.write("</svg>\n");
}

}  // namespace iscm::write
