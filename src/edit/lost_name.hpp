#pragma once

// What an edit owes to a code or name that it takes from a record: an alias still finds the record by it, and waivers,
// which name records by their codes, follow.

#include <cstdint>
#include <string_view>
#include <vector>

#include "edit/edit_plan.hpp"
#include "model/entities.hpp"
#include "sqlite/connection.hpp"

namespace iscm::edit {

/// Whether a record needs an alias to be found by this name: its entity has aliases, and the name is neither its code
/// nor one of its names and aliases (compared folded). An acronym does not count, as it may change. If a field is about
/// to lose the name, `lost` is that field and `next` its value to be.
bool needs_alias(sqlite::Connection& connection, const model::Entity& entity, std::int64_t record,
                 std::string_view name, std::string_view lost = {}, std::string_view next = {});

/// Adds a former name of the record, under this open revision and with its source.
void add_former_name(sqlite::Connection& connection, const model::Entity& entity, std::int64_t record,
                     std::string_view name, std::int64_t revision);

/// Adds a note that this code no longer finds the record, if the entity has no aliases.
void note_lost_code(const model::Entity& entity, std::string_view code, EditPlan& plan);

/// Waivers of the record with the code `from` become those of `into`; one that `into` has already is removed.
void plan_waivers(sqlite::Connection& connection, const model::Entity& entity, std::string_view from,
                  std::string_view into, std::vector<history::ChangeRow>& changes);
void move_waivers(sqlite::Connection& connection, const model::Entity& entity, std::string_view from,
                  std::string_view into);

}  // namespace iscm::edit
