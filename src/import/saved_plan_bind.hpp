#pragma once

#include <memory>

#include "import/saved_plan.hpp"
#include "read/row_source.hpp"

namespace iscm::import {

// Applying a saved plan: its records become rows of an input, which are bound to the records that they were planned
// for. Everything else (names, rules, comparing, writing) is as for every input.

/// The records of a saved plan as rows: the key, then every field that any of them sets. The plan must outlive it.
std::unique_ptr<read::RowSource> saved_rows(const SavedPlan& plan, const std::string& name);

/// What the words of lists were planned to mean.
std::vector<Answer> saved_answers(const SavedPlan& plan);

/// Keeps the rows from which the applied changes were planned, as those of the file that they stood in.
void keep_bound_rows(Job& job, std::int64_t revision);

/// Looks for the record of each row, by its code or key, into temp.bound (row, id, is_new, planned, now: the versions;
/// line, cells: what was read) and what the plan sets, into temp.bound_field (row, field, old, new).
void bind_saved(sqlite::Connection& connection, const SavedPlan& plan);

/// Marks what the plan clears, in temp.cleared.
void clear_bound(Job& job);

/// Takes what the plan does not say out of temp.change, and tells every record that has changed since the plan was
/// made, unless it has what the plan wants already. Into temp.problem; belongs after compare().
void tell_moved(Job& job);

// What a saved plan writes beside its own rows: new records of other kinds, and aliases.

/// Takes the records and aliases of a saved plan into temp.bound_created and temp.bound_alias.
void bind_records(sqlite::Connection& connection, const SavedPlan& plan);

/// From there into temp.created and temp.learned, once the rows of the plan are read: what the record has by now as
/// planned is left out, and what it has otherwise goes to temp.problem.
void plan_bound_records(Job& job);

}  // namespace iscm::import
