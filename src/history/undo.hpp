#pragma once

// What undoing a revision would change, worked out before anything is written. `iscm undo` makes a plan, asks whether
// something is in its way (undo_refusals.hpp), shows it, and carries it out (undo_apply.hpp).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "history/changes.hpp"
#include "schema/tables.hpp"
#include "sqlite/connection.hpp"

namespace iscm::history {

/// What undoing a revision would make of each tracked table, in TEMP tables: temp.undo_T has a row for each row of T
/// that would change. `undo_action` is 'insert' or 'update', with the values that the row would have, or 'delete', with
/// its key alone. Rows that already are as they were before the revision, or that conflict, may be missing.
///
/// What the revision inserted is deleted, what it deleted returns with the same ids and values, and of what it updated
/// exactly the columns that it changed go back. A source that a revision names is kept, since revisions never change.
///
/// Of a row that the revision touched, three versions matter: `before`, which it replaced, `after`, which it left, and
/// the live one, which is `after` itself if no later revision changed the row.
class UndoPlan {
public:
  /// Reads the file and writes only TEMP tables, which are dropped with this object. Throws Error(Exit::refused) if
  /// there is no such revision, or it is a migration or still open.
  UndoPlan(sqlite::Connection& connection, std::int64_t revision);
  UndoPlan(const UndoPlan&) = delete;
  UndoPlan& operator=(const UndoPlan&) = delete;
  ~UndoPlan();

  [[nodiscard]] sqlite::Connection& connection() const { return connection_; }
  [[nodiscard]] std::int64_t revision() const { return revision_; }
  /// The tables that the revision touched, parents first; only they have a temp.undo_T.
  [[nodiscard]] const std::vector<schema::TrackedTable>& touched() const { return touched_; }
  [[nodiscard]] bool touches(std::string_view table) const;
  /// A tracked table by its name, touched or not; null if it is not tracked.
  [[nodiscard]] const schema::TrackedTable* table(std::string_view name) const;

  // Conditions on `row`, an alias of T_history or of anything with the key of T.

  /// `row` is the version that the revision replaced.
  [[nodiscard]] std::string is_before(std::string_view row) const;
  /// `row` is the version that the revision left and a later one replaced.
  [[nodiscard]] std::string is_replaced_after(std::string_view row) const;
  /// There is no such version of `row`.
  [[nodiscard]] std::string has_no_before(const schema::TrackedTable& table, std::string_view row) const;
  [[nodiscard]] std::string has_no_replaced_after(const schema::TrackedTable& table, std::string_view row) const;

private:
  [[nodiscard]] bool find_touched(const schema::TrackedTable& table) const;
  void create(const schema::TrackedTable& table);
  void plan_updates(const schema::TrackedTable& table);
  void plan_deletes(const schema::TrackedTable& table);
  void plan_inserts(const schema::TrackedTable& table);

  sqlite::Connection& connection_;
  std::int64_t revision_;
  std::vector<schema::TrackedTable> tables_;
  std::vector<schema::TrackedTable> touched_;
};

/// What carrying out a plan will do, in words.
struct PlannedChanges {
  std::vector<ChangeRow> first;  ///< by entity and record
  std::int64_t left_out = 0;     ///< changed rows of tables that are not among them
  std::int64_t total = 0;        ///< changed rows of tables; 0: there is nothing to undo
};

/// The first `limit` changes. To be asked before the plan is carried out.
PlannedChanges planned_changes(const UndoPlan& plan, std::int64_t limit);

}  // namespace iscm::history
