#pragma once

#include "import/staging.hpp"

namespace iscm::import {

/// Rejects every value that breaks the rule of its field, every required field without a value in a new record, every
/// code that is taken, every two rows about one record, every record that would be above itself or end before
/// it begins: into temp.problem.
void check_rows(Job& job);

}  // namespace iscm::import
