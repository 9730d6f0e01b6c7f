#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "import/saved_plan.hpp"
#include "import/staging.hpp"
#include "read/row_source.hpp"

// The steps that the import of a saved plan has beside those of every import. Each row is bound to the record and
// version for which it was planned, nothing changes that its lines do not say, and the new records of other kinds and
// aliases that the plan lists are taken as they are.

namespace iscm::import {

/// The records of a saved plan as rows: the key, then every field that any of them sets. The plan must outlive it.
std::unique_ptr<read::RowSource> saved_rows(const SavedPlan& plan, const std::string& name);

/// What the words of lists were planned to mean.
std::vector<Answer> saved_answers(const SavedPlan& plan);

/// Fills temp.bound and temp.bound_field: the record and version for which each row was planned, and what its lines
/// set; temp.created and temp.learned with the plan's records of other kinds and aliases. What exists by now as planned
/// is left out; what exists otherwise goes to temp.problem.
void bind_plan(Job& job, const SavedPlan& plan);

/// Makes the records of temp.bound those of the rows, as if each were named by its code, and fills temp.cleared.
void identify_bound(Job& job);

/// Takes out of temp.change what the lines do not say, and rejects every record that has changed since the plan was
/// made, unless it already has what the plan wants. Reads temp.bound and temp.change.
void check_bound(Job& job);

/// Keeps the rows from which the applied changes were planned, as those of the file that they were in.
void keep_bound_rows(Job& job, const SavedFile& file, std::int64_t revision);

}  // namespace iscm::import
