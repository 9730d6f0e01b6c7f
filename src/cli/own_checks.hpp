#pragma once

#include <vector>

#include "cli/command.hpp"
#include "core/check.hpp"

namespace iscm::cli {

/// The program's checks, and behind them those of the folders that --checks names. Throws Error(Exit::usage) where one
/// of these cannot be read or has no check.
std::vector<core::Check> known_checks(const Invocation& invocation);

}  // namespace iscm::cli
