#include "read/swallowed_rows.hpp"

#include <vector>

#include "text/utf8.hpp"

namespace iscm::read {
namespace {

/// The delimiters of a line; none if it reads as prose.
std::size_t delimiters_of(std::string_view line, char delimiter) {
  std::size_t count = 0;
  for (std::size_t at = line.find(delimiter); at != std::string_view::npos; at = line.find(delimiter, at + 1)) {
    if (at + 1 < line.size() && line[at + 1] == ' ') return 0;
    ++count;
  }
  return count;
}

}  // namespace

std::size_t swallowed_rows(std::string_view cell, char delimiter, std::size_t width, std::size_t column) {
  constexpr std::size_t narrow = 2;
  if (width <= narrow || cell.find('\n') == std::string_view::npos) return 0;
  const std::vector<std::string_view> lines = text::split(cell, "\n");
  std::size_t whole = 0;
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    if (delimiters_of(lines[i], delimiter) + 1 == width) ++whole;
  }
  // The first line may be the end of a row and the last the start of one: then the row has the rest of its cells in
  // them.
  const bool first = delimiters_of(lines.front(), delimiter) + column + 1 == width;
  const bool last = delimiters_of(lines.back(), delimiter) == column;
  const bool both = first && last && column > 0 && column + 1 < width;
  return both ? whole + 2 : whole;
}

}  // namespace iscm::read
