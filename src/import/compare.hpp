#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "import/staging.hpp"

// What rows would change in the records that exist.

namespace iscm::import {

/// Marks cells in temp.cleared: the empty ones of these fields and, if `every` is set, those of all mapped fields
/// except the ones that say which record is meant. Rows of new records have nothing to clear.
void mark_cleared(Job& job, bool every, std::span<const std::string> fields);

/// Marks the ends of which a cell says that there is none (kOpenEnd), and empties these cells.
void clear_open_ends(Job& job);

/// Puts what the lists of the records have before what the cells of their rows have.
void add_to_lists(Job& job);

/// How many items the lists lose that change.
std::int64_t count_taken(Job& job);

/// Compares the rows whose record exists with it, field by field, into temp.change. An empty cell changes nothing
/// unless it is in temp.cleared; a list cell is the whole list, and the same records in other words are the same list.
/// A name changes only if the row is identified by its code.
void compare(Job& job);

/// Fills in the basis of links whose rows do not give one: of a new link "stated" if the row has a source or all are
/// `is_sourced`, else "unsourced"; an unsourced link that changes with a source, but for its note, becomes "stated".
/// Adds to temp.change.
void give_basis(Job& job, bool is_sourced);

/// Rejects links that would be "stated" though neither the row (or all of them, if `is_sourced`) nor any version before
/// names a source.
void check_basis(Job& job, bool is_sourced);

/// Adds to temp.change the sources that are given with changes: they belong to these, so that there is no old one.
/// `source_to_be` is the code of a source that will be made for all rows; may be empty.
void compare_sources(Job& job, std::string_view source_to_be);

/// Indexes the parts of lists by their rows: before they are asked for row by row.
void index_items(Job& job);

/// Rejects each change that would give two records of an entity the same key. Reads temp.change.
void check_keys(Job& job);

}  // namespace iscm::import
