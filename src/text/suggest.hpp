#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iscm::text {

/// Those of the `known` words or names that somebody who wrote `wanted` may have meant: at most `most`, best first,
/// each once, none where none is close.
///
/// Close is, on the folded forms (fold.hpp): few slips of the pen (a letter wrong, missing, too many, or two swapped:
/// Damerau-Levenshtein; one slip per three letters of the shorter, five at most), a known name that
/// starts with `wanted`, or one that has all the words of `wanted`, or all of whose words `wanted` has. What is much
/// further off than the best is left out. The order depends on nothing but the words, not on how `known` is sorted.
std::vector<std::string> suggest(std::string_view wanted, std::span<const std::string> known, std::size_t most = 3);

/// The suggestions as a question, `did you mean "labour-migration" or "legal-migration"?`, or "" where there are none.
std::string did_you_mean(std::string_view wanted, std::span<const std::string> known, std::size_t most = 3);

}  // namespace iscm::text
