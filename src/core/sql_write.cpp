#include "core/sql_write.hpp"

#include <fmt/format.h>

#include "core/history/revision.hpp"
#include "db/tracked.hpp"

namespace iscm::core {

bool write_sql(db::Connection& connection, const UserQuery& query, const std::vector<std::string>& settings,
               const db::UserLimits& limits, std::int64_t revision, std::int64_t source_id) {
  {
    db::UserSql guard(connection, limits, db::Access::write);
    db::Statement statement = user_query(guard, query, settings);
    while (statement.step()) {  // RETURNING gives rows; the changes are told field by field instead
    }
  }
  if (!touched(connection, revision)) return false;
  if (source_id == 0) return true;
  for (const db::TrackedTable& table : db::tracked_tables(connection)) {
    connection.run(
        fmt::format("UPDATE main.{} SET source_id = ?1 WHERE revision = ?2 AND source_id IS NOT ?1", table.name),
        source_id, revision);
  }
  return true;
}

}  // namespace iscm::core
