#include "import/unseen_characters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "read/encoding.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"

namespace iscm::import {
namespace {

/// What a note says about a kind of character; empty for those that spelling may need.
std::string_view in_words(text::Hidden kind) {
  switch (kind) {
    case text::Hidden::no_break_space:
      return "no-break spaces were read as spaces";
    case text::Hidden::zero_width_space:
      return "zero-width spaces, which show nothing (U+200B)";
    case text::Hidden::word_joiner:
      return "word joiners, which show nothing (U+2060)";
    case text::Hidden::byte_order_mark:
      return "byte order marks within a text, which show nothing (U+FEFF)";
    case text::Hidden::soft_hyphen:
      return "soft hyphens, which show nothing within a line (U+00AD)";
    case text::Hidden::direction_change:
      return "marks that turn the direction of a text and show nothing (U+202A to U+2069)";
    default:
      return {};
  }
}

/// The first bytes of such characters, and of those that begin a misread one; most cells have none of them.
bool may_begin_hidden(char byte) {
  return byte == '\xC2' || byte == '\xC3' || byte == '\xE2' || byte == '\xEF';
}

constexpr std::string_view kMisread =
    "UTF-8 that was read in another encoding, as \"Ã©\" for \"é\": the text is broken, here or in the program that "
    "wrote it";
constexpr std::string_view kLost = "characters that another program could not keep (U+FFFD)";
constexpr char32_t kReplacement = 0xFFFD;

}  // namespace

void UnseenCharacters::look(std::span<const std::string_view> cells, std::size_t line) {
  for (std::size_t column = 0; column < cells.size(); ++column) {
    if (std::none_of(cells[column].begin(), cells[column].end(), may_begin_hidden)) continue;
    std::set<std::string_view> found;
    for (const text::CodePoint& point : text::CodePoints(cells[column])) {
      if (point.valid) found.insert(point.value == kReplacement ? kLost : in_words(text::hidden_kind(point.value)));
    }
    if (read::misread_utf8(cells[column])) found.insert(kMisread);
    found.erase(std::string_view());
    for (const std::string_view what : found) {
      Seen& seen = seen_[{column, what}];
      if (++seen.cells == 1) seen.line = line;
    }
  }
}

std::vector<read::Note> UnseenCharacters::notes(std::span<const std::string> header) const {
  std::vector<read::Note> notes;
  for (const auto& [place, seen] : seen_) {
    const auto [column, what] = place;
    const std::string more = seen.cells > 1 ? fmt::format(", in {} cells of this column", seen.cells) : "";
    notes.push_back({seen.line, fmt::format("{}: {}{}", header[column], what, more)});
  }
  std::stable_sort(notes.begin(), notes.end(),
                   [](const read::Note& one, const read::Note& other) { return one.line < other.line; });
  return notes;
}

}  // namespace iscm::import
