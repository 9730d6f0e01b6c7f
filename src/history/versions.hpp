#pragma once

// Every version of a row, read back with the rows that merges made one with it. Evidence (evidence.hpp) is worked out
// from them; log and undo read the history by SQL instead.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/tables.hpp"
#include "sqlite/connection.hpp"

namespace iscm::history {

struct VersionedRow;

/// One version of a row; values are those of field_columns(), as they are stored.
struct Version {
  std::int64_t revision = 0;
  std::int64_t replaced_by = 0;        ///< 0: it is the live one
  std::int64_t undoes = 0;             ///< what its revision undid; 0: nothing
  std::optional<std::int64_t> source;  ///< as it is now: merged sources are resolved, a removed one is null
  bool only_sourced = false;           ///< nothing but the source differs from the version before
  std::vector<std::optional<std::string>> values;
  std::vector<VersionedRow> merged;  ///< rows that its revision merged into this one, with their versions until then
};

/// A row with all of its versions, the oldest first.
struct VersionedRow {
  std::vector<std::int64_t> key;
  std::string record;  ///< as people name it: "midsa KEN member"
  std::vector<Version> versions;
};

/// Which rows are read, and up to when.
struct Wanted {
  bool removed = false;    ///< also rows that were removed
  std::int64_t until = 0;  ///< as they were known after this revision; 0: now
};

/// Reads every version of the rows that satisfy `condition`, over `r` (an alias of T and of T_history), and calls
/// `visit` with each row once, by key.
void for_each_row(sqlite::Connection& connection, const schema::TrackedTable& table, const std::string& condition,
                  Wanted wanted, const std::function<void(const VersionedRow&)>& visit);

/// The condition "the row has more than its live version": older ones, or others that were merged into it. `row` is an
/// alias of T.
std::string has_history(const schema::TrackedTable& table, std::string_view row);

/// This source, and those that were merged into it up to `until` (0: now).
std::vector<std::int64_t> sources_that_became(sqlite::Connection& connection, std::int64_t source,
                                              std::int64_t until = 0);

}  // namespace iscm::history
