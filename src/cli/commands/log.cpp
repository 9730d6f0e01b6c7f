#include "core/log.hpp"

#include <fmt/format.h>

#include <charconv>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/rows.hpp"
#include "core/history/at_time.hpp"
#include "core/history/find_rows.hpp"
#include "out/message.hpp"

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

core::LogFilter filter_of(const Invocation& invocation) {
  core::LogFilter filter{invocation.get("--since"), invocation.get("--author"), {}};
  if (invocation.has("--limit")) filter.limit = whole_number(invocation.get("--limit"), "rows");
  if (!filter.since.empty() && !core::is_revision(filter.since)) core::start_of_time(filter.since);
  return filter;
}

/// `iscm log 12`, where 12 is no record.
bool asks_for_revision(const Invocation& invocation) {
  return invocation.arguments.size() == 1 && core::is_revision(invocation.argument(0));
}

void tell_revision(db::Connection& connection, std::int64_t revision) {
  db::Statement made = connection.prepare(
      "SELECT made_at, ifnull(author, iif(kind = 'outside', 'another program', 'iscm')), ifnull(command, kind), "
      "ifnull(': ' || reason, '')"
      " FROM revisions WHERE id = ?");
  made.bind(1, revision);
  made.step();
  out::note(
      fmt::format("revision {}, {}, by {}, {}{}", revision, made.text(0), made.text(1), made.text(2), made.text(3)));
}

}  // namespace

Exit run_log(const Invocation& invocation) {
  format_of(invocation);
  const core::LogFilter filter = filter_of(invocation);
  db::Connection connection = open_database(invocation, db::Intent::read);
  const db::Transaction reading(connection, db::Transaction::Kind::read);
  if (invocation.arguments.empty()) {
    db::Statement rows = core::revision_log(connection, filter);
    print_rows(invocation, rows);
    return Exit::done;
  }
  if (asks_for_revision(invocation)) {
    const std::int64_t revision = whole_number(invocation.argument(0), "a revision");
    db::Statement rows = core::revision_changes(connection, revision, filter);
    print_rows(invocation, rows);
    tell_revision(connection, revision);
    return Exit::done;
  }
  core::KeyedRows found = core::find_rows(connection, invocation.arguments);
  core::add_merged_rows(connection, found);
  db::Statement rows = core::life_log(connection, found, filter);
  print_rows(invocation, rows);
  if (!found.others.empty()) {
    out::note(fmt::format("also called so, `iscm log` with its kind shows it: {}", fmt::join(found.others, ", ")));
  }
  return Exit::done;
}

}  // namespace iscm::cli
