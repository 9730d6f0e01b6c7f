#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/history/told.hpp"
#include "db/connection.hpp"
#include "db/tracked.hpp"

namespace iscm::core {

/// One version of a row; values are those of told_columns(), as they are stored.
struct Version {
  std::int64_t revision = 0;
  std::int64_t replaced_by = 0;  ///< 0: it stands
  std::int64_t undoes = 0;       ///< what its revision undid; 0: nothing
  std::optional<std::int64_t> source;
  bool only_sourced = false;  ///< nothing but the source differs from the version before
  std::vector<std::optional<std::string>> values;
};

/// A row with all of its versions, the oldest first.
struct VersionedRow {
  std::vector<std::int64_t> key;
  std::string record;  ///< as people name it: "midsa KEN member"
  std::vector<Version> versions;
};

/// Which version made a fact what it is, and on what it stands.
struct Fact {
  std::size_t set_by = 0;
  std::optional<std::int64_t> source;  ///< nothing: unsourced
};

/// The version that set the value that a column has in the last version. A value that an undo brought back was set by
/// the version that had it before. A fact that was set without a source stands on the one that was named since in a
/// version that changed nothing else.
Fact fact_of(const std::vector<Version>& versions, std::size_t column);

/// The same for the row as a whole: the version with which it came, where an undo brought it back the first.
Fact whole_row(const std::vector<Version>& versions);

/// Reads every version of the rows that satisfy `condition`, over `r` (an alias of T and of T_history): of rows that
/// stand, and where `removed` says so of others. Gives each row once, by key.
void for_each_row(db::Connection& connection, const db::TrackedTable& table, const std::string& condition, bool removed,
                  const std::function<void(const VersionedRow&)>& give);

/// Whether a filled field is a fact that needs a source; a code, a note, and how a source wrote or ordered something
/// are none.
bool is_fact(const ToldColumn& column);

/// Whether the rows of this table are facts as a whole: links and other names, which have no code.
bool is_fact(const db::TrackedTable& table);

/// The columns of a link that say what it links, which are one fact with it.
bool is_in_key(const db::TrackedTable& table, const ToldColumn& column);

}  // namespace iscm::core
