#include "history/log.hpp"

#include <fmt/format.h>

#include <charconv>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/rows.hpp"
#include "history/at_time.hpp"
#include "model/find_record.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

std::int64_t whole_number(std::string_view text, std::string_view what) {
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size() || number < 1) {
    throw Error(Exit::usage, fmt::format("{} is no number of {}", text, what), "give a whole number from 1");
  }
  return number;
}

history::LogFilter filter_of(const Invocation& invocation) {
  history::LogFilter filter{invocation.get("--since"), invocation.get("--author"), {}};
  if (invocation.has("--limit")) filter.limit = whole_number(invocation.get("--limit"), "rows");
  if (!filter.since.empty() && !history::is_revision(filter.since)) history::start_of_time(filter.since);
  return filter;
}

/// `iscm log 12`, where 12 is no record.
bool asks_for_revision(const Invocation& invocation) {
  return invocation.arguments.size() == 1 && history::is_revision(invocation.argument(0));
}

void tell_revision(sqlite::Connection& connection, std::int64_t revision) {
  sqlite::Statement made = connection.prepare(
      "SELECT made_at, ifnull(author, iif(kind = 'outside', 'another program', 'iscm')), ifnull(command, kind), "
      "ifnull(': ' || reason, '')"
      " FROM revisions WHERE id = ?");
  made.bind(1, revision);
  made.step();
  write::note(
      fmt::format("revision {}, {}, by {}, {}{}", revision, made.text(0), made.text(1), made.text(2), made.text(3)));
}

}  // namespace

Exit run_log(const Invocation& invocation) {
  format_of(invocation);
  const history::LogFilter filter = filter_of(invocation);
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  const sqlite::Transaction reading(connection, sqlite::Transaction::Kind::read);
  if (invocation.arguments.empty()) {
    sqlite::Statement rows = history::revision_log(connection, filter);
    print_rows(invocation, rows);
    return Exit::done;
  }
  if (asks_for_revision(invocation)) {
    const std::int64_t revision = whole_number(invocation.argument(0), "a revision");
    sqlite::Statement rows = history::revision_changes(connection, revision, filter);
    print_rows(invocation, rows);
    tell_revision(connection, revision);
    return Exit::done;
  }
  model::KeyedRows found = model::find_rows(connection, invocation.arguments);
  model::add_merged_rows(connection, found);
  sqlite::Statement rows = history::life_log(connection, found, filter);
  print_rows(invocation, rows);
  if (!found.others.empty()) {
    write::note(fmt::format("also called so, `iscm log` with its kind shows it: {}", fmt::join(found.others, ", ")));
  }
  return Exit::done;
}

}  // namespace iscm::cli
