#pragma once

#include "import/staging.hpp"

namespace iscm::import {

/// Further evidence: a source that a row names is cited for what the row says and the record has already, unless it is
/// known for it. The source of a whole file is not: it is said of what changes. Into temp.cited, and temp.change has
/// such a row as one that gets a source. Of a saved plan only what a line says: it sets a field to the value that it
/// has, or the source of a link. Reads temp.change.
void find_cited(Job& job, bool is_saved);

/// Writes the citations of temp.cited under this open revision.
void write_cited(Job& job, std::int64_t revision);

}  // namespace iscm::import
