#pragma once

#include "edit/add_and_set.hpp"

namespace iscm::edit {

/// Removes a record or link. What refers to it goes with it (links, and what the schema lets go) or no longer names it
/// (records of their own), but only `with_links`; its other names and its lists are part of it. Throws
/// Error(Exit::refused) where it is not found, others refer to it without `with_links`, or records cannot be without
/// it.
EditPlan plan_remove(sqlite::Connection& connection, const model::Entity& entity, const model::EditWords& words,
                     bool with_links);

}  // namespace iscm::edit
