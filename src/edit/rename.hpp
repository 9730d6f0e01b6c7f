#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "edit/add_and_set.hpp"
#include "model/entities.hpp"
#include "sqlite/connection.hpp"

namespace iscm::edit {

/// Gives the record called `name` another code; the old one becomes an alias where the entity has aliases, and waivers
/// of the record go with it. Throws Error(Exit::refused) where there is no such record, the new code breaks a rule, or
/// it is a name of another record.
EditPlan plan_rename(sqlite::Connection& connection, const model::Entity& entity, std::string_view name,
                     std::string_view code);

/// Waivers name their record by its code, so those of the one go over to the other; one that the other has already
/// goes. What that changes.
void tell_waivers(sqlite::Connection& connection, const model::Entity& entity, std::string_view from,
                  std::string_view into, std::vector<history::ChangeRow>& changes);

/// Does it.
void move_waivers(sqlite::Connection& connection, const model::Entity& entity, std::string_view from,
                  std::string_view into);

/// Whether this name, which has to be kept, would be lost to the record: it is neither its code nor any of its names
/// or aliases, and the entity has aliases. Folded forms are compared. An acronym is no reason to lose a name, as it
/// may change. Where the name stands in a field that is about to change, `lost` is that field, and
/// `next` what it is to become.
bool needs_alias(sqlite::Connection& connection, const model::Entity& entity, std::int64_t record,
                 std::string_view name, std::string_view lost = {}, std::string_view next = {});

/// Says in the plan that this code no longer finds the record, where its kind has no aliases.
void tell_lost_name(const model::Entity& entity, std::string_view code, EditPlan& plan);

/// Makes the name an alias of the record, of the kind `former`, under this open revision and on its source.
void add_former_name(sqlite::Connection& connection, const model::Entity& entity, std::int64_t record,
                     std::string_view name, std::int64_t revision);

}  // namespace iscm::edit
