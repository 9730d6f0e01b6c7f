#pragma once

// What in the schema of a live file differs from the one that this program builds: `iscm check` reports it, and a
// migration puts it right.

#include <string>
#include <vector>

#include "sqlite/connection.hpp"

namespace iscm::schema {

/// An object of the schema that is not as this program builds it.
struct Drift {
  enum class Kind { missing, changed, added };
  Kind kind;
  std::string type;  ///< table, index, view or trigger
  std::string name;
  std::string table;  ///< that an index or trigger belongs to
  std::string here;   ///< of a changed one, the first line that differs, as it is in the file
  std::string due;    ///< and as it should be
  std::string sql;    ///< the whole statement, as this program has it
};

/// Compares every table, index, view and trigger of the file with the snapshot in this program. Of what was added, only
/// a trigger on one of our tables is drift: other objects are the user's own.
std::vector<Drift> schema_drift(sqlite::Connection& connection);

/// Whether the triggers and views that the program built into the file are as it would build them now.
bool derived_objects_intact(sqlite::Connection& connection);

}  // namespace iscm::schema
