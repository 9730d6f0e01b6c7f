#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace iscm::text {

/// What stands at the start of a UTF-8 text: a code point, or a byte that is part of none.
struct CodePoint {
  char32_t value = 0;     ///< the code point, or the byte itself where `valid` is false
  std::size_t bytes = 0;  ///< how many bytes it takes; a byte that is part of no code point is 1
  bool valid = true;      ///< false for overlong forms, surrogates, stray and missing continuation bytes
};

/// The first code point of `utf8`, which must not be empty. Never throws and never reads past the end.
CodePoint first_code_point(std::string_view utf8);

/// Whether every byte of `text` is part of a code point.
bool is_utf8(std::string_view text);

/// Appends the UTF-8 form of `code_point`, which must be a Unicode scalar value.
void append_utf8(std::string& text, char32_t code_point);

}  // namespace iscm::text
