#pragma once

#include "core/import/saved_plan.hpp"

namespace iscm::core {

// What a saved plan writes beside its own rows: new records of other kinds, and aliases.

/// Takes the records and aliases of a saved plan into temp.bound_created and temp.bound_alias.
void bind_records(db::Connection& connection, const SavedPlan& plan);

/// From there into temp.created and temp.learned, once the rows of the plan are read: what the record has by now as
/// planned is left out, and what it has otherwise goes to temp.problem.
void plan_bound_records(Job& job);

}  // namespace iscm::core
