#pragma once

#include <string>
#include <string_view>

#include "import/staging.hpp"

// Records that a file does not have although it claims to be complete.

namespace iscm::import {

/// What to do with them.
struct Completeness {
  bool lists = false;  ///< they are reported
  bool ends = false;   ///< they end: `status` becomes ended, or a dated link gets `end_date`
  std::string end_date;
};

/// The field that says that a record has ended: its status, or until when a dated link was true. Null if records of
/// this entity do not end.
const model::Field* ending_field(const model::Entity& entity);

/// Fills temp.missing with the records that have not ended and about which the input has no row. A file of links or
/// other parts is about the records that its first key column names, and about no others. Returns their number. Reads
/// temp.input.match_id.
std::int64_t find_missing(Job& job);

/// Adds a row to temp.input, with line 0, for each missing record, which ends it.
void end_missing(Job& job, std::string_view end_date);

/// The missing records: record, name (empty for links).
sqlite::Statement missing_records(Job& job);

}  // namespace iscm::import
