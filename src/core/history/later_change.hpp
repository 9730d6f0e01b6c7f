#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "db/tracked.hpp"

namespace iscm::core {

/// Tells which change after a given revision made a row what it is, for naming it in a message.
class LaterChange {
public:
  LaterChange(db::Connection& connection, std::int64_t revision) : connection_(connection), revision_(revision) {}

  /// The later revision since which the live row of this key has its present values in these terms (columns, or SQL
  /// over columns); 0 where none changed them.
  std::int64_t since(const db::TrackedTable& table, const std::vector<std::string>& terms,
                     const std::vector<std::int64_t>& key);

  /// The revision that removed the row of this key; 0 where none did.
  std::int64_t removal(const db::TrackedTable& table, const std::vector<std::int64_t>& key);

private:
  std::int64_t ask(const std::string& sql, const std::vector<std::int64_t>& key);

  db::Connection& connection_;
  std::int64_t revision_;
  std::map<std::string, db::Statement> prepared_;
};

}  // namespace iscm::core
