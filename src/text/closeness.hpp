#pragma once

// How many slips of the pen lie between two words or names, and how many are forgiven for which purpose. What is
// suggested for a mistyped word (suggest.hpp), which names may be one (near_names.hpp) and the check for near
// duplicates all measure with this.

#include <cstddef>
#include <optional>
#include <string_view>

namespace iscm::text {

/// How many slips lie between two words: letters inserted, left out, replaced, or two neighbours swapped
/// (Damerau-Levenshtein, no letter edited twice). Counts in code points.
std::size_t edit_distance(std::u32string_view a, std::u32string_view b);

/// How many slips are forgiven, by the letters of the shorter word; more letters never forgive fewer.
using Allowance = std::size_t (*)(std::size_t letters);

/// In what somebody typed: the answer is only a suggestion, so much is forgiven.
constexpr std::size_t slips_of_typing(std::size_t letters) {
  constexpr std::size_t most = 5;
  return letters / 3 < most ? letters / 3 : most;
}

/// In a word of a name that may be another spelling of a known name: the import stops and asks.
constexpr std::size_t slips_of_a_new_name(std::size_t letters) {
  if (letters < 4) return 0;
  return letters < 10 ? 1 : 2;
}

/// In a word of a name that is in the record: a short word with another letter is another word, as in "IGC Secretariat"
/// and "IGAD Secretariat".
constexpr std::size_t slips_of_a_saved_name(std::size_t letters) {
  return letters / 4;
}

/// The slips between two words; null if they are more than `allowance` forgives.
std::optional<std::size_t> slips_between(std::u32string_view a, std::u32string_view b, Allowance allowance);

/// The slips between two folded names (fold.hpp) of the record. Null if their digits differ, as numbers have no slips,
/// if they are clearly more than three apart, or if a word has more than slips_of_a_saved_name(). Words are compared in
/// their order; names of different numbers of words as a whole.
std::optional<std::size_t> slips_between_names(std::string_view one, std::string_view other);

}  // namespace iscm::text
