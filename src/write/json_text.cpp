#include "write/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "text/utf8.hpp"
#include "text/visible.hpp"

namespace iscm::write {
namespace {

constexpr char32_t kFirstBeyondBmp = 0x10000;
constexpr char32_t kReplacement = 0xFFFD;

void append_unit(std::string& json, char32_t unit) {
  fmt::format_to(std::back_inserter(json), "\\u{:04x}", static_cast<unsigned>(unit));
}

void append_escaped(std::string& json, char32_t code_point) {
  if (code_point < kFirstBeyondBmp) {
    append_unit(json, code_point);
    return;
  }
  const char32_t offset = code_point - kFirstBeyondBmp;
  append_unit(json, 0xD800 + (offset >> 10U));
  append_unit(json, 0xDC00 + (offset & 0x3FFU));
}

/// The escape that has a letter of its own; empty for every other character.
std::string_view short_escape(char32_t code_point) {
  switch (code_point) {
    case U'"':
      return "\\\"";
    case U'\\':
      return "\\\\";
    case U'\n':
      return "\\n";
    case U'\r':
      return "\\r";
    case U'\t':
      return "\\t";
    default:
      return {};
  }
}

bool stands_for_itself(char c) {
  return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

}  // namespace

void append_json_string(std::string& json, std::string_view text) {
  json += '"';
  while (!text.empty()) {
    const auto plain =
        static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), stands_for_itself) - text.begin());
    json += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const auto point = text::first_code_point(text);
    const auto escape = short_escape(point.value);
    if (!point.valid) {
      append_unit(json, kReplacement);
    } else if (!escape.empty()) {
      json += escape;
    } else if (text::is_unseen(point.value)) {
      append_escaped(json, point.value);
    } else {
      json += point.bytes;
    }
    text.remove_prefix(point.bytes.size());
  }
  json += '"';
}

}  // namespace iscm::write
