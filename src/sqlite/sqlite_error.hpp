#pragma once

// SQLite's error codes as sentences with a hint, and as exit codes of ours.

#include <string_view>

#include "error.hpp"

struct sqlite3;

namespace iscm::sqlite {

/// The error for a failure of SQLite: the connection (may be null), the extended result code, SQLite's own message, and
/// the SQL that failed.
Error error_of(sqlite3* handle, int extended_code, std::string_view message, std::string_view sql);

/// For a commit of which only the last step failed: it is written, but a power cut may still undo it.
Error unsynced_folder_error(sqlite3* handle);

}  // namespace iscm::sqlite
