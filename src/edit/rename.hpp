#pragma once

// `iscm rename`: gives a record another code.

#include <string_view>

#include "edit/edit_plan.hpp"
#include "model/entities.hpp"
#include "sqlite/connection.hpp"

namespace iscm::edit {

/// Gives the record with this name another code. The old one becomes an alias if the entity has aliases, and waivers of
/// the record follow. Throws Error(Exit::refused) if there is no such record, the new code breaks a rule, or it is a
/// name of another record.
EditPlan plan_rename(sqlite::Connection& connection, const model::Entity& entity, std::string_view name,
                     std::string_view code);

}  // namespace iscm::edit
