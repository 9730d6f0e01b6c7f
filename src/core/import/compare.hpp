#pragma once

#include "core/import/job.hpp"

namespace iscm::core {

/// Compares the rows whose record exists with it, field by field, into temp.change. An empty cell changes nothing; a
/// list cell is the whole list, and the same records in other words are the same list. A name changes only where the
/// row is identified by its code.
void compare(Job& job);

/// Writes new records, changes and list links under this revision, one statement for each table and kind of change.
void write_changes(Job& job, std::int64_t revision);

}  // namespace iscm::core
