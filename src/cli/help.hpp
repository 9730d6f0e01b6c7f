#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/command.hpp"

namespace iscm::cli {

/// What the program is for, in a sentence.
inline constexpr std::string_view kPurpose =
    "iscm keeps the record of the Inter-State Consultation Mechanisms on Migration.";

/// The examples, a line each, their meanings aligned.
std::string example_lines(std::span<const Example> examples);

/// The commands, a line each, and how to go on.
std::string program_help();

/// Examples first, then arguments and options.
std::string command_help(const Command& command);

}  // namespace iscm::cli
