#pragma once

#include <string>

#include "core/history/revision.hpp"
#include "core/import/plan.hpp"
#include "core/sql_functions.hpp"
#include "db/connection.hpp"
#include "db/migrate.hpp"
#include "db/open.hpp"

namespace iscm::test {

inline constexpr const char* kNow = "2026-01-02T03:04:05.678Z";

/// An empty record of the newest schema, in memory.
inline db::Connection fresh_file() {
  db::Connection connection = db::open_in_memory();
  db::migrate(connection, db::bundled_migrations(), kNow);
  core::add_sql_functions(connection);
  return connection;
}

/// Runs `work` as one revision in one transaction and gives its number.
template <typename Work>
std::int64_t in_revision(db::Connection& connection, Work&& work, const std::string& made_at = kNow,
                         const std::string& kind = "command") {
  db::Transaction transaction(connection, db::Transaction::Kind::write);
  core::RevisionNote note;
  note.kind = kind;
  note.made_at = made_at;
  core::OpenRevision revision(connection, note);
  work();
  revision.close();
  transaction.commit();
  return revision.id();
}

}  // namespace iscm::test
