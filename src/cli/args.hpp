#pragma once

#include <optional>
#include <string>
#include <vector>

// The command line as typed, made into an invocation of a command. For main.

#include "cli/command.hpp"

namespace iscm::cli {

/// What to do: run a command, or print help, the version, or the welcome of `iscm` alone.
struct Parsed {
  enum class What { run, help, version, welcome };
  What what = What::help;
  const Command* command = nullptr;  ///< null for the help of the whole program, and for the welcome
  Invocation invocation;
};

/// Parses the command line (without the program's name). Throws Error(Exit::usage), with a suggestion if there is one.
Parsed parse(const std::vector<std::string>& words);

}  // namespace iscm::cli
