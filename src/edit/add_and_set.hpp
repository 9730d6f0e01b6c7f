#pragma once

// `iscm add` and `iscm set`: one record or link at a time, through the pipeline of import.

#include "edit/edit_plan.hpp"
#include "model/words.hpp"
#include "sqlite/connection.hpp"

namespace iscm::edit {

/// Changes fields of a record. Throws Error as model::find_record() does, usage if a code is to be set.
EditPlan plan_set(sqlite::Connection& connection, const model::Entity& entity, const model::EditWords& words,
                  const EditOptions& options);

/// Makes a record or link. The words of the key are the code, or those that identify a link. Throws
/// Error(Exit::refused), which names it, if there is one already.
EditPlan plan_add(sqlite::Connection& connection, const model::Entity& entity, const model::EditWords& words,
                  const EditOptions& options);

}  // namespace iscm::edit
