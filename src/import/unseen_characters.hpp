#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "read/row_source.hpp"

namespace iscm::import {

/// Looks in cells for characters that spreadsheets and web pages leave there and nobody sees: no-break spaces, which
/// are read as spaces, and characters without width. The notes of an import report them, and names must not have them.
class UnseenCharacters {
public:
  void look(std::span<const std::string_view> cells, std::size_t line);

  /// Whether there was any.
  [[nodiscard]] bool any() const { return !seen_.empty(); }

  /// A note for each column and kind of character: where it is first, and in how many cells.
  [[nodiscard]] std::vector<read::Note> notes(std::span<const std::string> header) const;

private:
  struct Seen {
    std::size_t line = 0;
    std::int64_t cells = 0;
  };
  std::map<std::pair<std::size_t, std::string_view>, Seen> seen_;  ///< by column and what it is
};

}  // namespace iscm::import
