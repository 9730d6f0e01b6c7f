#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sqlite/connection.hpp"

namespace iscm::sqlite {

/// Something that SQLite's integrity_check found, or that is wrong with the header of the file.
struct StorageProblem {
  std::string message;  ///< in SQLite's words where it found it
  std::string table;    ///< where it names one
  bool damage = true;   ///< false: the pages are sound, but a row breaks a rule of its table
};

/// SQLite looks no further where it has found so many.
inline constexpr std::size_t kMostProblems = 100;

/// Reads every page and every row of the file; about kMostProblems at most. A file that cannot be read to the end is a
/// problem too, and none is thrown for it.
std::vector<StorageProblem> storage_problems(Connection& connection);

}  // namespace iscm::sqlite
