#pragma once

// What happened between two versions of a row, as changes that people can read. log.hpp lists them; undo.hpp shows with
// them what it would do.

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

/// The same as texts, for printing.
std::vector<std::string> as_texts(const ChangeRow& row);

/// Where to find the versions of one table that were added, changed or removed: each is what follows FROM, conditions
/// included, with new versions as `a` and old ones as `b`. Empty: none of this sort.
struct VersionPairs {
  std::string added;
  std::string changed;
  std::string removed;
  std::string more{};             ///< columns to select first, each with a comma after it: "a.revision, "
  std::string more_of_removed{};  ///< the same for what was removed: "b.replaced_by AS revision, "
  std::string column{};           ///< only this column; of new and removed rows its value. Empty: all
  bool with_sources = false;      ///< of a changed row also the source that was given with the change
};

/// The SELECT of everything that happened according to these versions, with the columns of ChangeRow in its order and a
/// last one, `place`, by which the rows of one record are sorted.
std::string change_rows(const schema::TrackedTable& table, const VersionPairs& versions);

/// Reads a row whose columns from `at` on are those of change_rows().
ChangeRow read_change(const sqlite::Statement& statement, int at = 0);

/// Puts versions of a tracked table into temp.life_T: every column, and `replaced_by`, NULL for the live version.
/// `live` and `history` say which, as conditions over `r`; empty: none. Versions that existed only within a revision
/// are left out.
void gather_versions(sqlite::Connection& connection, const schema::TrackedTable& table, const std::string& live,
                     const std::string& history);

/// The SELECT of what happened to the rows whose versions were gathered: the column `revision`, then those of
/// change_rows(). `revision` restricts it to what one revision did; 0: all.
std::string gathered_changes(const schema::TrackedTable& table, std::int64_t revision, const std::string& column = {});

/// A table whose rows belong to a record, and the condition under which they do, over `r`.
struct LinkedRows {
  schema::TrackedTable table;
  std::string condition;
};

/// The links and other names of these records, removed ones included; without those that have a code, and of a list
/// only from the record that has it as a field.
std::vector<LinkedRows> linked_rows(sqlite::Connection& connection, const model::KeyedRows& rows);

}  // namespace iscm::history
