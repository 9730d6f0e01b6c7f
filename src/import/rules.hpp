#pragma once

#include <string_view>
#include <vector>

#include "import/staging.hpp"

namespace iscm::import {

/// Tells every value that breaks the rule of its field, every required field without a value in a new record, every
/// code or key that is taken, and every two rows that speak of one record: into temp.problem.
void find_problems(Job& job);

/// Tells every row whose record would be above itself, into temp.problem. Rows without a parent keep the one that
/// they have, unless it is cleared.
void check_circles(Job& job);

}  // namespace iscm::import
