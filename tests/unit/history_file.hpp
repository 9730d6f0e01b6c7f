#pragma once

#include <string>

#include "history/revision.hpp"
#include "import/plan.hpp"
#include "model/sql_functions.hpp"
#include "schema/migrate.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/open.hpp"

namespace iscm::test {

inline constexpr const char* kNow = "2026-01-02T03:04:05.678Z";

/// An empty record of the newest schema, in memory.
inline sqlite::Connection fresh_file() {
  sqlite::Connection connection = sqlite::open_in_memory();
  schema::migrate(connection, schema::bundled_migrations(), kNow);
  model::add_sql_functions(connection);
  return connection;
}

/// Runs `work` as one revision in one transaction and gives its number.
template <typename Work>
std::int64_t in_revision(sqlite::Connection& connection, Work&& work, const std::string& made_at = kNow,
                         const std::string& kind = "command") {
  sqlite::Transaction transaction(connection, sqlite::Transaction::Kind::write);
  history::RevisionNote note;
  note.kind = kind;
  note.made_at = made_at;
  history::OpenRevision revision(connection, note);
  work();
  revision.close();
  transaction.commit();
  return revision.id();
}

}  // namespace iscm::test
