#pragma once

#include <cstdint>

#include "core/import/job.hpp"

namespace iscm::core {

/// What a plan would do, a value each, in the order of the input: line (0: of a record that the file has not), row,
/// action ("new" or "change"), record, field, old, new; at the end the records of other kinds that the rows need, and
/// the aliases that answers become (their line is NULL, their record begins with the kind). At most the first `most`
/// records; negative: all.
db::Statement planned_changes(Job& job, std::int64_t most);

/// How many changes there are of each field, of records that exist: field, changes; the most frequent first.
db::Statement changes_by_field(Job& job);

/// The code of a record, or the words of its key: an expression over temp.input AS i, with what record_join() joins.
std::string record_label(const Job& job);

/// Joins main.<table> AS t, the record of a row that has one, to temp.input AS i.
std::string record_join(const Job& job);

}  // namespace iscm::core
