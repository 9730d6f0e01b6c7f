#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace iscm::cli {

/// The hidden command that the scripts of `iscm completion` run: `iscm __complete WORDS...`.
inline constexpr std::string_view kCompleteWord = "__complete";

/// What the last of the words (empty after a blank) may become, a line each, given those before it; the name of the
/// program is not among them. Never throws, and says nothing where it knows nothing: it runs while somebody types.
std::string complete(const std::vector<std::string>& words);

}  // namespace iscm::cli
