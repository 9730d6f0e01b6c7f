#pragma once

#include <cstddef>
#include <string_view>

namespace iscm::text {

/// How many slips of the pen lie between two words: letters inserted, left out, replaced, or two neighbours swapped
/// (Damerau-Levenshtein, no letter edited twice). Counts in code points.
std::size_t edit_distance(std::u32string_view a, std::u32string_view b);

}  // namespace iscm::text
