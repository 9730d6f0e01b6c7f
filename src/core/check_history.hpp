#pragma once

#include "core/check.hpp"

namespace iscm::core {

/// Finds gaps in the history: a revision that is missing from the list, a row or version that names such a one, a
/// version whose successor is missing, and two versions of a row at one time.
void find_history_gaps(db::Connection& connection, const Check& check, const FindingSink& sink);

}  // namespace iscm::core
