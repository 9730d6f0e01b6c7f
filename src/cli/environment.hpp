#pragma once

// What a command reads from its environment: the time, the author and the default database.

#include <string>

namespace iscm::cli {

/// The time of this command: ISCM_NOW if it is set (tests have a fixed clock), else the UTC clock:
/// "2026-01-02T03:04:05.678Z". Throws Error(Exit::usage) if ISCM_NOW has another form.
std::string now();

/// The day of now(): YYYY-MM-DD.
std::string today();

/// The database if --db names none: ISCM_DB if it is set, else iscm.db in this folder.
std::string default_database();

/// Who runs this command: ISCM_AUTHOR, else the login name, else "unknown".
std::string author();

}  // namespace iscm::cli
