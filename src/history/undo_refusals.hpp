#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "history/undo.hpp"
#include "schema/tables.hpp"
#include "sqlite/connection.hpp"

namespace iscm::history {

/// Values that are no longer what the revision left, and rows that are gone or have come back since.
std::vector<Conflict> value_conflicts(const UndoPlan& plan);

/// What would break a rule between rows if the plan were carried out: a unique key taken, a parent gone, a later row
/// that refers to one that would go, a parent below its own child.
std::vector<Conflict> rule_conflicts(const UndoPlan& plan);

/// Names that would return to a record while another one was given them since: a name finds one record.
std::vector<Conflict> name_conflicts(const UndoPlan& plan);

/// Tells which change after a given revision made a row what it is, for naming it in a message.
class LaterChange {
public:
  LaterChange(sqlite::Connection& connection, std::int64_t revision) : connection_(connection), revision_(revision) {}

  /// The later revision since which the live row of this key has its present values in these terms (columns, or SQL
  /// over columns); 0 where none changed them.
  std::int64_t since(const schema::TrackedTable& table, const std::vector<std::string>& terms,
                     const std::vector<std::int64_t>& key);

  /// The revision that removed the row of this key; 0 where none did.
  std::int64_t removal(const schema::TrackedTable& table, const std::vector<std::int64_t>& key);

private:
  std::int64_t ask(const std::string& sql, const std::vector<std::int64_t>& key);

  sqlite::Connection& connection_;
  std::int64_t revision_;
  std::map<std::string, sqlite::Statement> prepared_;
};

}  // namespace iscm::history
