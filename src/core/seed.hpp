#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/import/plan.hpp"
#include "db/connection.hpp"

namespace iscm::core {

/// What became of one file of seeds/.
struct SeededFile {
  std::string_view file;
  std::int64_t revision;
  Counts counts;
};

/// Imports the files of seeds/ in their order, each a revision of its own made at `now` (UTC) by `author`. The caller
/// holds the write transaction. Throws Error(Exit::failed) naming file and line where a seed breaks a rule.
std::vector<SeededFile> seed(db::Connection& connection, std::string_view now, std::string_view author);

}  // namespace iscm::core
