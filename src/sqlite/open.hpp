#pragma once

#include <cstdint>
#include <string>

#include "sqlite/connection.hpp"

namespace iscm::sqlite {

/// Stands in the header of each file of ours: "ISCM".
inline constexpr std::int64_t kApplicationId = 0x4953434D;

/// What the caller wants of the file.
enum class Intent {
  read,   ///< must exist
  write,  ///< must exist
  create  ///< must not exist
};

/// Opens a database file with the settings of every connection. The first command after a crash works: a hot journal
/// is rolled back even for Intent::read, where the file and its folder may be written.
/// Throws Error(Exit::database) if there is no such file, it is a folder or a device, not of SQLite, or of another
/// program, or the journal beside it names a second journal (SQLite would delete the file of that name);
/// Error(Exit::refused) where Intent::create meets an existing file.
Connection open(const std::string& path, Intent intent);

/// An empty database in memory with the settings of every connection.
Connection open_in_memory();

/// For a file from elsewhere, before open(): throws Error(Exit::database) where a journal or a write-ahead log stands
/// beside it, or it is in WAL mode and would get one. Opened as it is, it would show torn pages or lose what the log
/// holds, and what stands beside it may have been made to harm another file.
void refuse_side_files(const std::string& path);

/// A path that leaves no room for the name of a journal could be made and read but never written: throws
/// Error(Exit::database). open() asks it; whoever makes a file under a temporary name asks it of the final one.
void refuse_without_room_for_journal(const std::string& path);

/// The settings of every connection: foreign keys on and read back, 5 s of patience with a lock, no trust in functions
/// named by the schema, synchronous EXTRA (people copy and mail the file: no side files, and no change lost to a power
/// cut after exit 0).
void apply_settings(Connection& connection);

}  // namespace iscm::sqlite
