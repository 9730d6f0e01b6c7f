#pragma once

// The checks as commands run them: with the user's own, over a file of any version, with what is waived left out.

#include <string>
#include <vector>

#include "check/findings.hpp"
#include "cli/command.hpp"
#include "sqlite/connection.hpp"

namespace iscm::cli {

/// The program's checks, and after them those of the folders that --checks names. Throws Error(Exit::usage) if one of
/// these cannot be read or has no check.
std::vector<check::Check> known_checks(const Invocation& invocation);

/// Opens a database of any version, so that checks can look at all of it. Throws Error(Exit::database) if it cannot be
/// opened; if it is damaged, the message says how, as far as this is known.
sqlite::Connection open_to_check(const Invocation& invocation);

/// Runs the checks in their order and leaves out what is waived. Returns false if the file is damaged: the checks after
/// `storage` are not run then. Throws Error(Exit::database) if there are checks of the record among them, and the file
/// is of another version.
bool run_checks(sqlite::Connection& connection, const Invocation& invocation, const std::vector<check::Check>& checks,
                check::Findings& findings);

/// "0 errors, 47 warnings, 314 notes; 2 waived"
std::string counts_in_words(const check::Findings::Counts& counts);

}  // namespace iscm::cli
