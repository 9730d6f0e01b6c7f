#pragma once

// Damage of the header of a file, for messages about files that SQLite does not open, or opens for reading only.

#include <optional>
#include <string>

struct sqlite3;

namespace iscm::sqlite {

/// What is wrong with the first 100 bytes of a database, and what to do.
struct HeaderFault {
  std::string message;  ///< "it ends after 8192 of 16384 bytes", "its header names a format that SQLite does not know"
  std::string hint;
};

/// What is wrong with the header of the main file of a connection; null if it is sound, or not of SQLite at all. SQLite
/// itself may not notice: it opens a file with a newer format for reading only, and says that one with another page
/// size is not a database.
std::optional<HeaderFault> header_fault(sqlite3* handle);

/// The same for a file that no connection of this process has open: closing it here would end their locks.
std::optional<HeaderFault> header_fault(const std::string& path);

}  // namespace iscm::sqlite
