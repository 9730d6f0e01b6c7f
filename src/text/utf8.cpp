#include "text/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace iscm::text {

Decoded decode_first(std::string_view utf8) {
  utf8proc_int32_t value = -1;
  const utf8proc_ssize_t bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(utf8.data()),
                                                  static_cast<utf8proc_ssize_t>(utf8.size()), &value);
  if (bytes <= 0 || value < 0) return {static_cast<unsigned char>(utf8.front()), 1, false};
  return {static_cast<char32_t>(value), static_cast<std::uint16_t>(bytes), true};
}

std::u32string code_points(std::string_view utf8) {
  std::u32string values;
  values.reserve(utf8.size());
  for (const CodePoint& point : CodePoints(utf8)) values += point.value;
  return values;
}

bool is_utf8(std::string_view text) {
  for (const CodePoint& point : CodePoints(text)) {
    if (!point.valid) return false;
  }
  return true;
}

void append_utf8(std::string& text, char32_t code_point) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const utf8proc_ssize_t count = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), bytes.data());
  text.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(count));
}

char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = ascii_lower(c);
  return lower;
}

bool is_ascii_word(std::string_view text, std::string_view others) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [others](char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || others.find(c) != std::string_view::npos;
  });
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_ascii_digit);
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + separator.size());
  }
  return parts;
}

}  // namespace iscm::text
