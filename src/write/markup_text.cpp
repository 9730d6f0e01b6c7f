#include "write/markup_text.hpp"

#include <algorithm>

#include "text/visible.hpp"

namespace iscm::write {
namespace {

void append_visible(std::string& text, std::string_view piece, AppendLine append_line) {
  if (!piece.empty()) append_line(text, text::visible(piece));
}

}  // namespace

void append_markup(std::string& text, std::string_view value, AppendLine append_line) {
  constexpr std::string_view kKept = "\t\r\n";
  while (true) {
    const std::size_t end = std::min(value.find_first_of(kKept), value.size());
    append_visible(text, value.substr(0, end), append_line);
    if (end == value.size()) return;
    const bool two = value.substr(end, 2) == "\r\n";
    text += value[end] == '\t' ? "&#9;" : "<br>";
    value.remove_prefix(end + (two ? 2 : 1));
  }
}

void append_entities(std::string& text, std::string_view line) {
  for (const char c : line) {
    switch (c) {
      case '&':
        text += "&amp;";
        break;
      case '<':
        text += "&lt;";
        break;
      case '>':
        text += "&gt;";
        break;
      case '"':
        text += "&quot;";
        break;
      default:
        text += c;
    }
  }
}

}  // namespace iscm::write
