#pragma once

#include "core/check.hpp"

namespace iscm::core {

/// Finds gaps in the history: revisions that are missing from the list, and what the proof of the versions of each row
/// finds (core/history/proof.hpp).
void find_history_gaps(db::Connection& connection, const Check& check, const FindingSink& sink);

}  // namespace iscm::core
