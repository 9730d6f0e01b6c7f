#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/edit/edit_plan.hpp"
#include "core/entities.hpp"
#include "db/connection.hpp"

namespace iscm::core {

/// Whether this name, which has to be kept, would be lost to the record: it is neither its code nor any of its names
/// or aliases, and the entity has aliases. Folded forms are compared. An acronym is no reason to lose a name, as it
/// may change. Where the name stands in a field that is about to change, `lost` is that field, and
/// `next` what it is to become.
bool needs_alias(db::Connection& connection, const Entity& entity, std::int64_t record, std::string_view name,
                 std::string_view lost = {}, std::string_view next = {});

/// Says in the plan that this code no longer finds the record, where its kind has no aliases.
void tell_lost_name(const Entity& entity, std::string_view code, EditPlan& plan);

/// Makes the name an alias of the record, of the kind `former`, under this open revision and on its source.
void add_former_name(db::Connection& connection, const Entity& entity, std::int64_t record, std::string_view name,
                     std::int64_t revision);

}  // namespace iscm::core
