#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace iscm::text {

/// Whether a code point is one that could steer a terminal or hide in a text: control characters (C0, DEL, C1), line
/// and paragraph separators, and what Unicode shows as nothing (zero width, bidirectional marks, overrides and
/// isolates, tags, fillers; but not variation selectors, which only choose how a visible character is drawn).
bool is_unseen(char32_t code_point);

/// The text with a visible symbol for each unseen character and each byte that is not UTF-8: a control picture (␛, ␊,
/// ␡), `<U+202E>`, `<0xFF>`. Every other character stays, so making visible what is visible changes nothing.
std::string visible(std::string_view text);

/// The text without the characters that show as nothing and shape nothing: zero-width spaces, byte order marks, and the
/// marks, overrides and isolates that turn the direction of writing. Nothing where letters run from right to left, as
/// those marks may be what puts them in order. Joiners stay: they shape letters.
std::optional<std::string> without_marks(std::string_view text);

}  // namespace iscm::text
