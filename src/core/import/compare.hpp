#pragma once

#include <span>
#include <string>

#include "core/import/job.hpp"

namespace iscm::core {

/// Marks cells in temp.cleared: the empty ones of these fields, and where `every` is set those of all mapped fields but
/// the ones that tell which record is meant. Rows of new records have nothing to clear.
void clear_empty_cells(Job& job, bool every, std::span<const std::string> fields);

/// Compares the rows whose record exists with it, field by field, into temp.change. An empty cell changes nothing
/// unless it stands in temp.cleared; a list cell is the whole list, and the same records in other words are the same
/// list. A name changes only where the row is identified by its code.
void compare(Job& job);

/// The code of the record that a field refers to by `id`, be it stored, created for this input or a new row of it: an
/// expression.
std::string code_of_id(const Job& job, const Field& field, const std::string& id);

/// Before the lists of many rows are asked for, row by row: by compare(), or with planned_value().
void index_items(Job& job);

/// The value that a row of temp.input AS i gives to a field of its new record, as a person writes it: an expression.
std::string planned_value(const Job& job, const Field& field);

/// Tells each change that would give two records of an entity the same key, into temp.problem. Belongs after compare().
void tell_taken_keys(Job& job);

/// Writes new records, changes and list links under this revision, one statement for each table and kind of change.
void write_changes(Job& job, std::int64_t revision);

}  // namespace iscm::core
