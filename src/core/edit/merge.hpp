#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/edit/edit_plan.hpp"

namespace iscm::core {

/// Which of two records a value is kept of, by field: "status" of the records, "membership.valid_to" of their links.
using Keep = std::map<std::string, std::string, std::less<>>;

/// Understands "status=from,membership.valid_to=into". Throws Error(Exit::usage) where it is anything else.
Keep read_keep(std::string_view list);

/// Makes two records one: everything that refers to `from`, whatever it is, refers to `into`; of two links that are
/// then the same one stays, with what the other knew beside; values that only `from` has are taken; its code and names
/// become aliases; it goes. Values that both have and that differ are problems of the plan until `keep` chooses; names
/// are none, as the other one becomes an alias. What imports said of `from` stays as it was said.
/// Throws Error(Exit::refused) where one of the two is not found, they are the same, or one lies below the other with
/// others between.
EditPlan plan_merge(db::Connection& connection, const Entity& entity, std::string_view from, std::string_view into,
                    const Keep& keep, const EditOptions& options);

}  // namespace iscm::core
