#include "text/closeness.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "text/utf8.hpp"

namespace iscm::text {
namespace {

/// Whether the bytes alone tell that more than three slips lie between two texts, in time linear to their length: a
/// slip takes one character away and puts another in its place at most, of up to four bytes each.
bool are_far_apart(std::string_view left, std::string_view right) {
  constexpr int slips = 3;
  constexpr int longest_character = 4;
  std::array<int, 256> surplus{};
  for (const char c : left) ++surplus[static_cast<unsigned char>(c)];
  for (const char c : right) --surplus[static_cast<unsigned char>(c)];
  int more = 0;
  int fewer = 0;
  bool ascii = true;
  for (std::size_t i = 0; i < surplus.size(); ++i) {
    more += std::max(surplus[i], 0);
    fewer += std::max(-surplus[i], 0);
    ascii = ascii && (i < 128 || surplus[i] == 0);
  }
  return std::max(more, fewer) > (ascii ? slips : slips * longest_character);
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_ascii_digit);
  return digits;
}

}  // namespace

std::size_t edit_distance(std::u32string_view a, std::u32string_view b) {
  // Row i holds the distances from the first i letters of `a` to each start of `b`; a swap looks back two rows.
  std::vector<std::size_t> two_back(b.size() + 1);
  std::vector<std::size_t> one_back(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(two_back, one_back);
    std::swap(one_back, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = one_back[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, one_back[j] + 1, row[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], two_back[j - 2] + 1);
    }
  }
  return row.back();
}

std::optional<std::size_t> slips_between(std::u32string_view a, std::u32string_view b, Allowance allowance) {
  const auto [shorter, longer] = std::minmax({a.size(), b.size()});
  const std::size_t allowed = allowance(shorter);
  if (longer > shorter + allowed) return std::nullopt;
  const std::size_t slips = edit_distance(a, b);
  return slips <= allowed ? std::optional(slips) : std::nullopt;
}

std::optional<std::size_t> slips_between_names(std::string_view one, std::string_view other) {
  if (are_far_apart(one, other) || digits_of(one) != digits_of(other)) return std::nullopt;
  const std::vector<std::string_view> left = split(one, " ");
  const std::vector<std::string_view> right = split(other, " ");
  if (left.size() != right.size()) return edit_distance(code_points(one), code_points(other));
  std::size_t all = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i] == right[i]) continue;
    const auto slips = slips_between(code_points(left[i]), code_points(right[i]), slips_of_a_saved_name);
    if (!slips) return std::nullopt;
    all += *slips;
  }
  return all;
}

}  // namespace iscm::text
