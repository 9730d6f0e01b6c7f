#include "history/log.hpp"

#include <fmt/format.h>

#include "error.hpp"
#include "history/at_time.hpp"
#include "history/changes.hpp"
#include "model/sql_of.hpp"

namespace iscm::history {
namespace {

constexpr std::string_view kMadeBy = "r.made_at AS time, r.author AS author, ifnull(r.command, r.kind) AS command";

/// A condition over revisions AS r; ?1 is since, ?2 the author.
std::string wanted(const LogFilter& filter) {
  std::string condition = "1";
  if (!filter.since.empty()) condition += is_revision(filter.since) ? " AND r.id >= ?1" : " AND r.made_at >= ?1";
  if (!filter.author.empty()) condition += " AND fold(r.author) = fold(?2)";
  return condition;
}

std::string limit_of(const LogFilter& filter) {
  return filter.limit ? fmt::format(" LIMIT {}", *filter.limit) : std::string();
}

void bind(sqlite::Statement& statement, const LogFilter& filter) {
  if (is_revision(filter.since)) {
    statement.bind(1, std::int64_t{std::stoll(filter.since)});
  } else if (!filter.since.empty()) {
    statement.bind(1, std::string_view(start_of_time(filter.since)));
  }
  if (!filter.author.empty()) statement.bind(2, std::string_view(filter.author));
}

/// How many rows of a table each of the chosen revisions inserted, changed or deleted, each row once.
std::string touched_rows(const schema::TrackedTable& table) {
  return fmt::format(
      "SELECT n.revision AS id FROM main.{0} AS n WHERE n.revision >= (SELECT min(id) FROM temp.chosen)"
      " UNION ALL SELECT h.revision FROM main.{0}_history AS h"
      " WHERE h.replaced_by > (SELECT min(id) FROM temp.chosen) AND h.replaced_by > h.revision"
      " UNION ALL SELECT h.replaced_by FROM main.{0}_history AS h"
      " WHERE h.replaced_by >= (SELECT min(id) FROM temp.chosen) AND h.replaced_by > h.revision"
      " AND NOT EXISTS (SELECT 1 FROM main.{0} AS n WHERE {1} AND n.revision = h.replaced_by)"
      " AND NOT EXISTS (SELECT 1 FROM main.{0}_history AS s WHERE {2} AND s.revision = h.replaced_by"
      " AND s.replaced_by > s.revision)",
      table.name, table.same_key("n", "h"), table.same_key("s", "h"));
}

void choose(sqlite::Connection& connection, const LogFilter& filter) {
  connection.run("DROP TABLE IF EXISTS temp.chosen");
  connection.run("CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY, touched INTEGER NOT NULL DEFAULT 0)");
  sqlite::Statement fill =
      connection.prepare(fmt::format("INSERT INTO temp.chosen (id) SELECT r.id FROM main.revisions AS r WHERE {}"
                                     " ORDER BY r.id DESC{}",
                                     wanted(filter), limit_of(filter)));
  bind(fill, filter);
  fill.run();
}

/// All of these SELECTs as one, with the place of each as `part`.
std::string in_order(const std::vector<std::string>& selects) {
  std::vector<std::string> parts;
  for (const std::string& select : selects) {
    parts.push_back(fmt::format("SELECT {} AS part, * FROM ({})", parts.size(), select));
  }
  return model::joined(parts, " UNION ALL ");
}

/// The column of the field that is asked about; empty if all are.
std::string asked_column(const model::KeyedRows& rows) {
  return rows.field == nullptr ? std::string() : std::string(rows.field->column);
}

/// Gathers the versions of these rows and of their links; a SELECT of the changes for each table.
std::vector<std::string> changes_of(sqlite::Connection& connection, const model::KeyedRows& rows) {
  std::vector<std::string> selects;
  const bool list = rows.field != nullptr && rows.field->type == model::FieldType::list;
  if (!list) {
    const std::string own = rows.is_one_of("r");
    gather_versions(connection, rows.table, own, own);
    selects.push_back(gathered_changes(rows.table, 0, asked_column(rows)));
  }
  if (rows.field != nullptr && !list) return selects;
  for (const LinkedRows& linked : linked_rows(connection, rows)) {
    if (list && linked.table.name != rows.field->link_table) continue;
    gather_versions(connection, linked.table, linked.condition, linked.condition);
    selects.push_back(gathered_changes(linked.table, 0));
  }
  return selects;
}

}  // namespace
sqlite::Statement revision_log(sqlite::Connection& connection, const LogFilter& filter) {
  choose(connection, filter);
  for (const schema::TrackedTable& table : schema::tracked_tables(connection)) {
    connection.run(
        fmt::format("UPDATE temp.chosen SET touched = touched + t.more FROM"
                    " (SELECT id, count(*) AS more FROM ({}) GROUP BY id) AS t WHERE t.id = chosen.id",
                    touched_rows(table)));
  }
  return connection.prepare(
      fmt::format("SELECT r.id AS revision, {}, r.reason AS reason, r.undoes AS undoes, c.touched AS rows"
                  " FROM temp.chosen AS c JOIN main.revisions AS r ON r.id = c.id ORDER BY r.id DESC",
                  kMadeBy));
}

sqlite::Statement revision_changes(sqlite::Connection& connection, std::int64_t revision, const LogFilter& filter) {
  if (!connection.integer("SELECT 1 FROM main.revisions WHERE id = ?", revision)) {
    throw Error(Exit::refused, fmt::format("there is no revision {}", revision), "`iscm log` lists the revisions");
  }
  std::vector<std::string> changes;
  for (const schema::TrackedTable& table : schema::tracked_tables(connection)) {
    gather_versions(connection, table, fmt::format("r.revision = {}", revision),
                    fmt::format("(r.replaced_by = {0} OR (r.replaced_by > {0} AND r.revision = {0}))", revision));
    changes.push_back(gathered_changes(table, revision));
  }
  return connection.prepare(
      fmt::format("SELECT entity, record, action, field, old, new FROM ({})"
                  " ORDER BY part, record, place{}",
                  in_order(changes), limit_of(filter)));
}

sqlite::Statement row_log(sqlite::Connection& connection, const model::KeyedRows& rows, const LogFilter& filter) {
  sqlite::Statement statement = connection.prepare(
      fmt::format("SELECT l.revision AS revision, {}, l.entity AS entity, l.record AS record, l.action AS action,"
                  " l.field AS field, l.old AS old, l.new AS new, r.reason AS reason FROM ({}) AS l"
                  " JOIN main.revisions AS r ON r.id = l.revision WHERE {}"
                  " ORDER BY l.revision DESC, l.part, l.record, l.place{}",
                  kMadeBy, in_order(changes_of(connection, rows)), wanted(filter), limit_of(filter)));
  bind(statement, filter);
  return statement;
}

}  // namespace iscm::history
