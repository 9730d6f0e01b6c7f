#pragma once

// "Did you mean ...?": what somebody may have meant by a word that is not known. Every message about an unknown word
// ends with this.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iscm::text {

/// Those of the `known` words or names that somebody who wrote `wanted` may have meant: at most `most`, best first,
/// each once, none if none is close.
///
/// Close is, on the folded forms (fold.hpp): at most slips_of_typing() (closeness.hpp), a known name that starts with
/// `wanted`, or one that has all the words of `wanted`, or all of whose words `wanted` has. What is much further off
/// than the best is left out. The order depends on nothing but the words, not on how `known` is sorted.
std::vector<std::string> suggest(std::string_view wanted, std::span<const std::string> known, std::size_t most = 3);

/// The suggestions as a question, `did you mean "labour-migration" or "legal-migration"?`, or "" if there are none.
std::string did_you_mean(std::string_view wanted, std::span<const std::string> known, std::size_t most = 3);

/// The same question, or `otherwise` if there are no suggestions: the hint of a message about an unknown word.
std::string did_you_mean_or(std::string_view wanted, std::span<const std::string> known, std::string_view otherwise);

/// A command as a hint gives it, its words quoted as a shell needs them: iscm show "Bali Process".
std::string command_line(std::span<const std::string> words);

}  // namespace iscm::text
