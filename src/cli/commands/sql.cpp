#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "cli/ask.hpp"
#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/edit.hpp"
#include "cli/output.hpp"
#include "edit/by_sql.hpp"
#include "edit/source.hpp"
#include "history/evidence_rows.hpp"
#include "history/log.hpp"
#include "model/sql_file.hpp"
#include "query/typed_sql.hpp"
#include "read/bytes.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

constexpr std::string_view kStandardInput = "-";

/// The text of the query and where it comes from.
struct Text {
  std::string sql;
  std::string file{};  ///< empty: it was typed
  bool from_input = false;
};

Text read_text(const std::string& path) {
  const std::string file = path == kStandardInput ? "standard input" : path;
  const auto bytes = read::open_bytes(path);
  constexpr std::size_t kMost = 2'000'000;  // the guard refuses more than half of it, and says so
  const std::string sql = read::whole_text(*bytes, kMost);
  if (bytes->broken()) throw Error(Exit::usage, fmt::format("{}: {}", file, bytes->broken()->explanation));
  return {sql, file, path == kStandardInput};
}

Text text_of(const Invocation& invocation) {
  if (invocation.arguments.size() > 1) {
    throw Error(Exit::usage, "the query came as several words", "put it in quotes: iscm sql \"SELECT ...\"");
  }
  if (!invocation.arguments.empty()) {
    if (invocation.argument(0) != kStandardInput) return {invocation.argument(0)};
    return read_text(std::string(kStandardInput));
  }
  if (invocation.has("--file")) return read_text(invocation.get("--file"));
  if (isatty(STDIN_FILENO) != 0) {
    throw Error(Exit::usage, "there is no query",
                "write `iscm sql \"SELECT ...\"`, or -f FILE; `iscm sql --help` shows how");
  }
  return read_text(std::string(kStandardInput));
}

/// The statement as the history keeps it: on one line, and not too long to read.
std::string as_command(const query::UserQuery& query) {
  constexpr std::size_t kMost = 400;
  if (!query.file.empty()) return fmt::format("sql --write -f {}", query.file);
  std::string line(query.sql.substr(0, kMost));
  for (char& c : line) {
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  }
  while (!line.empty() && line.size() < query.sql.size() && (static_cast<unsigned char>(line.back()) & 0x80U) != 0) {
    line.pop_back();  // rather than half a character
  }
  return fmt::format("sql --write \"{}\"{}", line, line.size() < query.sql.size() ? "..." : "");
}

void refuse_unless_decided(const Invocation& invocation, bool from_input) {
  if (invocation.has("--yes") || invocation.has("--dry-run") || (!from_input && can_ask())) return;
  throw Error(Exit::refused, "there is no terminal on which to ask whether to write",
              "--yes writes without asking, --dry-run shows the changes alone");
}

/// Shows what the statement changes field by field, asks on a terminal unless --yes is given, and then writes it as one
/// revision or not at all. `from_input`: the statement came from standard input.
Exit write_by_sql(const Invocation& invocation, const query::UserQuery& query, std::chrono::milliseconds timeout,
                  bool from_input) {
  refuse_unless_decided(invocation, from_input);
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::write);
  sqlite::Transaction transaction(connection, sqlite::Transaction::Kind::write);
  const std::optional<edit::EditSource> source = given_source(connection, invocation);
  history::OpenRevision revision(connection, revision_note(invocation, as_command(query)));
  const bool changed =
      edit::write_sql(connection, query, invocation.all("--param"),
                      {.time = timeout, .more_time = "`--timeout SECONDS` gives it more"}, revision.id(), source);
  if (!changed) {
    write::note("nothing to change; nothing was written");
    return Exit::done;
  }
  const bool asks = !invocation.has("--dry-run") && !invocation.has("--yes");
  std::optional<ChangeOutput> output;
  {
    sqlite::Statement changes = history::revision_changes(connection, revision.id(), {});
    output.emplace(invocation, changes);
  }
  // What is asked about has to be read first; a file waits for the commit.
  if (asks && !invocation.has("--output")) {
    output->after_commit({});
  } else {
    output->before_commit();
  }
  if (source) note_new_source(*source);
  if (!source) write::note("the change has no source; --source CODE or --source ADDRESS names one");
  std::string written;
  if (!invocation.has("--dry-run") && (!asks || agrees("Write it?"))) {
    revision.close();
    transaction.commit();
    written = as_revision(revision.id());
    note_written(invocation, revision.id(), written);
  } else {
    write::note("nothing was written");
  }
  output->after_commit(written);
  return Exit::done;
}

Exit run(const Invocation& invocation) {
  const RowLimit limit = limit_of_query(invocation);
  const std::chrono::milliseconds timeout = invocation.seconds("--timeout");
  const Text text = text_of(invocation);
  if (invocation.has("--write")) {
    return write_by_sql(invocation, {text.sql, text.file}, timeout, text.from_input);
  }
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  for (const model::Entity& entity : model::entities()) {
    std::vector<const model::Field*> read = model::all_fields(entity);
    std::erase_if(read, [&](const model::Field* field) { return !model::has_word(text.sql, field->column); });
    note_empty_at_date(invocation, read);
  }
  history::provide_evidence(connection, text.sql);
  sqlite::UserSql guard(connection, {.time = timeout, .more_time = "`--timeout SECONDS` gives it more"});
  sqlite::Statement rows = query::user_query(guard, {text.sql, text.file}, invocation.all("--param"));
  print(invocation, rows, limit);
  return Exit::done;
}

constexpr Example kExamples[] = {
    {"iscm sql \"SELECT code, year_established FROM mechanisms ORDER BY 2\"", "any query; it cannot change anything"},
    {"iscm sql -f query.sql -p type=RCP --format csv -o rcp.csv", "a query from a file, with a value for its :type"},
    {"iscm sql < query.sql", "from standard input"},
    {"iscm sql --write \"UPDATE mechanisms SET status = 'dormant' WHERE code = 'igc'\" --reason \"no meeting since "
     "2015\"",
     "change rows: you see each field that changes, and agree or not"},
};
constexpr Argument kArguments[] = {
    Argument{"QUERY", "one SELECT in quotes; if not given, from -f FILE or standard input"}
        .optional()
        .several()
        .excludes("--file"),
};
constexpr Option kTimeout{
    .name = "--timeout",
    .placeholder = "SECONDS",
    .meaning = "stop the query after this time",
    .value = {.kind = Kind::seconds, .fallback = "30", .most = 86'400},
};
constexpr Option kOptions[] = {
    value("--file", "FILE", "read the query from a file", Kind::file).or_letter("-f"),
    value("--param", "NAME=VALUE", "the value of :NAME in the query; may be repeated").or_letter("-p").several(),
    number("--limit", 0, "show at most N rows; if not given, 1000 on a terminal and all otherwise"),
    kTimeout,
    flag("--write", "run an INSERT, UPDATE or DELETE: shows the changes, asks, and writes them as one revision")
        .excludes("--known-at --as-of")
        .begins("With --write"),
    flag("--yes", "write without asking").needs("--write"),
    kDryRun.needs("--write"),
    kReason.needs("--write"),
    kSource.needs("--write"),
    kNewSource,
    kAuthor.needs("--write"),
};

}  // namespace

extern const Command kSql{
    .name = "sql",
    .summary = "query the record in SQL",
    .synonyms = "query select",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
    .times = Times::any,
};

}  // namespace iscm::cli
