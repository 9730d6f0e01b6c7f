#pragma once

#include <string>

#include "cli/command.hpp"

namespace iscm::cli {

/// The commands, a line each, and how to go on.
std::string program_help();

/// Examples first, then arguments and options.
std::string command_help(const Command& command);

}  // namespace iscm::cli
