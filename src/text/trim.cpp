#include "text/trim.hpp"

#include <utf8proc.h>

#include "text/code_point.hpp"

namespace iscm::text {
namespace {

bool is_line_break(char32_t c) {
  return c == U'\n' || c == U'\r';
}

bool is_space(char32_t c) {
  if (c < 0x80) return c == U' ' || c == U'\t' || c == U'\v' || c == U'\f';
  return utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_ZS;
}

bool has_no_width(char32_t c) {
  return (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF;
}

bool is_blank(const CodePoint& point) {
  return point.valid && (is_space(point.value) || is_line_break(point.value) || has_no_width(point.value));
}

/// The code point that ends the text, which must not be empty.
CodePoint last_code_point(std::string_view utf8) {
  constexpr std::size_t longest = 4;
  for (std::size_t bytes = 1; bytes <= longest && bytes <= utf8.size(); ++bytes) {
    const CodePoint point = first_code_point(utf8.substr(utf8.size() - bytes));
    if (point.valid && point.bytes == bytes) return point;
  }
  return {static_cast<unsigned char>(utf8.back()), 1, false};
}

/// Whether nothing but single spaces between words is blank. Most cells are so; false where a closer look is needed.
bool is_squeezed(std::string_view text) {
  if (text.empty()) return true;
  bool after_space = true;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const bool space = byte == ' ';
    if ((space && after_space) || byte < 0x20) return false;
    after_space = space;
    const CodePoint point = byte < 0x80 ? CodePoint{byte, 1, true} : first_code_point(text.substr(at));
    if (byte >= 0x80 && is_blank(point)) return false;
    at += point.bytes;
  }
  return !after_space;
}

}  // namespace

std::string_view trimmed(std::string_view utf8) {
  while (!utf8.empty()) {
    const CodePoint point = first_code_point(utf8);
    if (!is_blank(point)) break;
    utf8.remove_prefix(point.bytes);
  }
  while (!utf8.empty()) {
    const CodePoint point = last_code_point(utf8);
    if (!is_blank(point)) break;
    utf8.remove_suffix(point.bytes);
  }
  return utf8;
}

std::string squeezed(std::string_view utf8) {
  if (is_squeezed(utf8)) return std::string(utf8);
  std::string text;
  bool after_space = false;
  for (std::string_view rest = trimmed(utf8); !rest.empty();) {
    const CodePoint point = first_code_point(rest);
    const bool space = point.valid && is_space(point.value);
    if (!space) {
      text += rest.substr(0, point.bytes);
    } else if (!after_space) {
      text += ' ';
    }
    after_space = space;
    rest.remove_prefix(point.bytes);
  }
  return text;
}

}  // namespace iscm::text
