#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "db/tracked.hpp"

namespace iscm::core {

struct VersionedRow;

/// One version of a row; values are those of told_columns(), as they are stored.
struct Version {
  std::int64_t revision = 0;
  std::int64_t replaced_by = 0;        ///< 0: it stands
  std::int64_t undoes = 0;             ///< what its revision undid; 0: nothing
  std::optional<std::int64_t> source;  ///< one that stands
  bool only_sourced = false;           ///< nothing but the source differs from the version before
  std::vector<std::optional<std::string>> values;
  std::vector<VersionedRow> merged;  ///< rows that its revision made one with this, as they were until then
};

/// A row with all of its versions, the oldest first.
struct VersionedRow {
  std::vector<std::int64_t> key;
  std::string record;  ///< as people name it: "midsa KEN member"
  std::vector<Version> versions;
};

/// Which rows are read, and up to when.
struct Wanted {
  bool removed = false;    ///< also rows that no longer stand
  std::int64_t until = 0;  ///< as they were known after this revision; 0: now
};

/// Reads every version of the rows that satisfy `condition`, over `r` (an alias of T and of T_history), and gives each
/// row once, by key. A source that was merged into another is that one; one that was removed is none.
void for_each_row(db::Connection& connection, const db::TrackedTable& table, const std::string& condition,
                  Wanted wanted, const std::function<void(const VersionedRow&)>& give);

/// Whether a row has anything but the version that stands: older ones, or others that a merge made one with it. A
/// condition over `row`, an alias of T.
std::string has_history(const db::TrackedTable& table, std::string_view row);

/// This source, and those that were merged into it up to `until` (0: now) and are gone.
std::vector<std::int64_t> sources_that_became(db::Connection& connection, std::int64_t source, std::int64_t until = 0);

}  // namespace iscm::core
