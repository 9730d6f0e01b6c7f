#include "cli/database.hpp"

#include <fmt/format.h>

#include "core/history/at_time.hpp"
#include "core/import/plan.hpp"
#include "core/sql_functions.hpp"
#include "db/guard.hpp"
#include "db/migrate.hpp"
#include "out/message.hpp"

namespace iscm::cli {
namespace {

/// --known-at and --as-of, where the command has them and they were given.
core::Moment moment_of(db::Connection& connection, const Invocation& invocation) {
  core::Moment moment;
  if (invocation.has("--known-at")) moment.known_at = core::revision_at(connection, invocation.get("--known-at"));
  if (!invocation.has("--as-of")) return moment;
  moment.held_on = invocation.get("--as-of");
  if (moment.held_on.empty()) throw Error(Exit::usage, "--as-of names no date", "give one as 2015 or 2015-06-30");
  return moment;
}

void tell_moment(db::Connection& connection, const core::Moment& moment) {
  if (moment.known_at) {
    out::note(
        fmt::format("as this file knew it at revision {}, made {}", *moment.known_at,
                    connection.text("SELECT made_at FROM main.revisions WHERE id = ?", *moment.known_at).value_or("")));
  }
  if (moment.held_on.empty()) return;
  const std::string undated = core::undated_rows(connection);
  out::note(fmt::format("what held in {}{}{}", moment.held_on,
                        undated.empty() ? "" : "; without any date, and counted as always: ", undated));
}

}  // namespace

db::Connection open_any_version(const Invocation& invocation, db::Intent intent) {
  db::Connection connection = db::open(invocation.database, intent);
  if (intent == db::Intent::read) connection.leave_open();
  db::Guard::watch(connection.handle());
  return connection;
}

db::Connection open_database(const Invocation& invocation, db::Intent intent) {
  db::Connection connection = open_any_version(invocation, intent);
  db::require_current(connection, invocation.database);
  core::add_sql_functions(connection);
  const core::Moment moment = moment_of(connection, invocation);
  if (!moment.is_now()) {
    core::show_at(connection, moment);
    tell_moment(connection, moment);
  }
  return connection;
}

}  // namespace iscm::cli
