#pragma once

// Texts in UTF-8 as code points, and ASCII by bytes. Everything that takes a text apart begins here; which characters
// people do not see in it is in visible.hpp.

#include <cstddef>
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

/// The first code point of `utf8`, which must not be empty. Never throws and never reads past the end.
CodePoint first_code_point(std::string_view utf8);

/// The code points of a text, which must live as long: for (const CodePoint& point : CodePoints(text)).
class CodePoints {
public:
  class Iterator {
  public:
    explicit Iterator(std::string_view rest) : rest_(rest) { read(); }
    const CodePoint& operator*() const { return point_; }
    Iterator& operator++() {
      rest_.remove_prefix(point_.bytes.size());
      read();
      return *this;
    }
    bool operator!=(const Iterator& other) const { return rest_.size() != other.rest_.size(); }

  private:
    void read() {
      if (rest_.empty()) return;
      const auto first = static_cast<unsigned char>(rest_.front());  // here, as most texts are ASCII
      point_ = first < 0x80 ? CodePoint{first, rest_.substr(0, 1), true} : first_code_point(rest_);
    }

    std::string_view rest_;
    CodePoint point_;
  };

  explicit CodePoints(std::string_view utf8) : utf8_(utf8) {}
  [[nodiscard]] Iterator begin() const { return Iterator(utf8_); }
  [[nodiscard]] Iterator end() const { return Iterator(utf8_.substr(utf8_.size())); }

private:
  std::string_view utf8_;
};

/// The values of all code points.
std::u32string code_points(std::string_view utf8);

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
