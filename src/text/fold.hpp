#pragma once

// Names as keys and as codes. Two names that people take for the same have one key, so every name that is stored or
// looked up is folded first.

#include <cstddef>
#include <string>
#include <string_view>

namespace iscm::text {

/// The longest slug, in bytes.
inline constexpr std::size_t kLongestSlug = 60;

/// The key under which names are compared: two names are the same if their keys are.
///
/// Compatibility forms, case and accents go (NFKC, full case folding, non-spacing marks dropped), letters that Unicode
/// does not decompose are spelled out (ø o, ł l, đ d, æ ae, œ oe, þ th ...), invisible characters vanish, and every run
/// of what is neither letter nor digit becomes one space, none at the ends. An apostrophe is such a separator, except
/// in a possessive: "Migrants' rights", "Migrant's" and "Côte d’Ivoire" give "migrants rights", "migrants" and
/// "cote d ivoire". Bytes that are not UTF-8 separate. Folding a key again changes nothing.
std::string fold(std::string_view utf8);

/// A name as a code: its key with '-' for spaces, cut at a word's end to at most kLongestSlug bytes; within the word
/// (between code points) if the first one alone is longer. Empty if the name has neither letter nor digit.
std::string slug(std::string_view utf8);

}  // namespace iscm::text
