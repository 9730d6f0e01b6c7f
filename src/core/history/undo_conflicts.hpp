#pragma once

#include <vector>

#include "core/history/undo.hpp"
#include "core/history/undo_plan.hpp"

namespace iscm::core {

/// Values that are no longer what the revision left, and rows that are gone or have come back since.
std::vector<Conflict> value_conflicts(const UndoPlan& plan);

/// What would break a rule between rows if the plan were carried out: a unique key taken, a parent gone, a later row
/// that refers to one that would go, a parent below its own child.
std::vector<Conflict> rule_conflicts(const UndoPlan& plan);

/// Names that would return to a record while another one was given them since: a name finds one record.
std::vector<Conflict> name_conflicts(const UndoPlan& plan);

}  // namespace iscm::core
