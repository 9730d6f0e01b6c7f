#include "read/text_window.hpp"

#include <algorithm>
#include <utility>

namespace iscm::read {
namespace {

bool continues_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
}

}  // namespace

TextPosition TextPosition::after(std::string_view text, char line_end) const {
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), line_end));
  const std::string_view in_line = text.substr(text.rfind(line_end) + 1);  // all of it if there is none: npos + 1
  const auto characters = static_cast<std::size_t>(
      std::count_if(in_line.begin(), in_line.end(), [](char c) { return !continues_character(c); }));
  return {line + lines, (lines == 0 ? character : 1) + characters};
}

std::string shortened(std::string_view text) {
  constexpr std::size_t longest = 80;
  if (text.size() <= longest) return std::string(text);
  std::size_t end = longest;
  while (end > 0 && continues_character(text[end])) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::string_view trimmed_name(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\v\f";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

TextWindow::TextWindow(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

bool TextWindow::grow() {
  if (ended_) return false;
  const std::string_view chunk = source_->next_chunk();
  const std::size_t unneeded = mark_.value_or(start_);
  buffer_.erase(0, unneeded);
  start_ -= unneeded;
  if (mark_) mark_ = 0;
  buffer_ += chunk;
  ended_ = chunk.empty();
  return !ended_;
}

std::size_t TextWindow::find(char c, std::size_t most) {
  for (std::size_t seen = 0; seen < most;) {
    const std::size_t at = text().substr(0, most).find(c, seen);
    if (at != std::string_view::npos) return at;
    seen = text().size();
    if (!grow()) break;
  }
  return std::string_view::npos;
}

void TextWindow::restart() {
  source_->restart();
  buffer_.clear();
  start_ = 0;
  mark_.reset();
  ended_ = false;
}

}  // namespace iscm::read
