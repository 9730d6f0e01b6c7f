#pragma once

#include <string_view>

#include "error.hpp"

struct sqlite3;

namespace iscm::sqlite {

/// The one place that turns a failure of SQLite into words for a person and an exit code of ours.
/// Takes the connection (may be null), the extended result code, SQLite's own message, and the SQL that failed.
Error error_of(sqlite3* handle, int extended_code, std::string_view message, std::string_view sql);

/// For a commit of which only the last step failed: what is written may come back after a power cut as it was.
Error unsynced_folder_error(sqlite3* handle);

}  // namespace iscm::sqlite
