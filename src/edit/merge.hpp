#pragma once

// `iscm merge`: makes two records one. What becomes of the rows that refer to them is in merge_rows.hpp.

#include <string_view>

#include "edit/edit_plan.hpp"
#include "edit/merge_rows.hpp"
#include "model/entities.hpp"
#include "sqlite/connection.hpp"

namespace iscm::edit {

/// Understands "status=from,membership.valid_to=into". Throws Error(Exit::usage) if it is anything else.
MergeChoices read_choices(std::string_view list);

/// Merges the source record `from` into the target record `into`: every row that refers to `from` then refers to
/// `into`, two links that become the same are one, the target gets the values that only the source has, the code and
/// the names of the source become aliases, and the source is removed. If both have a value and the two differ, that is
/// a problem of the plan until `choices` has one of them; names are no problem, as the other one becomes an alias. What
/// imports recorded of `from` stays as it is. Throws Error(Exit::refused) if one of the two is not found, they are the
/// same, or one is an ancestor of the other with records between.
EditPlan plan_merge(sqlite::Connection& connection, const model::Entity& entity, std::string_view from,
                    std::string_view into, const MergeChoices& choices, const EditOptions& options);

}  // namespace iscm::edit
