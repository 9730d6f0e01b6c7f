#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"

namespace iscm::db {

/// Something that SQLite's integrity_check found.
struct StorageProblem {
  std::string message;  ///< in SQLite's words
  std::string table;    ///< where it names one
  bool damage = true;   ///< false: the pages are sound, but a row breaks a rule of its table
};

/// Reads every page and every row of the file; at most 100 problems. A file that cannot be read to the end is a problem
/// too, and none is thrown for it.
std::vector<StorageProblem> storage_problems(Connection& connection);

/// How a file is shorter than its own header says ("ends after 8192 of 16384 bytes"); nothing where it is not, or
/// where it is no database.
std::optional<std::string> truncation(const std::string& path);

}  // namespace iscm::db
