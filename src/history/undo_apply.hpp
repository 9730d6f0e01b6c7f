#pragma once

// Carries out the plan of an undo, once nothing is in its way.

#include <cstdint>

#include "history/undo.hpp"

namespace iscm::history {

/// Carries out a plan that has no conflicts (undo_refusals.hpp), under this open revision of a write transaction. Needs
/// add_sql_functions() on the connection. Throws Error, with nothing written, if a rule of a single row refuses what
/// comes of putting back some values and leaving others.
void apply_undo(const UndoPlan& plan, std::int64_t open_revision);

}  // namespace iscm::history
