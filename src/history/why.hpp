#pragma once

// Where a value comes from, for `iscm why`: each filled field of a record or link with the revision that set it, its
// author and source, and where it was in an imported file.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/find_record.hpp"
#include "sqlite/connection.hpp"

namespace iscm::history {

/// The columns of why(). `field` is empty if the row is about a link as a whole; `source` is "unsourced" if there is
/// none; file, line and published say where the value was in an imported file, and how it was written there.
inline constexpr std::string_view kWhyColumns[] = {"record", "field",  "value", "revision", "since",
                                                   "author", "source", "file",  "line",     "published"};

struct Explanation {
  std::vector<std::vector<std::string>> rows;  ///< with kWhyColumns
  std::vector<std::string> notes;              ///< which merges brought what from which record
};

/// Explains each filled field of these rows, of a link also the link, of a record also the items of its lists. If
/// rows.field is set: that field alone, even if it is empty. Removed rows as they last were.
Explanation why(sqlite::Connection& connection, const model::KeyedRows& rows);

/// The revision that removed the rows; 0 if one of them was not removed.
std::int64_t removed_by(sqlite::Connection& connection, const model::KeyedRows& rows);

}  // namespace iscm::history
