#pragma once

// Blanks and the other characters that nobody sees: which there are, how a text is read without them, and how it is
// shown with them. Everything that prints a value to a person goes through visible(); what people type and what files
// hold goes through trimmed() or squeezed().

#include <optional>
#include <string>
#include <string_view>

namespace iscm::text {

/// The characters that spreadsheets, word processors and web pages leave in a text and that nobody sees there.
enum class Hidden {
  none,
  no_break_space,    ///< looks like a space: U+00A0, U+2007, U+202F
  soft_hyphen,       ///< U+00AD
  zero_width_space,  ///< U+200B
  joiner,            ///< U+200C, U+200D: some scripts need them
  word_joiner,       ///< U+2060
  byte_order_mark,   ///< U+FEFF
  direction_mark,    ///< U+061C, U+200E, U+200F: text from right to left may need them
  direction_change   ///< embeddings, overrides and isolates: U+202A to U+202E, U+2066 to U+2069
};
Hidden hidden_kind(char32_t code_point);

/// Whether the text has a hidden character that no spelling needs: all but no-break spaces, joiners and direction
/// marks. A name with one would not be the name that people read.
bool has_hidden(std::string_view text);

/// The text without white space at either end: ASCII white space, the no-break space and every other Unicode space, and
/// what has no width at all (zero-width spaces and joiners, a byte order mark). A view into `utf8`.
std::string_view trimmed(std::string_view utf8);

/// The trimmed text with one space for each run of spaces within: tabs, no-break and other Unicode spaces included.
/// Line breaks stay, as a note has lines; so do zero-width characters, which are not spaces.
std::string squeezed(std::string_view utf8);

/// Whether a code point is one that could steer a terminal or hide in a text: control characters (C0, DEL, C1), line
/// and paragraph separators, and what Unicode shows as nothing (zero width, bidirectional marks, overrides and
/// isolates, tags, fillers; but not variation selectors, which only choose how a visible character is drawn).
bool is_unseen(char32_t code_point);

/// The text with a visible symbol for each unseen character and each byte that is not UTF-8: a control picture (␛, ␊,
/// ␡), `<U+202E>`, `<0xFF>`. Every other character stays, so making visible what is visible changes nothing.
std::string visible(std::string_view text);

/// The text without the characters that show as nothing and shape nothing: zero-width spaces, byte order marks, and the
/// marks, overrides and isolates that turn the direction of writing. Null if letters run from right to left, as those
/// marks may be what puts them in order. Joiners stay: they shape letters.
std::optional<std::string> without_marks(std::string_view text);

}  // namespace iscm::text
