#pragma once

#include <vector>

#include "check/check.hpp"
#include "cli/command.hpp"

namespace iscm::cli {

/// The program's checks, and behind them those of the folders that --checks names. Throws Error(Exit::usage) where one
/// of these cannot be read or has no check.
std::vector<check::Check> known_checks(const Invocation& invocation);

}  // namespace iscm::cli
