#pragma once

// The triggers that keep every version of every row, generated from the tables that a file has.

#include <string>
#include <vector>

#include "sqlite/connection.hpp"

namespace iscm::schema {

/// A trigger or view that is built from this program's definitions, not migrated.
struct DerivedObject {
  std::string name;
  std::string sql;  ///< the whole CREATE statement, without a semicolon
};

/// The triggers that keep row versions and guard writes from outside, for every tracked table and column.
std::vector<DerivedObject> history_objects(sqlite::Connection& connection);

}  // namespace iscm::schema
