#pragma once

#include <string>
#include <string_view>

namespace iscm::text {

/// Whether two folded names (fold.hpp) may be two spellings of one. Small words ("of", "the", "la") do not count. Close
/// are names
/// - with the same words in any order, where a word may have a slip of the pen (one in four letters or more, two in
///   ten) or be the beginning of the other (South, Southern);
/// - of which one has all the words of the other, which has at least two and at least half as many.
/// Names that each have a word of their own are different: West Africa and Southern Africa.
bool is_near_name(std::string_view one, std::string_view other);

/// Whether a word of a folded name says nothing about what is named.
bool is_small_word(std::string_view word);

/// What words that differ by a slip mostly share: the first letter and the consonants after it, each once in a row
/// ("colombo" and "colmbo" give "clmb"). A word with a digit is itself.
std::string word_outline(std::string_view word);

}  // namespace iscm::text
