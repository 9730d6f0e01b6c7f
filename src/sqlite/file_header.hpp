#pragma once

#include <optional>
#include <string>

struct sqlite3;

namespace iscm::sqlite {

/// What is wrong with the first 100 bytes of a database, and what to do.
struct HeaderFault {
  std::string message;  ///< "it ends after 8192 of 16384 bytes", "its header names a format that SQLite has not"
  std::string hint;
};

/// Looks at the header of the main file of a connection, which SQLite itself may pass over: it takes a file with a
/// format to come for one to be read alone, and one with another page size for none of its own. Nothing where the
/// header is sound, or not of SQLite at all.
std::optional<HeaderFault> header_fault(sqlite3* handle);

/// The same for a file that no connection of this process has open: to close it would end their locks.
std::optional<HeaderFault> header_fault(const std::string& path);

}  // namespace iscm::sqlite
