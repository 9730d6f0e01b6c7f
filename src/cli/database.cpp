#include "cli/database.hpp"

#include "core/import/plan.hpp"
#include "db/guard.hpp"
#include "db/migrate.hpp"

namespace iscm::cli {

db::Connection open_any_version(const Invocation& invocation, db::Intent intent) {
  db::Connection connection = db::open(invocation.database, intent);
  if (intent == db::Intent::read) connection.leave_open();
  db::Guard::watch(&connection);
  return connection;
}

db::Connection open_database(const Invocation& invocation, db::Intent intent) {
  db::Connection connection = open_any_version(invocation, intent);
  db::require_current(connection, invocation.database);
  core::add_import_functions(connection);
  return connection;
}

}  // namespace iscm::cli
