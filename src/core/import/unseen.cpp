#include "core/import/unseen.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace iscm::core {
namespace {

struct Blank {
  std::string_view text;
  std::string_view what;
};

constexpr std::string_view kReadAsSpaces = "no-break spaces were read as spaces";
constexpr std::string_view kTurns = "marks that turn the direction of a text and show nothing (U+202A to U+2069)";

constexpr Blank kBlanks[] = {
    {"\u00A0", kReadAsSpaces},
    {"\u202F", kReadAsSpaces},
    {"\u2007", kReadAsSpaces},
    {"\u200B", "zero-width spaces, which show nothing (U+200B)"},
    {"\u2060", "word joiners, which show nothing (U+2060)"},
    {"\uFEFF", "byte order marks within a text, which show nothing (U+FEFF)"},
    {"\u00AD", "soft hyphens, which show nothing within a line (U+00AD)"},
    {"\u202A", kTurns},
    {"\u202B", kTurns},
    {"\u202C", kTurns},
    {"\u202D", kTurns},
    {"\u202E", kTurns},
    {"\u2066", kTurns},
    {"\u2067", kTurns},
    {"\u2068", kTurns},
    {"\u2069", kTurns},
};

/// The first bytes of the blanks; most cells have none of them.
bool may_begin_blank(char byte) {
  return byte == '\xC2' || byte == '\xE2' || byte == '\xEF';
}

}  // namespace

void UnseenBlanks::look(std::span<const std::string_view> cells, std::size_t line) {
  for (std::size_t column = 0; column < cells.size(); ++column) {
    if (std::none_of(cells[column].begin(), cells[column].end(), may_begin_blank)) continue;
    std::string_view told;
    for (const Blank& blank : kBlanks) {
      if (blank.what == told || cells[column].find(blank.text) == std::string_view::npos) continue;
      told = blank.what;
      Seen& seen = seen_[{column, told}];
      if (++seen.cells == 1) seen.line = line;
    }
  }
}

std::vector<read::Note> UnseenBlanks::notes(std::span<const std::string> header) const {
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

}  // namespace iscm::core
