#pragma once

#include <cstdint>

#include "core/history/undo_plan.hpp"

namespace iscm::core {

/// Carries out a plan that has no conflicts, under this open revision. Where a rule of a single row refuses it all the
/// same (a mix of values put back and left alone), it throws with nothing written.
void apply(const UndoPlan& plan, std::int64_t open_revision);

}  // namespace iscm::core
