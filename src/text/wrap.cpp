#include "text/wrap.hpp"

#include <utf8proc.h>

#include <algorithm>

#include "text/utf8.hpp"
#include "text/visible.hpp"

namespace iscm::text {
namespace {

std::size_t width_of(const CodePoint& point) {
  const bool plain_ascii = point.value >= 0x20 && point.value < 0x7F;
  if (plain_ascii || !point.valid) return 1;
  const int width = utf8proc_charwidth(static_cast<utf8proc_int32_t>(point.value));
  return width > 0 ? static_cast<std::size_t>(width) : 0;
}

/// The bytes of the first character as people see it: a letter with its marks, a joined emoji.
std::size_t first_character(std::string_view utf8) {
  CodePoint before = first_code_point(utf8);
  std::size_t end = before.bytes.size();
  utf8proc_int32_t state = 0;
  for (const CodePoint& next : CodePoints(utf8.substr(end))) {
    if (!before.valid || !next.valid ||
        utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(before.value),
                                         static_cast<utf8proc_int32_t>(next.value), &state)) {
      break;
    }
    end += next.bytes.size();
    before = next;
  }
  return end;
}

/// The bytes of the longest start of `utf8` that fits into `columns`, one character at least.
std::size_t longest_start(std::string_view utf8, std::size_t columns) {
  std::size_t end = first_character(utf8);
  std::size_t width = display_width(utf8.substr(0, end));
  while (end < utf8.size()) {
    const std::size_t bytes = first_character(utf8.substr(end));
    width += display_width(utf8.substr(end, bytes));
    if (width > columns) break;
    end += bytes;
  }
  return end;
}

/// After these a word may be broken as at a hyphen: codes, names of fields, addresses.
constexpr std::string_view kJoints = "-_/";

/// The place of the last joint within the first `bytes` of a word, but for its first byte; npos if there is none.
std::size_t last_joint(std::string_view word, std::size_t bytes, bool in_dates_too) {
  std::size_t at = std::min(bytes, word.size());
  while (at-- > 1) {
    const bool in_date = is_digits(word.substr(at - 1, 1)) && is_digits(word.substr(at + 1, 1));
    if (kJoints.find(word[at]) != std::string_view::npos && (in_dates_too || !in_date)) return at;
  }
  return std::string_view::npos;
}

std::size_t longest_between_joints(std::string_view utf8, bool in_dates_too) {
  std::size_t longest = 0;
  while (!utf8.empty()) {
    std::string_view word = utf8.substr(0, utf8.find(' '));
    utf8.remove_prefix(std::min(word.size() + 1, utf8.size()));
    while (!word.empty()) {
      const std::size_t joint = last_joint(word, word.size() - 1, in_dates_too);
      const std::size_t begin = joint == std::string_view::npos ? 0 : joint + 1;
      longest = std::max(longest, display_width(word.substr(begin)));
      word = word.substr(0, begin);
    }
  }
  return longest;
}

/// How much of a word that is longer than a line goes on the line: up to a joint, if there is one.
std::size_t first_part(std::string_view word, std::size_t columns) {
  const std::size_t bytes = longest_start(word, columns);
  if (bytes == word.size()) return bytes;
  std::size_t joint = last_joint(word, bytes, false);
  if (joint == std::string_view::npos) joint = last_joint(word, bytes, true);
  return joint == std::string_view::npos ? bytes : joint + 1;
}

}  // namespace

std::size_t display_width(std::string_view utf8) {
  if (is_plain_ascii(utf8)) return utf8.size();
  std::size_t width = 0;
  for (const CodePoint& point : CodePoints(utf8)) width += width_of(point);
  return width;
}

std::size_t longest_part(std::string_view utf8) {
  return longest_between_joints(utf8, false);
}

std::size_t longest_piece(std::string_view utf8) {
  return longest_between_joints(utf8, true);
}

std::vector<std::string_view> wrap(std::string_view utf8, std::size_t columns) {
  columns = std::max<std::size_t>(columns, 1);
  if (display_width(utf8) <= columns) return {utf8};
  std::vector<std::string_view> lines;
  std::string_view line = utf8.substr(0, 0);
  std::size_t width = 0;
  bool started = false;
  for (std::size_t begin = utf8.find_first_not_of(' '); begin != std::string_view::npos;) {
    std::string_view word = utf8.substr(begin, std::min(utf8.find(' ', begin), utf8.size()) - begin);
    begin = utf8.find_first_not_of(' ', begin + word.size());
    std::size_t needed = display_width(word);
    const auto gap = static_cast<std::size_t>(word.data() - line.data()) - line.size();
    if (started && width + gap + needed <= columns) {
      line = {line.data(), line.size() + gap + word.size()};
      width += gap + needed;
      continue;
    }
    if (started) lines.push_back(line);
    while (needed > columns) {
      const std::size_t bytes = first_part(word, columns);
      if (bytes == word.size()) break;
      lines.push_back(word.substr(0, bytes));
      needed -= display_width(lines.back());
      word.remove_prefix(bytes);
    }
    line = word;
    width = needed;
    started = true;
  }
  if (started || lines.empty()) lines.push_back(line);
  return lines;
}

std::string hanging(std::string_view first, std::string_view text, std::size_t width) {
  constexpr std::string_view kIndent = "    ";
  constexpr std::size_t kNarrowest = 20;
  const std::size_t beside = display_width(first);
  const std::string shown = visible(text);
  std::string lines;
  std::string start(first);
  std::size_t room = std::string::npos;
  if (width != 0) {
    room = width - std::min(width, beside);
    const std::size_t below = width - std::min(width, kIndent.size());
    if (room < std::min({kNarrowest, below, display_width(shown)})) {
      for (const std::string_view line : wrap(trimmed(first), width)) lines.append(line) += '\n';
      start = kIndent;
      room = below;
    }
  }
  for (const std::string_view line : wrap(shown, room)) {
    lines.append(start).append(line) += '\n';
    start.assign(display_width(start), ' ');
  }
  return lines;
}

}  // namespace iscm::text
