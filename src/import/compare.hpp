#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "import/staging.hpp"

namespace iscm::import {

/// Marks cells in temp.cleared: the empty ones of these fields, and where `every` is set those of all mapped fields but
/// the ones that tell which record is meant. Rows of new records have nothing to clear.
void clear_empty_cells(Job& job, bool every, std::span<const std::string> fields);

/// Compares the rows whose record exists with it, field by field, into temp.change. An empty cell changes nothing
/// unless it stands in temp.cleared; a list cell is the whole list, and the same records in other words are the same
/// list. A name changes only where the row is identified by its code.
void compare(Job& job);

/// Fills in the basis of new and changed links whose rows do not give one: "stated" if a source is known or
/// `is_sourced`, else "unsourced". Adds to temp.change.
void give_basis(Job& job, bool is_sourced);

/// Adds to temp.change that the source of a row that changes becomes another one or none. `source_to_be` is the code of
/// a source that will be made for all rows; may be empty.
void tell_sources(Job& job, std::string_view source_to_be);

/// The code of the record that a field refers to by `id`, be it stored, created for this input or a new row of it: an
/// expression.
std::string code_of_id(const Job& job, const model::Field& field, const std::string& id);

/// Before the lists of many rows are asked for, row by row: by compare(), or with planned_value().
void index_items(Job& job);

/// The value that a row of temp.input AS i gives to a field of its new record, as a person writes it: an expression.
std::string planned_value(const Job& job, const model::Field& field);

/// Tells each change that would give two records of an entity the same key, into temp.problem. Belongs after compare().
void tell_taken_keys(Job& job);

/// Writes new records, changes and list links under this revision, one statement for each table and kind of change.
void write_changes(Job& job, std::int64_t revision);

/// What a plan would do, a value each, in the order of the input: line (0: of a record that the file has not), row,
/// action ("new" or "change"), record, field, old, new; at the end the records of other kinds that the rows need, and
/// the aliases that answers become (their line is NULL, their record begins with the kind). At most the first `most`
/// records; negative: all.
sqlite::Statement planned_changes(Job& job, std::int64_t most);

/// How many changes there are of each field, of records that exist: field, changes; the most frequent first.
sqlite::Statement changes_by_field(Job& job);

/// The code of a record, or the words of its key: an expression over temp.input AS i, with what record_join() joins.
std::string record_label(const Job& job);

/// Joins main.<table> AS t, the record of a row that has one, to temp.input AS i.
std::string record_join(const Job& job);

/// Takes out of a plan what would undo the work of a maintainer: a value, list or whole record that a revision of
/// another kind than `seed` has set, removed or renamed since. It goes from temp.change and temp.input to temp.kept
/// (line, record, field, kept, offered); without a field it is a record that is no longer there under this key.
/// Belongs after compare().
void keep_edits(Job& job);

}  // namespace iscm::import
