#pragma once

#include <string>
#include <vector>

#include "check/check.hpp"

namespace iscm::check {

/// The checks of a user's own folder: each file NAME.sql, written like those of schema/checks. Their SQL is guarded
/// (sqlite/user_sql.hpp) on a connection of its own to `database`. One that is broken (no header, a name that is taken)
/// is among them all the same: running it throws what is wrong with it, which Findings::run() reports.
/// Throws Error(Exit::usage) where the folder cannot be read or has no such file.
std::vector<Check> folder_checks(const std::string& folder, const std::string& database, const std::string& today,
                                 const std::vector<Check>& known);

}  // namespace iscm::check
