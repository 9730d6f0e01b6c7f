#include "history/undo_apply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "error.hpp"
#include "model/sql_of.hpp"

namespace iscm::history {
namespace {

/// All or nothing within the transaction of the caller.
class Savepoint {
public:
  explicit Savepoint(sqlite::Connection& connection) : connection_(connection) { connection_.run("SAVEPOINT undo"); }
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;
  ~Savepoint() {
    if (released_ || !connection_.in_transaction()) return;
    try {
      connection_.run("ROLLBACK TO undo");
      connection_.run("RELEASE undo");
    } catch (const Error&) {  // NOLINT(bugprone-empty-catch): the error that led here is the one to report
    }
  }
  void release() {
    connection_.run("RELEASE undo");
    released_ = true;
  }

private:
  sqlite::Connection& connection_;
  bool released_ = false;
};

/// Parked rows have values that break CHECKs on purpose, so that no other row can have the same.
class ChecksOff {
public:
  explicit ChecksOff(sqlite::Connection& connection) : connection_(connection) {
    connection_.run("PRAGMA ignore_check_constraints = ON");
  }
  ChecksOff(const ChecksOff&) = delete;
  ChecksOff& operator=(const ChecksOff&) = delete;
  ~ChecksOff() {
    try {
      connection_.run("PRAGMA ignore_check_constraints = OFF");
    } catch (const Error&) {  // NOLINT(bugprone-empty-catch): only a closed connection refuses it
    }
  }

private:
  sqlite::Connection& connection_;
};

std::string key_tuple(const schema::TrackedTable& table) {
  return fmt::format("({})", schema::column_list(table.key));
}

/// A column of a unique key in which a row can be parked: a plain term that is text. Every unique key has one.
std::string parking_column(sqlite::Connection& connection, const schema::TrackedTable& table,
                           const std::vector<std::string>& terms) {
  for (const std::string& term : terms) {
    if (connection.integer("SELECT 1 FROM pragma_table_info(?, 'main') WHERE name = ? AND type = 'TEXT'", table.name,
                           term)) {
      return term;
    }
  }
  throw Error(Exit::failed, fmt::format("{}: a unique key without a text", table.name));
}

/// Live rows whose unique key another row is to get. The plan changes them too, or it would have a conflict.
std::string in_the_way(const schema::TrackedTable& table, const std::vector<std::string>& terms) {
  return fmt::format(
      "SELECT {} FROM temp.undo_{} AS t CROSS JOIN main.{} AS x WHERE t.undo_action <> 'delete' AND {} AND NOT ({})",
      schema::column_list(table.key, "x"), table.name, table.name, model::same_terms(table, terms, "x", "t"),
      table.same_key("x", "t"));
}

void park_unique_keys(sqlite::Connection& connection, const schema::TrackedTable& table) {
  for (const std::vector<std::string>& terms : table.unique_keys) {
    const std::string rows = in_the_way(table, terms);
    if (!connection.integer(fmt::format("SELECT EXISTS ({})", rows)).value_or(0)) continue;
    const ChecksOff checks_off(connection);
    connection.run(fmt::format("UPDATE main.{} SET {} = '(' || id || ')' WHERE {} IN ({})", table.name,
                               parking_column(connection, table, terms), key_tuple(table), rows));
  }
}

/// Rows change one by one: of two that trade places, each would be above the other for a moment.
void park_parents(sqlite::Connection& connection, const schema::TrackedTable& table) {
  if (!table.has_parent()) return;
  connection.run(fmt::format(
      "UPDATE main.{0} SET parent_id = NULL WHERE id IN (SELECT t.id FROM temp.undo_{0} AS t JOIN main.{0} AS n"
      " ON n.id = t.id WHERE t.undo_action = 'update' AND n.parent_id IS NOT t.parent_id)",
      table.name));
}

/// The rows already have their revision, so only the trigger that refuses circles of parents has anything to do.
void insert_rows(sqlite::Connection& connection, const schema::TrackedTable& table, std::int64_t open_revision) {
  std::optional<sqlite::TriggersOff> off;
  if (!table.has_parent()) off.emplace(connection);
  const std::string columns = fmt::format("{}, {}", schema::column_list(table.key), schema::column_list(table.columns));
  connection.run(fmt::format("INSERT INTO main.{0} ({1}, revision) SELECT {1}, ? FROM temp.undo_{0}"
                             " WHERE undo_action = 'insert'",
                             table.name, columns),
                 open_revision);
}

void update_rows(sqlite::Connection& connection, const schema::TrackedTable& table) {
  std::vector<std::string> values;
  for (const std::string& column : table.columns) values.push_back(fmt::format("{0} = t.{0}", column));
  connection.run(fmt::format("UPDATE main.{0} SET {1} FROM temp.undo_{0} AS t WHERE t.undo_action = 'update' AND {2}",
                             table.name, model::joined(values), table.same_key("t", table.name)));
}

/// Does for all rows at once what the trigger of a deletion does row by row (schema/triggers.cpp): half the time.
void delete_rows(sqlite::Connection& connection, const schema::TrackedTable& table, std::int64_t open_revision) {
  const sqlite::TriggersOff off(connection);
  const std::string planned = fmt::format("{} IN (SELECT {} FROM temp.undo_{} WHERE undo_action = 'delete')",
                                          key_tuple(table), schema::column_list(table.key), table.name);
  connection.run(
      fmt::format("INSERT INTO main.{0}_history ({1}, replaced_by, action) SELECT {1}, ?1, 'delete' FROM main.{0} AS n"
                  " WHERE {2} AND (n.revision <> ?1 OR 'update' ="
                  " (SELECT min(h.action) FROM main.{0}_history AS h WHERE {3} AND h.replaced_by = ?1))",
                  table.name, schema::column_list(table.all_columns()), planned, table.same_key("h", "n")),
      open_revision);
  connection.run(fmt::format("DELETE FROM main.{} WHERE {}", table.name, planned));
}

}  // namespace

void apply_undo(const UndoPlan& plan, std::int64_t open_revision) {
  sqlite::Connection& connection = plan.connection();
  const std::vector<schema::TrackedTable>& tables = plan.touched();
  // Rows may refer to others that are still to return; the commit would notice one that never does.
  connection.run("PRAGMA defer_foreign_keys = ON");
  Savepoint savepoint(connection);
  for (const schema::TrackedTable& table : tables) {
    park_parents(connection, table);
    park_unique_keys(connection, table);
  }
  for (const schema::TrackedTable& table : tables) insert_rows(connection, table, open_revision);
  for (const schema::TrackedTable& table : tables) update_rows(connection, table);
  // Children first, so that no cascade finds any: each deletion is that of a row of the plan.
  std::for_each(tables.rbegin(), tables.rend(),
                [&](const schema::TrackedTable& table) { delete_rows(connection, table, open_revision); });
  savepoint.release();
}

}  // namespace iscm::history
