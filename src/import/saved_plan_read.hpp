#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "import/saved_plan.hpp"
#include "import/staging.hpp"

namespace iscm::import {

/// Reads a saved plan; `name` is what problems call it. What is wrong with a line goes into `problems`, with the line,
/// and the member of the line as `column`; the plan is then not to be applied. Throws Error(Exit::refused) if the text
/// is not a saved plan at all, or one of a newer program.
SavedPlan read_saved_plan(std::string_view text, const std::string& name, std::vector<Problem>& problems);

}  // namespace iscm::import
