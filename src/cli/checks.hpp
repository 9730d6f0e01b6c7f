#pragma once

// The checks as commands run them: with the user's own, over a file of any version, with what is waived left out.

#include <cstdint>
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

/// Leaves out what the checks of the record found at an earlier revision already (0: the empty record); those of the
/// file itself know no earlier state.
void leave_out_earlier(const Invocation& invocation, const std::vector<check::Check>& checks, check::Findings& findings,
                       std::int64_t revision);

/// Says after a commit how many findings it caused: those that `iscm check --since BEFORE` shows, `before` being the
/// last revision that was there already. Nothing if there are none; of a large file, that command instead.
void note_caused_findings(const Invocation& invocation, std::int64_t before);

/// "0 errors, 47 warnings, 314 notes; 2 waived"
std::string counts_in_words(const check::Findings::Counts& counts);

}  // namespace iscm::cli
