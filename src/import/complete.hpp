#pragma once

#include <string>
#include <string_view>

#include "import/staging.hpp"

namespace iscm::import {

/// What to do with records that a file has not, where it claims to be complete.
struct Completeness {
  bool lists = false;  ///< they are told
  bool ends = false;   ///< they end: `status` becomes ended, or a dated link gets `end_date`
  std::string end_date;
};

/// The field that says that a record has ended: its status, or until when a dated link was true. Null where records of
/// this entity do not end.
const model::Field* ending_field(const model::Entity& entity);

/// Fills temp.missing (id) with the records that have not ended and that no row of the input speaks of. A file of links
/// or other parts speaks of the records that its first key column names, and of no others. Belongs after the rows are
/// identified.
void find_missing(Job& job);

/// Adds a row to temp.input, with line 0, for each missing record, which ends it.
void end_missing(Job& job, std::string_view end_date);

/// The missing records: record, name (empty for links).
sqlite::Statement missing_records(Job& job);

}  // namespace iscm::import
