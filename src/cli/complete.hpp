#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace iscm::cli {

/// The hidden command that the scripts of `iscm completion` run: `iscm __complete WORDS...`.
inline constexpr std::string_view kCompleteWord = "__complete";

/// The words that the last of `words` (empty after a blank) may become, one per line. `words` is the command line
/// without the name of the program. Never throws: on an error there are no lines, as it runs while somebody types.
std::string complete(const std::vector<std::string>& words);

}  // namespace iscm::cli
