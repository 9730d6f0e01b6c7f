#pragma once

#include <string>

namespace iscm::cli {

/// The time of this command: ISCM_NOW where it is set (tests have a fixed clock), else the UTC clock:
/// "2026-01-02T03:04:05.678Z". Throws Error(Exit::usage) where ISCM_NOW has another form.
std::string now();

/// The day of now(): YYYY-MM-DD.
std::string today();

/// The database where --db names none: ISCM_DB where it is set, else iscm.db in this folder.
std::string default_database();

/// Who runs this command: ISCM_AUTHOR, else the login name, else "unknown".
std::string author();

}  // namespace iscm::cli
