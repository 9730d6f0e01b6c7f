#include "cli/database.hpp"

#include <fmt/format.h>

#include "cli/environment.hpp"
#include "history/at_time.hpp"
#include "import/plan.hpp"
#include "model/find_record.hpp"
#include "model/sql_functions.hpp"
#include "schema/migrate.hpp"
#include "sqlite/watchdog.hpp"
#include "text/partial_date.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

/// What --known-at and --as-of ask for.
history::Moment moment_of(sqlite::Connection& connection, const Invocation& invocation) {
  history::Moment moment;
  if (invocation.has("--known-at")) moment.known_at = history::revision_at(connection, invocation.get("--known-at"));
  moment.held_on = invocation.get("--as-of");
  return moment;
}

}  // namespace

void note_time(sqlite::Connection& connection, const Invocation& invocation, const std::string& undated) {
  const history::Moment moment = moment_of(connection, invocation);
  if (moment.known_at) {
    write::note(
        fmt::format("as this file was at revision {}, of {}", *moment.known_at,
                    connection.text("SELECT made_at FROM main.revisions WHERE id = ?", *moment.known_at).value_or("")));
  }
  if (moment.held_on.empty()) return;
  write::note(fmt::format("what was true in {}{}{}", moment.held_on,
                          undated.empty() ? "" : "; included, although without any date: ", undated));
  if (!text::is_in_future(moment.held_on, today())) return;
  // What is recorded ends today, however far one looks ahead.
  write::note(fmt::format(
      "{} is in the future: shown is what would be true if nothing but what is recorded now happened", moment.held_on));
}

void note_empty_at_date(const Invocation& invocation, std::span<const model::Field* const> fields) {
  if (!invocation.has("--as-of")) return;
  for (const model::Field* field : fields) {
    if (!field->is_of_its_source) continue;
    write::note(fmt::format("{} is empty: a published number is of the date of its source", field->name));
  }
}

void note_empty_at_date(const Invocation& invocation, const model::Entity& entity) {
  note_empty_at_date(invocation, model::all_fields(entity));
}

sqlite::Connection open_any_version(const Invocation& invocation, sqlite::Intent intent) {
  sqlite::Connection connection = sqlite::open(invocation.database, intent);
  if (intent == sqlite::Intent::read) connection.leave_open();
  sqlite::Guard::watch(connection.handle());
  return connection;
}

sqlite::Connection open_database(const Invocation& invocation, sqlite::Intent intent, Say say) {
  sqlite::Connection connection = open_any_version(invocation, intent);
  schema::require_current(connection, invocation.database);
  model::add_sql_functions(connection);
  const history::Moment moment = moment_of(connection, invocation);
  if (!moment.is_now()) {
    history::show_at(connection, moment);
    if (say == Say::time) {
      note_time(connection, invocation, moment.held_on.empty() ? std::string() : history::undated_rows(connection));
    }
  }
  return connection;
}

bool is_record(sqlite::Connection& connection, const model::Entity* kind, const std::string& name) {
  try {
    model::find_record(connection, kind, name);
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace iscm::cli
