#include "history/revision.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "error.hpp"
#include "history/citations.hpp"
#include "schema/tables.hpp"

namespace iscm::history {
namespace {

std::int64_t insert_revision(sqlite::Connection& connection, const RevisionNote& note) {
  if (!connection.in_transaction()) throw Error(Exit::failed, "a revision was opened outside a transaction");
  const auto id = connection.integer(
      "INSERT INTO revisions (made_at, kind, author, command, reason, source_id, undoes, open) "
      "VALUES (?, ?, nullif(?, ''), nullif(?, ''), nullif(?, ''), nullif(?, 0), nullif(?, 0), 1) RETURNING id",
      note.made_at, note.kind, note.author, note.command, note.reason, note.source_id.value_or(0),
      note.undoes.value_or(0));
  return id.value();
}

}  // namespace

OpenRevision::OpenRevision(sqlite::Connection& connection, const RevisionNote& note)
    : connection_(connection), id_(insert_revision(connection, note)) {}

void OpenRevision::close() {
  settle_citations(connection_, id_);
  connection_.run("UPDATE revisions SET open = 0 WHERE id = ?", id_);
}

bool touched(sqlite::Connection& connection, std::int64_t revision) {
  const std::vector<schema::TrackedTable> tables = schema::tracked_tables(connection);
  return std::any_of(tables.begin(), tables.end(), [&](const schema::TrackedTable& table) {
    // T_history has no index on `revision`, but what a revision left and a later one replaced is found by the latter.
    return connection.integer(
               fmt::format("SELECT EXISTS (SELECT 1 FROM main.{0} WHERE revision = ?1)"
                           " OR EXISTS (SELECT 1 FROM main.{0}_history WHERE replaced_by = ?1)"
                           " OR EXISTS (SELECT 1 FROM main.{0}_history WHERE replaced_by > ?1 AND revision = ?1)",
                           table.name),
               revision) == 1;
  });
}

}  // namespace iscm::history
