#pragma once

// What the declaration of a command does not allow, refused in one place before the command runs: values of another
// kind, and what needs, or cannot be given with, something else.

#include "cli/command.hpp"

namespace iscm::cli {

/// Throws Error(Exit::usage) for the first value or combination that the command's declaration does not allow.
void refuse_broken_rules(const Invocation& invocation);

}  // namespace iscm::cli
