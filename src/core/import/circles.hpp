#pragma once

#include "core/import/job.hpp"

namespace iscm::core {

/// Tells every row whose record would be above itself, into temp.problem. Rows without a parent keep the one that
/// they have, unless it is cleared.
void check_circles(Job& job);

}  // namespace iscm::core
