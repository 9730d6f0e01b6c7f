#pragma once

// The list of all commands, and how to find one.

#include <span>
#include <string_view>
#include <vector>

#include "cli/command.hpp"

namespace iscm::cli {

/// Commands that serve one purpose, under the heading that help has for them.
struct CommandGroup {
  std::string_view heading;
  std::span<const Command* const> commands;
};

/// Every command, in the order of help.
std::span<const CommandGroup> command_groups();
std::vector<const Command*> commands();

/// The command with this synonym; null if there is none.
const Command* find_synonym(std::string_view word);

/// The command of this name; null if there is none.
const Command* find_command(std::string_view name);

}  // namespace iscm::cli
