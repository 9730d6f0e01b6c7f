#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace iscm::read {

/// Where something stands in an input.
struct TextPosition {
  std::size_t line = 1;
  std::size_t character = 1;  ///< in the line, from 1

  /// The position behind `text`, which begins here; lines end with LF.
  [[nodiscard]] TextPosition behind(std::string_view text) const;
};

/// The start of `text`, of whole characters, short enough to stand in a message.
std::string shortened(std::string_view text);

/// Without ASCII white space at the ends.
std::string_view trimmed_name(std::string_view text);

}  // namespace iscm::read
