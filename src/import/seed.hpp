#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "import/plan.hpp"
#include "sqlite/connection.hpp"

namespace iscm::import {

/// What became of one file of seeds/.
struct SeededFile {
  std::string_view file;
  std::int64_t revision;
  Counts counts;
};

/// Imports the files of seeds/ in their order, each a revision of its own made at `now` (UTC) by `author`. The caller
/// holds the write transaction. Throws Error(Exit::failed) with file and line if a seed breaks a rule.
std::vector<SeededFile> seed(sqlite::Connection& connection, std::string_view now, std::string_view author);

/// What a file of seeds would do to a record, or has left as it is: action is new, change, kept or skipped.
struct SeedStep {
  std::string file;
  std::size_t line = 0;
  std::string action;
  std::string record;
  std::string field;
  std::string old;    ///< as it is
  std::string offer;  ///< as the seeds have it, or why a row was skipped
};

/// Imports the files of seeds/ over a record that people have edited: what they have set, removed or renamed since is
/// kept, and a row about something that no longer exists is skipped. Only a file that changes anything
/// makes a revision. The caller holds the write transaction, or a copy of the record.
std::vector<SeedStep> seed_again(sqlite::Connection& connection, std::string_view now, std::string_view author);

/// Whether any of these steps changes the record.
bool changes_anything(const std::vector<SeedStep>& steps);

}  // namespace iscm::import
