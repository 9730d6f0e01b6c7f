#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.hpp"
#include "db/tracked.hpp"

namespace iscm::core {

/// One thing that a revision did, in words: a record added or removed, or a field changed.
struct ChangeRow {
  std::string entity, record;  ///< "mechanism", "midsa"
  std::string action;          ///< new, change or removed
  std::string field;           ///< of a change
  std::string old_value;       ///< of a change; of what was removed: its name
  std::string new_value;       ///< of a change; of what is new: its name
};

/// The columns under which ChangeRow is printed.
inline constexpr std::string_view kChangeColumns[] = {"entity", "record", "action", "field", "old", "new"};

/// The same row as texts, for printing.
std::vector<std::string> as_texts(const ChangeRow& row);

/// Where the versions of one table that came, changed or went are to be found: each is what follows FROM, conditions
/// included; new versions stand there as `a`, old ones as `b`. Empty: none of this sort.
struct VersionPairs {
  std::string added;
  std::string changed;
  std::string removed;
  std::string more{};             ///< columns to give first, each with a comma after it: "a.revision, "
  std::string more_of_removed{};  ///< the same for what was removed: "b.replaced_by AS revision, "
  std::string column{};           ///< tell of this column alone, of new and removed rows its value; empty: of all
};

/// The SELECT of everything that these versions of the table say happened, with the columns of ChangeRow in its order
/// and a last one, `place`, by which rows of one record are to be sorted.
std::string change_rows(const db::TrackedTable& table, const VersionPairs& versions);

/// Reads a row whose columns from `at` on are those of change_rows().
ChangeRow read_change(const db::Statement& statement, int at = 0);

}  // namespace iscm::core
