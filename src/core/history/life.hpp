#pragma once

#include <string>
#include <vector>

#include "core/history/change_rows.hpp"
#include "core/history/find_rows.hpp"
#include "db/connection.hpp"
#include "db/tracked.hpp"

namespace iscm::core {

/// Puts versions of a tracked table into temp.life_T: every column, and `replaced_by`, NULL of the version that stands.
/// `live` and `history` say which, as conditions over `r`; empty: none of them. Versions that lived only within a
/// revision are left out.
void gather_life(db::Connection& connection, const db::TrackedTable& table, const std::string& live,
                 const std::string& history);

/// What happened to the rows whose versions were gathered: each change, first the columns revision and `more`, then
/// those of change_rows(). `revision` restricts it to what one revision did; 0: all.
std::string life_changes(const db::TrackedTable& table, std::int64_t revision, const std::string& column = {});

/// A table whose rows belong to a record, and the condition under which they do, over `r`.
struct LinkedRows {
  db::TrackedTable table;
  std::string condition;
};

/// The links and other names of these records, those that were removed included; records of their own, with a code, are
/// not among them, and a list only from the side whose field it is.
std::vector<LinkedRows> linked_rows(db::Connection& connection, const KeyedRows& rows);

}  // namespace iscm::core
