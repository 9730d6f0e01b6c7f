#include "history/why.hpp"

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/rows.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

/// As rows of a query, so that numbers are numbers and what is not known is nothing in every format.
sqlite::Statement rows_of(sqlite::Connection& connection, const history::Witnesses& witnesses) {
  connection.run("DROP TABLE IF EXISTS temp.witness");
  connection.run(fmt::format("CREATE TEMP TABLE witness ({})", fmt::join(history::kWhyColumns, ", ")));
  sqlite::Statement insert = connection.prepare(
      "INSERT INTO temp.witness VALUES (?, ?, ?, CAST(nullif(?, '') AS INTEGER), nullif(?, ''), nullif(?, ''), "
      "nullif(?, ''), nullif(?, ''), CAST(nullif(?, '') AS INTEGER), nullif(?, ''))");
  for (const std::vector<std::string>& row : witnesses.rows) {
    int place = 0;
    for (const std::string& text : row) insert.bind(++place, std::string_view(text));
    insert.run();
  }
  return connection.prepare("SELECT * FROM temp.witness ORDER BY rowid");
}

}  // namespace

Exit run_why(const Invocation& invocation) {
  format_of(invocation);
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  const sqlite::Transaction reading(connection, sqlite::Transaction::Kind::read);
  const model::KeyedRows found = model::find_rows(connection, invocation.arguments);
  const history::Witnesses witnesses = history::why(connection, found);
  sqlite::Statement rows = rows_of(connection, witnesses);
  print_rows(invocation, rows);
  for (const std::string& note : witnesses.notes) write::note(note);
  if (const std::int64_t revision = history::removed_by(connection, found); revision != 0) {
    write::note(fmt::format("it was removed by revision {}; this is how it was last", revision));
  }
  if (!found.others.empty()) {
    write::note(fmt::format("also called so, `iscm why` with its kind shows it: {}", fmt::join(found.others, ", ")));
  }
  return Exit::done;
}

}  // namespace iscm::cli
