#pragma once

#include <span>
#include <string>
#include <string_view>

#include "error.hpp"

namespace iscm::cli {

/// An exit code with its meaning for docs/commands.md and the man page.
struct ExitCode {
  Exit exit;
  std::string_view meaning;
};

/// Every exit code, in the order of their numbers.
std::span<const ExitCode> exit_codes();

/// docs/iscm.1 with the parts that come from the declarations of commands written anew: the commands with their
/// examples, arguments and options, the options of every command, and the exit codes. The rest of `written` is kept. A
/// part is between the lines `.\" generated: NAME` and `.\" end of NAME`. Throws std::invalid_argument if the page
/// lacks one.
std::string man_page(std::string_view written);

}  // namespace iscm::cli
