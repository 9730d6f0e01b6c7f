#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/history/told.hpp"
#include "core/history/versions.hpp"
#include "db/tracked.hpp"

namespace iscm::core {

/// Which version made a fact what it is, and on what it stands. Both point into the row that was asked about: what a
/// merge took from another record was set there.
struct Fact {
  const VersionedRow* row = nullptr;
  const Version* set_by = nullptr;
  std::optional<std::int64_t> source;  ///< nothing: unsourced
};

/// The version that set the value that a column has in the last version. A value that an undo brought back was set by
/// the version that had it before, and one that a merge took over by the version of the row that went. A fact that was
/// set without a source stands on the one that was named since in a version that changed nothing else, or on that of
/// the same fact in a row that a merge folded into this one.
Fact fact_of(const VersionedRow& row, std::size_t column);

/// The same for the row as a whole: the version with which it came, where an undo brought it back the first.
Fact whole_row(const VersionedRow& row);

/// Whether a filled field is a fact that needs a source; a code, a note, and how a source wrote or ordered something
/// are none.
bool is_fact(const ToldColumn& column);

/// Whether the rows of this table are facts as a whole: links and other names, which have no code.
bool is_fact(const db::TrackedTable& table);

/// The columns of a link that say what it links, which are one fact with it.
bool is_in_key(const db::TrackedTable& table, const ToldColumn& column);

}  // namespace iscm::core
