#pragma once

// How the columns of a table share the width of a terminal.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace iscm::write {

/// The widths that a column of a table could have, all in columns of the terminal.
struct ColumnNeed {
  std::size_t natural = 0;               ///< so wide that nothing is wrapped
  std::size_t longest_word = 0;          ///< so wide that no word is broken
  bool may_shrink = false;               ///< false for numbers, which are never wrapped: not below the longest word
  std::size_t body = SIZE_MAX;           ///< so wide that nothing but the heading is wrapped
  std::size_t longest_piece = SIZE_MAX;  ///< so wide that no word is broken, but for dates at their hyphens
};

/// The widths in which columns with those needs take at most `available` together, as near as that is possible:
/// headings that are wider than what is below them give first; then the widest column, down to its longest word
/// while that is enough; then very long words
/// (addresses, mostly) are broken, then all, but no column gets below a few letters. So the result can be wider than
/// `available`; a table is never cut.
std::vector<std::size_t> fit_widths(std::span<const ColumnNeed> needs, std::size_t available);

/// The texts of each column, the heading first; of all columns the same rows.
using ColumnTexts = std::vector<std::vector<std::string_view>>;

/// The widths within the same bounds in which rows like these take the fewest lines: a column that only one long name
/// widens gives sooner than one in which every row would be wrapped. Of many rows, some speak for all.
std::vector<std::size_t> fit_widths(std::span<const ColumnNeed> needs, std::size_t available, const ColumnTexts& texts);

/// Whether columns with those needs fit without a broken word, but for very long ones and dates at their hyphens.
bool fit_in_words(std::span<const ColumnNeed> needs, std::size_t available);

}  // namespace iscm::write
