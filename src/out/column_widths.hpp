#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace iscm::out {

/// The widths that a column of a table could have, all in columns of the terminal.
struct ColumnNeed {
  std::size_t natural = 0;       ///< so wide that nothing is wrapped
  std::size_t longest_word = 0;  ///< so wide that no word is broken
  bool may_shrink = false;       ///< false for numbers, which are never wrapped: not below the longest word
  std::size_t body = SIZE_MAX;   ///< so wide that nothing but the heading is wrapped
};

/// The widths in which columns with those needs take at most `available` together, as near as that is possible:
/// headings that are wider than what stands below them give first; then the widest column, down to its longest word
/// while that is enough; then very long words
/// (addresses, mostly) are broken, then all, but no column gets below a few letters. So the result can be wider than
/// `available`; a table is never cut.
std::vector<std::size_t> fit_widths(std::span<const ColumnNeed> needs, std::size_t available);

/// Whether columns with those needs fit without a broken word, but for very long ones.
bool fit_in_words(std::span<const ColumnNeed> needs, std::size_t available);

}  // namespace iscm::out
