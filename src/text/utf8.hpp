#pragma once

// Texts in UTF-8 as code points, and ASCII by bytes. Everything that takes a text apart begins here; which characters
// people do not see in it is in visible.hpp.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace iscm::text {

/// One code point of a UTF-8 text, or a byte that is part of none.
struct CodePoint {
  char32_t value = 0;      ///< the code point, or the byte itself if it is not valid
  std::string_view bytes;  ///< its place in the text; one byte if it is not valid
  bool valid = true;       ///< false for overlong forms, surrogates, stray and missing continuation bytes
};

/// What first_code_point() finds behind ASCII; small, so that it comes back in a register.
struct Decoded {
  char32_t value;
  std::uint16_t bytes;
  bool valid;
};
Decoded decode_first(std::string_view utf8);

/// The first code point of `utf8`, which must not be empty. Never throws and never reads past the end.
/// ASCII is read here, in the header: most texts are that, and a loop over one then calls nothing.
inline CodePoint first_code_point(std::string_view utf8) {
  const auto first = static_cast<unsigned char>(utf8.front());
  if (first < 0x80) return {first, utf8.substr(0, 1), true};
  const Decoded decoded = decode_first(utf8);
  return {decoded.value, utf8.substr(0, decoded.bytes), decoded.valid};
}

/// The code points of a text, which must live as long, in one pass: for (const CodePoint& point : CodePoints(text)).
class CodePoints {
public:
  class Iterator {
  public:
    explicit Iterator(std::string_view rest) : rest_(rest) {}
    CodePoint operator*() {
      const CodePoint point = first_code_point(rest_);
      bytes_ = point.bytes.size();
      return point;
    }
    Iterator& operator++() {
      rest_.remove_prefix(bytes_);
      return *this;
    }
    bool operator==(std::default_sentinel_t /*end*/) const { return rest_.empty(); }

  private:
    std::string_view rest_;
    std::size_t bytes_ = 0;  // of the code point read last
  };

  explicit CodePoints(std::string_view utf8) : utf8_(utf8) {}
  [[nodiscard]] Iterator begin() const { return Iterator(utf8_); }
  [[nodiscard]] std::default_sentinel_t end() const { return {}; }

private:
  std::string_view utf8_;
};

/// The values of all code points.
std::u32string code_points(std::string_view utf8);

/// Whether no character of `text` is beyond ASCII.
inline bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Whether `text` is printable ASCII alone, so that each byte is a character that people see.
inline bool is_plain_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

/// Whether every byte of `text` is part of a code point.
bool is_utf8(std::string_view text);

/// Appends the UTF-8 form of `code_point`, which must be a Unicode scalar value.
void append_utf8(std::string& text, char32_t code_point);

/// ASCII letters as small ones; every other character stays.
char ascii_lower(char c);
std::string ascii_lower(std::string_view text);

constexpr bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Whether the text is one or more ASCII letters, digits and characters of `others`, and nothing else.
bool is_ascii_word(std::string_view text, std::string_view others);

/// Whether the text is one or more decimal digits, and nothing else.
bool is_digits(std::string_view text);

/// The parts of a text between separators: "iscm; mechanism" gives "iscm" and "mechanism". Parts may be empty, but none
/// follows a separator at the end, and an empty text has none. They are views into the text.
std::vector<std::string_view> split(std::string_view text, std::string_view separator);

}  // namespace iscm::text
