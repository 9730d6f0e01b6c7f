#pragma once

#include "core/finding.hpp"
#include "db/connection.hpp"

namespace iscm::core {

/// Finds rows whose history was cut at its beginning, by what else tells when they were made: numbers are given in
/// order, so none is older than a row made before it; and what an import wrote or met was there by its revision.
/// `finding` says the check, severity and hint of what is given to `sink`. Reads alone, each table once.
void find_cut_beginnings(db::Connection& connection, const Finding& finding, const FindingSink& sink);

}  // namespace iscm::core
