#pragma once

#include "cli/command.hpp"

namespace iscm::cli {

/// `iscm check --fix NAME`: shows what the repair of a check would change, and with --apply writes it as a revision.
/// Throws Error(Exit::usage) for a check that has no repair.
Exit run_check_fix(const Invocation& invocation);

}  // namespace iscm::cli
