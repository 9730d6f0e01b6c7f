#pragma once

// `iscm remove`: removes a record or link, and what cannot be without it.

#include "edit/edit_plan.hpp"
#include "model/entities.hpp"
#include "model/find_record.hpp"
#include "model/words.hpp"
#include "sqlite/connection.hpp"

namespace iscm::edit {

/// The change that removes this record, with its name.
history::ChangeRow removal_of(sqlite::Connection& connection, const model::Entity& entity, const model::Record& record);

/// Removes a record or link; its aliases and lists go with it. Rows that refer to it are removed too (links, and what
/// the schema deletes) or lose the reference (other records), but only `with_links`. Throws Error(Exit::refused) if it
/// is not found, if rows refer to it without `with_links`, or if records refer to it that cannot be without it.
EditPlan plan_remove(sqlite::Connection& connection, const model::Entity& entity, const model::EditWords& words,
                     bool with_links);

}  // namespace iscm::edit
