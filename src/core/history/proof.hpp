#pragma once

#include "core/finding.hpp"
#include "db/connection.hpp"

namespace iscm::core {

/// Proves that the versions of every row follow one another down to the first revision: none overlaps the next, each
/// that was replaced by a change has its successor, none is of a revision that there is not, none ends before it began,
/// none lacks its beginning (first_version.hpp), and no revision was left open. Gives what is not so to `sink`, by
/// table and record; nothing where history is whole. Reads alone, each table once.
void prove_history(db::Connection& connection, const FindingSink& sink);

}  // namespace iscm::core
