#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/find_record.hpp"
#include "schema/tables.hpp"
#include "sqlite/connection.hpp"

namespace iscm::history {

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
std::string change_rows(const schema::TrackedTable& table, const VersionPairs& versions);

/// Reads a row whose columns from `at` on are those of change_rows().
ChangeRow read_change(const sqlite::Statement& statement, int at = 0);

/// Puts versions of a tracked table into temp.life_T: every column, and `replaced_by`, NULL of the version that stands.
/// `live` and `history` say which, as conditions over `r`; empty: none of them. Versions that lived only within a
/// revision are left out.
void gather_life(sqlite::Connection& connection, const schema::TrackedTable& table, const std::string& live,
                 const std::string& history);

/// What happened to the rows whose versions were gathered: each change, first the columns revision and `more`, then
/// those of change_rows(). `revision` restricts it to what one revision did; 0: all.
std::string life_changes(const schema::TrackedTable& table, std::int64_t revision, const std::string& column = {});

/// A table whose rows belong to a record, and the condition under which they do, over `r`.
struct LinkedRows {
  schema::TrackedTable table;
  std::string condition;
};

/// The links and other names of these records, those that were removed included; records of their own, with a code, are
/// not among them, and a list only from the side whose field it is.
std::vector<LinkedRows> linked_rows(sqlite::Connection& connection, const model::KeyedRows& rows);

}  // namespace iscm::history
