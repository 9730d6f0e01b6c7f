#pragma once

#include <cstdint>

#include "history/undo.hpp"

namespace iscm::history {

/// Carries out a plan that has no conflicts, under this open revision. Where a rule of a single row refuses it all the
/// same (a mix of values put back and left alone), it throws with nothing written.
void apply(const UndoPlan& plan, std::int64_t open_revision);

}  // namespace iscm::history
