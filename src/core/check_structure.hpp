#pragma once

#include <vector>

#include "core/check.hpp"

namespace iscm::core {

/// The checks of the file itself, in the order in which they run: storage (SQLite's integrity_check), references
/// (every row's parents exist), schema (every object as this program builds it) and history (the versions of each row
/// follow one another). What an earlier one finds makes a later one less sure.
std::vector<Check> structural_checks();

/// The entity of a finding of `storage` where the file is damaged, so that nothing read from it can be trusted.
inline constexpr std::string_view kFile = "file";

}  // namespace iscm::core
