#include "history/revision.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "error.hpp"
#include "schema/tables.hpp"

namespace iscm::history {
namespace {

sqlite::Value text_or_null(const std::string& text) {
  if (text.empty()) return std::monostate{};
  return std::string_view(text);
}

sqlite::Value id_or_null(const std::optional<std::int64_t>& id) {
  if (!id) return std::monostate{};
  return *id;
}

std::int64_t insert_revision(sqlite::Connection& connection, const RevisionNote& note) {
  if (!connection.in_transaction()) throw Error(Exit::failed, "a revision was opened outside a transaction");
  const auto id = connection.integer(
      "INSERT INTO revisions (made_at, kind, author, command, reason, source_id, undoes, open) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, 1) RETURNING id",
      std::string_view(note.made_at), std::string_view(note.kind), text_or_null(note.author),
      text_or_null(note.command), text_or_null(note.reason), id_or_null(note.source_id), id_or_null(note.undoes));
  return id.value();
}

}  // namespace

OpenRevision::OpenRevision(sqlite::Connection& connection, const RevisionNote& note)
    : connection_(connection), id_(insert_revision(connection, note)) {}

void OpenRevision::close() {
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
