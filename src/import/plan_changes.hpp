#pragma once

#include <cstdint>

#include "import/staging.hpp"

// What a plan would do, for people and files: a preview, a saved plan, the steps of a seed.

namespace iscm::import {

/// Fills temp.planned, temp.planned_value and temp.planned_citation with the first `most` records (negative: all) that
/// are new or change. A new record has what the schema fills in, too.
void list_changes(Job& job, std::int64_t most);

/// list_changes(), then a row for each record and each of its values, in the order of the input: line (0 if the file
/// does not have the record, NULL for a remembered alias), row, action ("new" or "change"), record, field, old, new.
/// Further evidence has the action "cited", the value that stands as old, and the source as new. The first row of a
/// record has no field. Records of other kinds and aliases come last; their record begins with the
/// kind.
sqlite::Statement planned_changes(Job& job, std::int64_t most);

/// How many changes there are of each field of stored records: field, changes; the most frequent first.
sqlite::Statement changes_by_field(Job& job);

}  // namespace iscm::import
