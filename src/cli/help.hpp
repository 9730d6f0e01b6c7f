#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "cli/command.hpp"

namespace iscm::cli {

/// What the program is for, in a sentence.
inline constexpr std::string_view kPurpose =
    "iscm keeps the record of the Inter-State Consultation Mechanisms on Migration.";

// Each gives text for a terminal of so many columns: 0 for as wide as needed.

/// The examples, a line each, their meanings aligned; below them where that is too wide. An example is never broken: it
/// is there to be copied.
std::string example_lines(std::span<const Example> examples, std::size_t width);

/// The commands, a line each, and how to go on.
std::string program_help(std::size_t width);

/// Examples first, then arguments and options.
std::string command_help(const Command& command, std::size_t width);

/// What `iscm` alone says: five commands to begin with, and how the database of the invocation is.
std::string welcome(const Invocation& invocation);

/// A sentence in lines that fit.
std::string wrapped(std::string_view sentence, std::size_t width);

}  // namespace iscm::cli
