#include "history/log.hpp"

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/output.hpp"
#include "history/at_time.hpp"
#include "model/find_record.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

history::LogFilter filter_of(const Invocation& invocation) {
  const history::LogFilter filter{invocation.get("--since"), invocation.get("--author"), invocation.number("--limit")};
  if (!filter.since.empty() && !history::is_revision(filter.since)) history::start_of_time(filter.since);
  return filter;
}

/// Whether it is `iscm log 12`.
bool asks_for_revision(const Invocation& invocation) {
  return invocation.arguments.size() == 1 && history::is_revision(invocation.argument(0));
}

void note_revision(sqlite::Connection& connection, std::int64_t revision) {
  sqlite::Statement made = connection.prepare(
      "SELECT made_at, ifnull(author, iif(kind = 'outside', 'another program', 'iscm')), ifnull(command, kind), "
      "ifnull(': ' || reason, '')"
      " FROM revisions WHERE id = ?");
  made.bind(1, revision);
  made.step();
  const std::string sources = history::sources_given(connection, revision);
  write::note(fmt::format("revision {}, {}, by {}, {}{}{}", revision, made.text(0), made.text(1), made.text(2),
                          sources.empty() ? "" : ", on " + sources, made.text(3)));
}

Exit run(const Invocation& invocation) {
  const history::LogFilter filter = filter_of(invocation);
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  const sqlite::Transaction reading(connection, sqlite::Transaction::Kind::read);
  if (invocation.arguments.empty()) {
    sqlite::Statement rows = history::revision_log(connection, filter);
    print(invocation, rows);
    return Exit::done;
  }
  if (asks_for_revision(invocation)) {
    const std::int64_t revision = history::revision_at(connection, invocation.argument(0));
    sqlite::Statement rows = history::revision_changes(connection, revision, filter);
    print(invocation, rows);
    note_revision(connection, revision);
    return Exit::done;
  }
  model::KeyedRows found = model::find_rows(connection, invocation.arguments);
  model::add_merged_rows(connection, found);
  sqlite::Statement rows = history::row_log(connection, found, filter);
  print(invocation, rows);
  note_others(invocation, found.others);
  return Exit::done;
}

constexpr Example kExamples[] = {
    {"iscm log --limit 10",
     "the last ten revisions: who changed how many rows, when, by what command, on what source and why"},
    {"iscm log 12", "what revision 12 did, field by field"},
    {"iscm log midsa", "the history of a record and its links, the newest first"},
    {"iscm log mechanism midsa year_established", "the history of one field"},
    {"iscm log membership midsa KEN", "the history of a link, even of one that was removed"},
    {"iscm log --since 2026-11 --author anna", "what one person did since November"},
};
constexpr Argument kArguments[] = {
    Argument{"[ENTITY] KEY [FIELD]", "a revision; or a record or link by its key, and perhaps one of its fields"}
        .optional()
        .several(),
};
constexpr Option kOptions[] = {
    value("--since", "TIME", "only from this time (UTC) or revision on: 2026-11, 2026-11-24T10:00, today or a number",
          Kind::time),
    value("--author", "NAME", "only what this person did"),
    number("--limit", 1, "show at most N rows, the newest"),
};

}  // namespace

extern const Command kLog{
    .name = "log",
    .summary = "who changed what, when and why",
    .synonyms = "history revisions changes",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
};

}  // namespace iscm::cli
