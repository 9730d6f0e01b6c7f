#include "write/column_widths.hpp"

#include <algorithm>
#include <numeric>

#include "text/wrap.hpp"

namespace iscm::write {
namespace {

/// A column narrower than this is unreadable whatever is in it.
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
  std::vector<std::size_t> pieces;        ///< so do they, but for dates, which are broken at their hyphens
  std::vector<std::size_t> narrowest;     ///< no word is safe

  void add(const ColumnNeed& need, std::size_t width) {
    const std::size_t least = std::min(width, need.may_shrink ? kNarrowest : need.longest_word);
    const std::size_t word = std::clamp(need.longest_word, least, width);
    bodies.push_back(std::clamp(need.body, word, width));
    words.push_back(std::clamp(kLongestUnbroken, least, word));
    common_words.push_back(need.longest_word > kLongestUnbroken ? least : word);
    pieces.push_back(std::min(common_words.back(), std::max(need.longest_piece, least)));
    narrowest.push_back(least);
  }
};

std::size_t total_of(const std::vector<std::size_t>& widths) {
  return std::accumulate(widths.begin(), widths.end(), std::size_t{0});
}

/// Where shrinking begins. No column ends up wider than all together may be, so shrinking one of a million characters
/// need not start there.
std::vector<std::size_t> widest(std::span<const ColumnNeed> needs, std::size_t available) {
  std::vector<std::size_t> widths;
  for (const ColumnNeed& need : needs) {
    widths.push_back(need.may_shrink ? std::min(need.natural, std::max(available, kNarrowest)) : need.natural);
  }
  return widths;
}

Floors floors_of(std::span<const ColumnNeed> needs, const std::vector<std::size_t>& widths) {
  Floors floors;
  for (std::size_t i = 0; i < needs.size(); ++i) floors.add(needs[i], widths[i]);
  return floors;
}

using LineCounts = std::vector<std::size_t>;

/// Into how many lines each text of a column is wrapped, at a width that is changed step by step.
struct Column {
  const std::vector<std::string_view>* texts;
  std::size_t widest;
  std::size_t floor;
  std::size_t width = 0;
  LineCounts now{};
  LineCounts narrower{};  ///< if it were a column narrower

  [[nodiscard]] LineCounts lines_at(std::size_t columns) const {
    LineCounts lines;
    for (const std::string_view text : *texts) lines.push_back(text::wrap(text, columns).size());
    return lines;
  }

  void set(std::size_t columns) {
    now = lines_at(columns);
    width = columns;
    narrower = lines_at(width - 1);
  }

  void shrink() {
    --width;
    now = std::move(narrower);
    narrower = lines_at(width - 1);
  }
};

/// Looks for the widths in which the rows take the fewest lines, step by step.
class LineSaver {
public:
  LineSaver(const ColumnTexts& texts, const std::vector<std::size_t>& widths, std::span<const std::size_t> floors)
      : rows_(texts.front().size()) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      columns_.push_back({&texts[i], widths[i], std::max<std::size_t>(floors[i], 1)});
      columns_.back().set(widths[i]);
    }
  }

  /// Takes from the column that costs the fewest lines until all fit, then from any that costs none, and gives what is
  /// over to the one that saves most.
  std::vector<std::size_t> fit(std::size_t available) {
    while (total_of(widths()) > available && shrink_cheapest(SIZE_MAX)) continue;
    while (shrink_cheapest(lines())) continue;
    while (grow_best(available)) continue;
    return widths();
  }

private:
  [[nodiscard]] std::vector<std::size_t> widths() const {
    std::vector<std::size_t> widths;
    for (const Column& column : columns_) widths.push_back(column.width);
    return widths;
  }

  /// Twice the lines of all rows if those of one column were `lines_of`. The headings count half: they are wrapped
  /// before any value.
  [[nodiscard]] std::size_t lines_with(const Column* changed, const LineCounts& lines_of) const {
    std::size_t lines = 0;
    for (std::size_t row = 0; row < rows_; ++row) {
      std::size_t height = 0;
      for (const Column& column : columns_) {
        height = std::max(height, &column == changed ? lines_of[row] : column.now[row]);
      }
      lines += row == 0 ? height : 2 * height;
    }
    return lines;
  }

  [[nodiscard]] std::size_t lines() const { return lines_with(nullptr, {}); }

  /// Of those that cost the same the widest. False if none can give, or all would need more lines than these.
  bool shrink_cheapest(std::size_t most_lines) {
    Column* cheapest = nullptr;
    std::size_t least = 0;
    for (Column& column : columns_) {
      if (column.width <= column.floor) continue;
      const std::size_t lines = lines_with(&column, column.narrower);
      const bool better = cheapest == nullptr || lines < least || (lines == least && column.width > cheapest->width);
      if (!better) continue;
      cheapest = &column;
      least = lines;
    }
    if (cheapest == nullptr || least > most_lines) return false;
    cheapest->shrink();
    return true;
  }

  /// False if no column saves a line by what is over.
  bool grow_best(std::size_t available) {
    const std::size_t over = available - std::min(available, total_of(widths()));
    Column* best = nullptr;
    std::size_t best_width = 0;
    std::size_t fewest = lines();
    for (Column& column : columns_) {
      // At its widest, nothing in it is wrapped.
      for (std::size_t width = column.width + 1; width <= std::min(column.width + over, column.widest); ++width) {
        const std::size_t lines = lines_with(&column, column.lines_at(width));
        if (lines >= fewest) continue;
        best = &column;
        best_width = width;
        fewest = lines;
      }
    }
    if (best == nullptr) return false;
    best->set(best_width);
    return true;
  }

  std::vector<Column> columns_;
  std::size_t rows_;
};

}  // namespace

std::vector<std::size_t> fit_widths(std::span<const ColumnNeed> needs, std::size_t available) {
  std::vector<std::size_t> widths = widest(needs, available);
  if (total_of(widths) <= available) return widths;
  const Floors floors = floors_of(needs, widths);
  shrink(widths, floors.bodies, available);
  shrink(widths, floors.words, available);
  shrink(widths, floors.common_words, available);
  shrink(widths, floors.narrowest, available);
  return widths;
}

std::vector<std::size_t> fit_widths(std::span<const ColumnNeed> needs, std::size_t available,
                                    const ColumnTexts& texts) {
  const std::vector<std::size_t> widths = widest(needs, available);
  if (total_of(widths) <= available) return widths;
  const Floors floors = floors_of(needs, widths);
  for (const auto* bounds : {&floors.words, &floors.common_words, &floors.pieces}) {
    if (total_of(*bounds) <= available) return LineSaver(texts, widths, *bounds).fit(available);
  }
  return fit_widths(needs, available);
}

bool fit_in_words(std::span<const ColumnNeed> needs, std::size_t available) {
  Floors floors;
  for (const ColumnNeed& need : needs) floors.add(need, need.natural);
  return total_of(floors.pieces) <= available;
}

}  // namespace iscm::write
