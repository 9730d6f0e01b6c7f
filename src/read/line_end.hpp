#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace iscm::read {

/// How much of a file is looked at to see whether CR alone ends its lines.
inline constexpr std::size_t kLineEndLookahead = std::size_t{64} * 1024;

/// What ends the lines of a text, from its start: '\n' where an LF stands outside quotes, '\r' where only CR does. The
/// LFs that old Macintosh spreadsheets leave within quoted cells of a CR file do not count.
/// Nothing when `start` does not tell yet; `is_all` says that there is no more of it.
std::optional<char> line_end_of(std::string_view start, bool is_all);

}  // namespace iscm::read
