#include "write/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace iscm::write {
namespace {

/// "mo" of "member; observer": the first letter of each part, if all begin with one; else empty.
std::string initials(const std::string& text) {
  std::string letters;
  bool begins = true;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (begins && c != ' ') {
      if (!letter) return {};
      letters += c;
      begins = false;
    }
    if (c == ';') begins = true;
  }
  return letters.size() > 3 ? std::string() : letters;
}

}  // namespace

ChartValue chart_value(const Cell& cell) {
  ChartValue value;
  append_cell(value.text, cell);
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) value.number = static_cast<double>(*whole);
  const auto* real = std::get_if<double>(&cell);
  if (real != nullptr && std::isfinite(*real)) value.number = *real;
  return value;
}

void Scale::add(const ChartValue& value) {
  if (!value.number) return;
  least = std::min(least, *value.number);
  greatest = std::max(greatest, *value.number);
}

Scale scale_of(const BarPanel& panel) {
  if (panel.scale) return *panel.scale;
  Scale scale;
  for (const Bar& bar : panel.bars) scale.add(bar.value);
  return scale;
}

std::size_t shade_of(double number, double greatest) {
  if (number <= 0 || greatest <= 0) return 0;
  const double step = std::ceil(number / greatest * static_cast<double>(kShades));
  return static_cast<std::size_t>(std::clamp(step, 1.0, static_cast<double>(kShades)));
}

CellKey::CellKey(const ChartMatrix& matrix) {
  bool has_text = false;
  for (const auto& row : matrix.cells) {
    for (const ChartValue& value : row) {
      has_blank_ = has_blank_ || value.text.empty();
      has_text = has_text || (!value.number && !value.text.empty());
      if (value.number) greatest_ = std::max(greatest_, *value.number);
    }
  }
  if (has_text) {
    read_texts(matrix);
  } else {
    read_numbers(matrix);
  }
}

void CellKey::read_numbers(const ChartMatrix& matrix) {
  std::array<double, kShades> least{};
  std::array<double, kShades> most{};
  for (const auto& row : matrix.cells) {
    for (const ChartValue& value : row) {
      const std::size_t shade = value.number ? shade_of(*value.number, greatest_) : 0;
      if (shade == 0) continue;
      ShadeRange& range = ranges_[shade - 1];
      if (range.first.empty() || *value.number < least[shade - 1]) {
        range.first = value.text;
        least[shade - 1] = *value.number;
      }
      if (range.last.empty() || *value.number > most[shade - 1]) {
        range.last = value.text;
        most[shade - 1] = *value.number;
      }
    }
  }
}

void CellKey::read_texts(const ChartMatrix& matrix) {
  std::map<std::string, std::size_t> times;
  for (const auto& row : matrix.cells) {
    for (const ChartValue& value : row) {
      if (!value.text.empty()) ++times[value.text];
    }
  }
  for (const auto& [text, count] : times) texts_.push_back(text);
  std::stable_sort(texts_.begin(), texts_.end(),
                   [&times](const std::string& left, const std::string& right) { return times[left] > times[right]; });
  std::set<std::string> used;
  for (const std::string& text : texts_) {
    const std::string letters = initials(text);
    marks_[text] = letters;
    if (letters.empty() || !used.insert(letters).second) {
      for (std::size_t i = 0; i < texts_.size(); ++i) marks_[texts_[i]] = fmt::to_string(i + 1);
      return;
    }
  }
}

}  // namespace iscm::write
