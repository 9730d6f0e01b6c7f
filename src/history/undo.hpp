#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "history/changes.hpp"
#include "schema/tables.hpp"
#include "sqlite/connection.hpp"

namespace iscm::history {

/// What reversing a revision would make of each tracked table, in TEMP tables: temp.undo_T has a row for each row of T
/// that is to change. `undo_action` is what would be done: 'insert' and 'update' carry the values that the row would
/// have, 'delete' only its key. Rows that stand as they were before the revision, or that conflict, may be missing.
///
/// Of a row that the revision touched, three versions matter: `before`, which it replaced, `after`, which it left, and
/// the live one, which is `after` itself where no later revision came.
class UndoPlan {
public:
  /// Reads the file and writes only TEMP tables; they go with this object.
  UndoPlan(sqlite::Connection& connection, std::int64_t revision);
  UndoPlan(const UndoPlan&) = delete;
  UndoPlan& operator=(const UndoPlan&) = delete;
  ~UndoPlan();

  [[nodiscard]] sqlite::Connection& connection() const { return connection_; }
  [[nodiscard]] std::int64_t revision() const { return revision_; }
  /// Every tracked table, parents first.
  [[nodiscard]] const std::vector<schema::TrackedTable>& tables() const { return tables_; }
  /// Those that the revision touched, parents first; only they have a temp.undo_T.
  [[nodiscard]] const std::vector<schema::TrackedTable>& touched() const { return touched_; }
  [[nodiscard]] bool touches(const std::string& table) const;

private:
  void create(const schema::TrackedTable& table);
  void fill(const schema::TrackedTable& table);

  sqlite::Connection& connection_;
  std::int64_t revision_;
  std::vector<schema::TrackedTable> tables_;
  std::vector<schema::TrackedTable> touched_;
};

/// The version that revision ?1 replaced, as a condition on `row`, an alias of T_history.
std::string is_before(const std::string& row);

/// The version that revision ?1 left and a later one replaced, as a condition on `row`, an alias of T_history.
std::string is_replaced_after(const std::string& row);

/// "NOT EXISTS": `row` (an alias with T's key) has no such version in T_history.
std::string has_no_before(const schema::TrackedTable& table, const std::string& row);
std::string has_no_replaced_after(const schema::TrackedTable& table, const std::string& row);

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
std::vector<Conflict> undo_conflicts(sqlite::Connection& connection, std::int64_t revision);

/// What undo() would do, to look at first. Throws as undo() does where there is no such revision or it is a migration.
UndoPlan plan_undo(sqlite::Connection& connection, std::int64_t revision);

/// Throws Error(Exit::refused) where something stands in the way of the plan: the message names the later revision,
/// record and field of each.
void refuse_conflicts(const UndoPlan& plan);

/// Reverses all that a revision did to tracked tables, under the open revision (history/revision.hpp) of a write
/// transaction: what it inserted goes, what it deleted returns with the same ids and values, and of what it updated
/// exactly the columns that it changed go back. Values are compared, not revisions: what was changed since and changed
/// back is no conflict. A source that a revision cites stays, since revisions are never changed.
///
/// Needs the functions of import/plan.hpp on the connection. Throws Error(Exit::refused), with nothing written,
/// where there is no such revision, it is a migration, it is the open one, or there are conflicts: the message names
/// the later revision, record and field of each.
void undo(sqlite::Connection& connection, std::int64_t revision);

/// What carrying out the plan will do, in words: at most `limit` rows, by entity and record, and how many rows of
/// tables it touches in all. To be asked before the plan is carried out.
struct PlannedChanges {
  std::vector<ChangeRow> first;
  std::int64_t left_out = 0;  ///< rows of tables beyond those told of
  std::int64_t total = 0;     ///< rows of tables that change; 0: there is nothing to do
};

PlannedChanges planned_changes(const UndoPlan& plan, std::int64_t limit);

}  // namespace iscm::history
