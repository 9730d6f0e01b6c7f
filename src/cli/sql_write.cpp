#include "cli/sql_write.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <string>

#include "cli/database.hpp"
#include "cli/revision_note.hpp"
#include "cli/rows.hpp"
#include "edit/by_sql.hpp"
#include "edit/source.hpp"
#include "history/log.hpp"
#include "history/revision.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

/// Whether there is somebody to ask. Their answer comes by standard input, which may hold the statement instead.
bool can_ask(bool from_input) {
  return !from_input && isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
}

bool agreed() {
  write::note("write this? y writes it, anything else leaves the record as it was");
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

/// The statement as the history keeps it: on one line, and not longer than anybody reads.
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
  if (invocation.has("--yes") || invocation.has("--dry-run") || can_ask(from_input)) return;
  throw Error(Exit::refused, "there is no terminal on which to ask whether to write",
              "--yes writes without asking, --dry-run shows the changes alone");
}

}  // namespace

Exit write_by_sql(const Invocation& invocation, const query::UserQuery& query, std::chrono::milliseconds timeout,
                  bool from_input) {
  format_of(invocation);
  refuse_unless_decided(invocation, from_input);
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::write);
  sqlite::Transaction transaction(connection, sqlite::Transaction::Kind::write);
  std::optional<edit::EditSource> source;
  if (invocation.has("--source")) source = edit::source_named(connection, invocation.get("--source"));
  history::OpenRevision revision(connection, revision_note(invocation, as_command(query)));
  const bool changed =
      edit::write_sql(connection, query, invocation.all("--param"),
                      {.time = timeout, .more_time = "`--timeout SECONDS` gives it more"}, revision.id(), source);
  if (!changed) {
    write::note("nothing to change; nothing was written");
    return Exit::done;
  }
  {
    sqlite::Statement changes = history::revision_changes(connection, revision.id(), {});
    print_rows(invocation, changes);
  }
  if (!source) write::note("this rests on no source; --source CODE or --source ADDRESS names one");
  if (invocation.has("--dry-run") || (!invocation.has("--yes") && !agreed())) {
    write::note("nothing was written");
    return Exit::done;
  }
  revision.close();
  transaction.commit();
  write::note(fmt::format("written as revision {}", revision.id()));
  return Exit::done;
}

}  // namespace iscm::cli
