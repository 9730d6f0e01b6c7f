#pragma once

#include <string>
#include <vector>

#include "model/find_record.hpp"
#include "sqlite/connection.hpp"

namespace iscm::history {

/// The columns of why(). `field` is empty where the row tells of a link as a whole; `source` says "unsourced" where
/// there is none; file, line and published say where the value stood in an imported file, and how.
inline constexpr std::string_view kWhyColumns[] = {"record", "field",  "value", "revision", "since",
                                                   "author", "source", "file",  "line",     "published"};

/// What each filled field of these rows is, since which revision, by whom and on what source; of a link also of itself,
/// of a record of what its lists hold. Of one field where rows.field says so, also where it is empty. Of rows that were
/// removed: as they were last.
struct Witnesses {
  std::vector<std::vector<std::string>> rows;  ///< with kWhyColumns
  std::vector<std::string> notes;              ///< which merges brought what from which record
};
Witnesses why(sqlite::Connection& connection, const model::KeyedRows& rows);

/// The revision that removed the rows, which all are gone; 0 where one stands.
std::int64_t removed_by(sqlite::Connection& connection, const model::KeyedRows& rows);

}  // namespace iscm::history
