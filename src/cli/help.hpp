#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "cli/command.hpp"

namespace iscm::cli {

/// What the program is for.
inline constexpr std::string_view kPurpose =
    "iscm keeps the record of the Inter-State Consultation Mechanisms on Migration.";

// Each returns text for a terminal of `width` columns; 0: as wide as needed.

/// The examples, one per line, with their meanings aligned beside them, or below if that is too wide. An example is
/// never broken, so that it can be copied.
std::string example_lines(std::span<const Example> examples, std::size_t width);

/// The commands, a line each, and how to go on.
std::string program_help(std::size_t width);

/// Examples first, then arguments and options.
std::string command_help(const Command& command, std::size_t width);

/// What `iscm` alone prints: five commands to begin with, and the state of the database.
std::string welcome(const Invocation& invocation);

/// A sentence in lines that fit.
std::string wrapped(std::string_view sentence, std::size_t width);

}  // namespace iscm::cli
