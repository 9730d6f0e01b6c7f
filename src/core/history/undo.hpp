#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/history/undo_plan.hpp"
#include "db/connection.hpp"

namespace iscm::core {

/// Why a revision cannot be undone: a later one changed what it left, or stands on it.
struct Conflict {
  std::string table;
  std::string record;  ///< as the view `changes` names it
  std::string column;  ///< empty where it is about the whole row
  std::int64_t later_revision = 0;
  std::string message;  ///< "mechanisms midsa: year_established was changed by revision 12"
};

/// Everything that stands in the way of undo(), by table and record; empty where nothing does. Writes nothing but TEMP
/// tables that it drops again. Throws as undo() does where there is no such revision or it is a migration.
std::vector<Conflict> undo_conflicts(db::Connection& connection, std::int64_t revision);

/// What undo() would do, to look at first. Throws as undo() does where there is no such revision or it is a migration.
UndoPlan plan_undo(db::Connection& connection, std::int64_t revision);

/// Throws Error(Exit::refused) where something stands in the way of the plan: the message names the later revision,
/// record and field of each.
void refuse_conflicts(const UndoPlan& plan);

/// Reverses all that a revision did to tracked tables, under the open revision (core/history/revision.hpp) of a write
/// transaction: what it inserted goes, what it deleted returns with the same ids and values, and of what it updated
/// exactly the columns that it changed go back. Values are compared, not revisions: what was changed since and changed
/// back is no conflict. A source that a revision cites stays, since revisions are never changed.
///
/// Needs the functions of core/import/plan.hpp on the connection. Throws Error(Exit::refused), with nothing written,
/// where there is no such revision, it is a migration, it is the open one, or there are conflicts: the message names
/// the later revision, record and field of each.
void undo(db::Connection& connection, std::int64_t revision);

}  // namespace iscm::core
