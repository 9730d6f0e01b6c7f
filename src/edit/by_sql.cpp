#include "edit/by_sql.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "edit/sql_rules.hpp"
#include "history/revision.hpp"
#include "schema/tables.hpp"

namespace iscm::edit {
namespace {

void rest_on(sqlite::Connection& connection, EditSource& source, std::int64_t revision) {
  const bool is_new = !source.id;
  add_source(connection, source, revision);
  connection.run("UPDATE main.revisions SET source_id = ? WHERE id = ?", *source.id, revision);
  for (const schema::TrackedTable& table : schema::tracked_tables(connection)) {
    const bool itself = is_new && table.name == "sources";
    connection.run(fmt::format("UPDATE main.{} SET source_id = ?1 WHERE revision = ?2 AND source_id IS NOT ?1{}",
                               table.name, itself ? " AND id <> ?1" : ""),
                   *source.id, revision);
  }
}

/// What the row was before, `h`, has the same value in the column.
std::string kept(const schema::TrackedTable& table, std::string_view column) {
  return fmt::format("EXISTS (SELECT 1 FROM main.{0}_history AS h WHERE {1} AND h.replaced_by = ?1 AND h.{2} IS t.{2})",
                     table.name, table.same_key("h", "t"), column);
}

/// A source said what it said, and not what the row says now.
void rest_on_none(sqlite::Connection& connection, std::int64_t revision) {
  for (const schema::TrackedTable& table : schema::tracked_tables(connection)) {
    const bool says = std::find(table.columns.begin(), table.columns.end(), "basis") != table.columns.end();
    connection.run(
        fmt::format("UPDATE main.{} AS t SET source_id = NULL{} WHERE revision = ?1 AND source_id IS NOT NULL AND {}",
                    table.name, says ? fmt::format(", basis = iif({}, 'unsourced', basis)", kept(table, "basis")) : "",
                    kept(table, "source_id")),
        revision);
  }
}

}  // namespace

bool write_sql(sqlite::Connection& connection, const query::UserQuery& query, const std::vector<std::string>& settings,
               const sqlite::UserLimits& limits, std::int64_t revision, std::optional<EditSource> source) {
  {
    std::vector<std::string> writable;
    for (const schema::TrackedTable& table : schema::tracked_tables(connection)) writable.push_back(table.name);
    sqlite::UserSql guard(connection, limits, std::move(writable));
    sqlite::Statement statement = query::user_query(guard, query, settings);
    while (statement.step()) {  // RETURNING gives rows; the changes are told field by field instead
    }
  }
  if (!history::touched(connection, revision)) return false;
  if (source) {
    rest_on(connection, *source, revision);
  } else {
    rest_on_none(connection, revision);
  }
  refuse_broken_rules(connection, revision);
  return true;
}

}  // namespace iscm::edit
