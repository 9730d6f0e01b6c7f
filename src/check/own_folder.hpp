#pragma once

// The checks that users write in a folder of their own: `check --checks DIR`.

#include <string>
#include <vector>

#include "check/check.hpp"

namespace iscm::check {

/// One check for each file NAME.sql in the folder. Its SQL runs guarded (sqlite/user_sql.hpp), on a connection of its
/// own to `database`. A broken file (no header, a name that is in `known`) gives a check too: running it throws what is
/// wrong, which Findings::run() reports. Throws Error(Exit::usage) if the folder cannot be read or has no such file.
std::vector<Check> folder_checks(const std::string& folder, const std::string& database, const std::string& today,
                                 const std::vector<Check>& known);

}  // namespace iscm::check
