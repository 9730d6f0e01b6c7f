#include "query/diff.hpp"

#include <fmt/format.h>

#include <memory>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/other_file.hpp"
#include "cli/rows.hpp"
#include "sqlite/open.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

/// The file that is read as the newer: the second that is named, else that of --db.
Invocation newer_of(const Invocation& invocation) {
  Invocation newer = invocation;
  if (invocation.arguments.size() > 1) newer.database = invocation.argument(1);
  return newer;
}

void tell(const Invocation& newer, const std::string& older, const query::Differences& differences) {
  if (!differences.any()) {
    write::note(fmt::format("{} and {} hold the same record", older, newer.database));
    return;
  }
  write::note(fmt::format("from {} to {}: {} new, {} removed, {} fields changed", older, newer.database,
                          differences.added, differences.removed, differences.changed_fields));
}

}  // namespace

Exit run_diff(const Invocation& invocation) {
  format_of(invocation);
  const bool then = invocation.has("--known-at");
  if (invocation.arguments.empty() && !then) {
    throw Error(Exit::usage, "diff: from what?",
                "give another database, or --known-at TIME for what this one held then");
  }
  const Invocation newer = newer_of(invocation);
  std::unique_ptr<OtherFile> other;
  if (!invocation.arguments.empty()) other = std::make_unique<OtherFile>(invocation.argument(0));
  if (invocation.arguments.size() > 1) sqlite::refuse_side_files(newer.database);
  sqlite::Connection connection = open_database(newer, sqlite::Intent::read);
  if (other) other->attach(connection, "other");
  const sqlite::Transaction reading(connection, sqlite::Transaction::Kind::read);
  const query::Differences differences = other ? query::compare_records(connection, "other", then ? "temp" : "main")
                                               : query::compare_records(connection, "temp", "main");
  sqlite::Statement rows = query::difference_rows(connection);
  print_rows(invocation, rows);
  tell(newer, other ? invocation.argument(0) : fmt::format("{} then", newer.database), differences);
  return differences.any() ? Exit::findings : Exit::done;
}

}  // namespace iscm::cli
