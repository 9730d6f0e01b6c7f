#pragma once

#include <string_view>
#include <vector>

#include "core/import/job.hpp"

namespace iscm::core {

/// Tells every value that breaks the rule of its field, every required field without a value in a new record, every
/// code or key that is taken, and every two rows that speak of one record: into temp.problem.
void find_problems(Job& job);

}  // namespace iscm::core
