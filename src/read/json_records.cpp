#include "read/json_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "read/limits.hpp"

namespace iscm::read {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

/// Looks for the end of an object from its brace on, piece by piece. Texts within may have braces.
class ObjectEnd {
public:
  /// Looks at `text`, of which it saw the start before; true when the object ends in it, or breaks off.
  bool look(std::string_view text) {
    for (; at_ < text.size(); ++at_) {
      const char c = text[at_];
      if (in_text_) {
        if (c == '\n') return torn_ = true;  // no text of JSON has a line break
        if (escaped_) {
          escaped_ = false;
        } else if (c == '\\') {
          escaped_ = true;
        } else if (c == '"') {
          in_text_ = false;
        }
      } else if (c == '"') {
        in_text_ = true;
      } else if (c == '{' || c == '[') {
        ++depth_;
      } else if ((c == '}' || c == ']') && --depth_ == 0) {
        ++at_;
        return true;
      }
    }
    return false;
  }

  /// How far it has looked: the length of the object once that has ended.
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] bool torn() const { return torn_; }

private:
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  bool in_text_ = false;
  bool escaped_ = false;
  bool torn_ = false;
};

}  // namespace

bool JsonRecords::next() {
  consume(std::exchange(length_, 0));
  torn_ = false;
  if (state_ == State::done) return false;
  return shape_ == JsonShape::lines ? next_line() : next_element();
}

bool JsonRecords::next_line() {
  skip_blanks();
  if (peek() == 0) return stop_where_text_ends();
  std::size_t end = window_.text().find('\n');
  while (end == std::string_view::npos && window_.text().size() <= kMaxRecordBytes) {
    const std::size_t seen = window_.text().size();
    if (!window_.grow()) break;
    end = window_.text().find('\n', seen);
  }
  length_ = std::min(end, window_.text().size());
  if (length_ > kMaxRecordBytes) return stop_too_long();
  if (end == std::string_view::npos && window_.source().broken()) return stop_where_text_ends();
  return true;
}

bool JsonRecords::next_element() {
  if (state_ == State::before && !open_array()) return false;
  skip_blanks();
  if (peek() == ']') return end_array();
  if (state_ == State::later) {
    if (peek() == 0) return stop_where_text_ends();
    if (peek() != ',') return stop("json-syntax", window_.text().substr(0, 1), "expected a comma or ] behind the row");
    consume(1);
    skip_blanks();
  }
  state_ = State::later;
  if (peek() == 0) return stop_where_text_ends();
  if (peek() != '{') {
    return stop("json-row", found_until(",]\n"), R"(a row is an object, as {"name": "value"})");
  }
  return cut_object();
}

bool JsonRecords::open_array() {
  skip_blanks();
  if (peek() == 0) return stop_where_text_ends();
  if (peek() != '[')
    return stop("json-syntax", window_.text().substr(0, 1), "expected [, which begins an array of rows");
  consume(1);
  state_ = State::first;
  return true;
}

bool JsonRecords::end_array() {
  consume(1);
  skip_blanks();
  if (peek() != 0) return stop("json-syntax", found_until("\n"), "text behind the end of the array");
  if (window_.source().broken()) return stop_where_text_ends();
  state_ = State::done;
  return false;
}

bool JsonRecords::cut_object() {
  ObjectEnd end;
  while (!end.look(window_.text().substr(0, kMaxRecordBytes))) {
    if (end.at() == kMaxRecordBytes) return stop_too_long();
    if (!window_.grow()) {
      if (window_.source().broken()) return stop_where_text_ends();
      torn_ = true;
      break;
    }
  }
  length_ = end.at();
  torn_ = torn_ || end.torn();
  if (torn_) state_ = State::done;
  return true;
}

void JsonRecords::skip_blanks() {
  for (;;) {
    const std::string_view text = window_.text();
    const std::size_t first = text.find_first_not_of(kBlanks);
    consume(first == std::string_view::npos ? text.size() : first);
    if (first != std::string_view::npos || !window_.grow()) return;
  }
}

char JsonRecords::peek() {
  if (window_.text().empty() && !window_.grow()) return 0;
  return window_.text().front();
}

void JsonRecords::consume(std::size_t bytes) {
  if (bytes == 0) return;
  const std::string_view text = window_.text().substr(0, bytes);
  at_ = at_.behind(text);
  last_ = text.back();
  window_.consume(bytes);
}

/// What stands here, up to one of these characters: as much as a message shows, whatever the chunks are.
std::string_view JsonRecords::found_until(std::string_view ends) {
  constexpr std::size_t enough = 100;
  while (window_.text().size() < enough && window_.grow()) continue;
  const std::string_view text = window_.text().substr(0, enough);
  return text.substr(0, text.find_first_of(ends));
}

bool JsonRecords::stop(std::string_view code, std::string_view found, std::string message) {
  state_ = State::done;
  problem_ = Problem{at_.line, {}, shortened(found), std::string(code), fmt::format("{}; reading ended here", message)};
  return false;
}

/// In an array, that is before its end; among lines it is how they end.
bool JsonRecords::stop_where_text_ends() {
  length_ = 0;
  if (const auto& broken = window_.source().broken()) {
    at_ = at_.behind(window_.text());
    return stop(broken->code, broken->bytes, broken->explanation);
  }
  if (shape_ == JsonShape::array) {
    const bool empty = state_ == State::before;
    return stop(
        empty ? "no-header" : "json-syntax", {},
        empty ? "the file is empty; an array of rows begins with [" : "the array is not closed; is the file complete?");
  }
  state_ = State::done;
  return false;
}

bool JsonRecords::stop_too_long() {
  length_ = 0;
  return stop("line-too-long", found_until("\n"), fmt::format("the row has more than {} bytes", kMaxRecordBytes));
}

}  // namespace iscm::read
