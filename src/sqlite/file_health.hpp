#pragma once

// Damage of a file, as `iscm check` reports it.

#include <cstddef>
#include <string>
#include <vector>

#include "sqlite/connection.hpp"

namespace iscm::sqlite {

/// Something that SQLite's integrity_check found, or that is wrong with the header of the file.
struct StorageProblem {
  std::string message;  ///< SQLite's own, if SQLite found it
  std::string table;    ///< if the message names one
  bool damage = true;   ///< false: the pages are sound, but a row breaks a rule of its table
};

/// SQLite stops looking after so many.
inline constexpr std::size_t kMostProblems = 100;

/// Reads every page and every row of the file; about kMostProblems at most. A file that cannot be read to the end is
/// reported as a problem too, not thrown.
std::vector<StorageProblem> storage_problems(Connection& connection);

}  // namespace iscm::sqlite
