#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"

namespace iscm::cli {

/// What to do: run a command, or print help, the version, or what `iscm` alone says.
struct Parsed {
  enum class What { run, help, version, welcome };
  What what = What::help;
  const Command* command = nullptr;  ///< null for the help of the whole program, and for the welcome
  Invocation invocation;
};

/// Understands the command line (without the program's name). Throws Error(Exit::usage) with "did you mean" where it
/// cannot.
Parsed parse(const std::vector<std::string>& words);

}  // namespace iscm::cli
