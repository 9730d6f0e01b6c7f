#pragma once

#include <string_view>

#include "core/edit/edit_plan.hpp"

namespace iscm::core {

/// Gives the record called `name` another code; the old one becomes an alias where the entity has aliases, and waivers
/// of the record go with it. Throws Error(Exit::refused) where there is no such record, the new code breaks a rule, or
/// it is a name of another record.
EditPlan plan_rename(db::Connection& connection, const Entity& entity, std::string_view name, std::string_view code);

/// Waivers name their record by its code, so those of the one go over to the other; one that the other has already
/// goes. What that changes.
void tell_waivers(db::Connection& connection, const Entity& entity, std::string_view from, std::string_view into,
                  std::vector<ChangeRow>& changes);

/// Does it.
void move_waivers(db::Connection& connection, const Entity& entity, std::string_view from, std::string_view into);

}  // namespace iscm::core
