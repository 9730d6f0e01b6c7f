#pragma once

#include "import/plan.hpp"
#include "write/sink.hpp"

namespace iscm::import {

/// Writes what a plan would do as a saved plan. Throws what the sink throws.
void write_saved_plan(Plan& plan, write::Sink& sink);

}  // namespace iscm::import
