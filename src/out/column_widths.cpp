#include "out/column_widths.hpp"

#include <algorithm>
#include <numeric>

namespace iscm::out {
namespace {

/// A column narrower than this is unreadable whatever stands in it.
constexpr std::size_t kNarrowest = 8;
/// Longer words than this (addresses, mostly) are broken before other columns are squeezed.
constexpr std::size_t kLongestUnbroken = 24;

/// Takes from the widest column, one by one, until all fit or each is down to its floor.
void shrink(std::vector<std::size_t>& widths, std::span<const std::size_t> floors, std::size_t available) {
  std::size_t total = std::accumulate(widths.begin(), widths.end(), std::size_t{0});
  while (total > available) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const bool can_give = widths[i] > floors[i];
      if (can_give && (widest == widths.size() || widths[i] > widths[widest])) widest = i;
    }
    if (widest == widths.size()) return;
    --widths[widest];
    --total;
  }
}

/// How narrow a column gets before the next step of fit_widths().
struct Floors {
  std::vector<std::size_t> bodies;        ///< nothing but headings is wrapped
  std::vector<std::size_t> words;         ///< the longest word stays whole, but for one that is very long
  std::vector<std::size_t> common_words;  ///< columns with very long words give them up, the others keep theirs
  std::vector<std::size_t> narrowest;     ///< no word is safe

  void add(const ColumnNeed& need, std::size_t width) {
    const std::size_t least = std::min(width, need.may_shrink ? kNarrowest : need.longest_word);
    const std::size_t word = std::clamp(need.longest_word, least, width);
    bodies.push_back(std::clamp(need.body, word, width));
    words.push_back(std::clamp(kLongestUnbroken, least, word));
    common_words.push_back(need.longest_word > kLongestUnbroken ? least : word);
    narrowest.push_back(least);
  }
};

}  // namespace

std::vector<std::size_t> fit_widths(std::span<const ColumnNeed> needs, std::size_t available) {
  std::vector<std::size_t> widths;
  Floors floors;
  std::size_t natural_total = 0;
  for (const ColumnNeed& need : needs) {
    natural_total += need.natural;
    // No column ends up wider than all together may be, so shrinking one of a million characters need not start there.
    widths.push_back(need.may_shrink ? std::min(need.natural, std::max(available, kNarrowest)) : need.natural);
    floors.add(need, widths.back());
  }
  if (natural_total <= available) return widths;
  shrink(widths, floors.bodies, available);
  shrink(widths, floors.words, available);
  shrink(widths, floors.common_words, available);
  shrink(widths, floors.narrowest, available);
  return widths;
}

bool fit_in_words(std::span<const ColumnNeed> needs, std::size_t available) {
  Floors floors;
  for (const ColumnNeed& need : needs) floors.add(need, need.natural);
  return std::accumulate(floors.common_words.begin(), floors.common_words.end(), std::size_t{0}) <= available;
}

}  // namespace iscm::out
