#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "db/tracked.hpp"

namespace iscm::core {

/// What reversing a revision would make of each tracked table, in TEMP tables: temp.undo_T has a row for each row of T
/// that is to change. `undo_action` is what would be done: 'insert' and 'update' carry the values that the row would
/// have, 'delete' only its key. Rows that stand as they were before the revision, or that conflict, may be missing.
///
/// Of a row that the revision touched, three versions matter: `before`, which it replaced, `after`, which it left, and
/// the live one, which is `after` itself where no later revision came.
class UndoPlan {
public:
  /// Reads the file and writes only TEMP tables; they go with this object.
  UndoPlan(db::Connection& connection, std::int64_t revision);
  UndoPlan(const UndoPlan&) = delete;
  UndoPlan& operator=(const UndoPlan&) = delete;
  ~UndoPlan();

  [[nodiscard]] db::Connection& connection() const { return connection_; }
  [[nodiscard]] std::int64_t revision() const { return revision_; }
  /// Every tracked table, parents first.
  [[nodiscard]] const std::vector<db::TrackedTable>& tables() const { return tables_; }
  /// Those that the revision touched, parents first; only they have a temp.undo_T.
  [[nodiscard]] const std::vector<db::TrackedTable>& touched() const { return touched_; }
  [[nodiscard]] bool touches(const std::string& table) const;

private:
  void create(const db::TrackedTable& table);
  void fill(const db::TrackedTable& table);

  db::Connection& connection_;
  std::int64_t revision_;
  std::vector<db::TrackedTable> tables_;
  std::vector<db::TrackedTable> touched_;
};

/// The version that revision ?1 replaced, as a condition on `row`, an alias of T_history.
std::string is_before(const std::string& row);

/// The version that revision ?1 left and a later one replaced, as a condition on `row`, an alias of T_history.
std::string is_replaced_after(const std::string& row);

/// "NOT EXISTS": `row` (an alias with T's key) has no such version in T_history.
std::string has_no_before(const db::TrackedTable& table, const std::string& row);
std::string has_no_replaced_after(const db::TrackedTable& table, const std::string& row);

}  // namespace iscm::core
