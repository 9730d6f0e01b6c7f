#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "text/visible.hpp"
#include "write/chart_scale.hpp"
#include "write/svg_page.hpp"

namespace iscm::write {
namespace {

struct Look {
  std::string_view fill;
  std::string_view ink;  ///< of the text on it: a contrast of 4.5 at least
};

constexpr Look kBlank{"#fff", "#000"};
/// From light to dark, so that they stay apart for every eye and on paper without colour.
constexpr std::array<Look, kShades + 1> kSteps = {kBlank, Look{"#deebf7", "#000"}, Look{"#9ecae1", "#000"},
                                                  Look{"#2171b5", "#fff"}, Look{"#08306b", "#fff"}};
/// Colours of Okabe and Ito for what has no order; the marks tell it too.
constexpr std::array<Look, 6> kKinds = {Look{"#0072B2", "#fff"}, Look{"#E69F00", "#000"}, Look{"#F0E442", "#000"},
                                        Look{"#CC79A7", "#000"}, Look{"#56B4E9", "#000"}, Look{"#009E73", "#000"}};

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

}  // namespace

void draw_matrix(SvgPage& page, const ChartMatrix& matrix) {
  MatrixDrawer(page, matrix).draw();
}

}  // namespace iscm::write
