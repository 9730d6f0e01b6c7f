#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace iscm::out {

/// The widths that a column of a table could have, all in columns of the terminal.
struct ColumnNeed {
  std::size_t natural = 0;       ///< so wide that nothing is wrapped
  std::size_t longest_word = 0;  ///< so wide that no word is broken
  bool may_shrink = false;       ///< false for numbers, which are never wrapped
};

/// The widths in which columns with those needs take at most `available` together, as near as that is possible: the
/// widest of those that may shrink give first, down to their longest word while that is enough; then very long words
/// (addresses, mostly) are broken, then all, but no column gets below a few letters. So the result can be wider than
/// `available`; a table is never cut.
std::vector<std::size_t> fit_widths(std::span<const ColumnNeed> needs, std::size_t available);

}  // namespace iscm::out
