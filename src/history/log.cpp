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

/// The rows of a table that each of the chosen revisions inserted, changed or deleted, each once, and the source that
/// it gave with it.
std::string touched_rows(const schema::TrackedTable& table) {
  return fmt::format(
      "SELECT n.revision AS id, n.source_id AS source_id FROM main.{0} AS n WHERE n.revision >= (SELECT min(id) FROM "
      "temp.chosen)"
      " UNION ALL SELECT h.revision, h.source_id FROM main.{0}_history AS h"
      " WHERE h.replaced_by > (SELECT min(id) FROM temp.chosen) AND h.replaced_by > h.revision"
      " UNION ALL SELECT h.replaced_by, NULL FROM main.{0}_history AS h"
      " WHERE h.replaced_by >= (SELECT min(id) FROM temp.chosen) AND h.replaced_by > h.revision"
      " AND NOT EXISTS (SELECT 1 FROM main.{0} AS n WHERE {1} AND n.revision = h.replaced_by)"
      " AND NOT EXISTS (SELECT 1 FROM main.{0}_history AS s WHERE {2} AND s.revision = h.replaced_by"
      " AND s.replaced_by > s.revision)",
      table.name, table.same_key("n", "h"), table.same_key("s", "h"));
}

/// The chosen revisions as temp.chosen, and what each of them touched as temp.touched: revision, source, rows.
void choose(sqlite::Connection& connection, const std::string& condition, const LogFilter& filter) {
  connection.run("DROP TABLE IF EXISTS temp.chosen");
  connection.run("DROP TABLE IF EXISTS temp.touched");
  connection.run("CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY)");
  connection.run("CREATE TEMP TABLE touched (id INTEGER, source_id INTEGER, rows INTEGER)");
  connection.run("CREATE INDEX temp.touched_by_id ON touched (id)");
  sqlite::Statement fill = connection.prepare(
      fmt::format("INSERT INTO temp.chosen SELECT r.id FROM main.revisions AS r WHERE {} ORDER BY r.id DESC{}",
                  condition, limit_of(filter)));
  bind(fill, filter);
  fill.run();
  for (const schema::TrackedTable& table : schema::tracked_tables(connection)) {
    connection.run(
        fmt::format("INSERT INTO temp.touched SELECT id, source_id, count(*) FROM ({}) WHERE id IN (SELECT id "
                    "FROM temp.chosen) GROUP BY id, source_id",
                    touched_rows(table)));
  }
}

/// An expression over revisions AS r: the codes of the sources that it gives. What a removal leaves keeps its own.
constexpr std::string_view kSources = R"(
iif(r.undoes IS NOT NULL, NULL, (
  SELECT group_concat(code, '; ') FILTER (WHERE place <= 2) || iif(count(*) > 2, ' and ' || (count(*) - 2) || ' more', '')
  FROM (
    SELECT s.code, row_number() OVER (ORDER BY s.code) AS place
    FROM main.sources AS s
    WHERE s.id = r.source_id
      OR (ifnull(r.command, '') NOT LIKE 'remove %' AND s.id IN (SELECT t.source_id FROM temp.touched AS t WHERE t.id = r.id))
    ORDER BY s.code))))";

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
  choose(connection, wanted(filter), filter);
  return connection.prepare(
      fmt::format("SELECT r.id AS revision, {}, {} AS sources, r.reason AS reason, r.undoes AS undoes, (SELECT "
                  "ifnull(sum(t.rows), 0) FROM temp.touched AS t WHERE t.id = r.id) AS rows"
                  " FROM temp.chosen AS c JOIN main.revisions AS r ON r.id = c.id ORDER BY r.id DESC",
                  kMadeBy, kSources));
}

std::string sources_given(sqlite::Connection& connection, std::int64_t revision) {
  choose(connection, fmt::format("r.id = {}", revision), {});
  return connection.text(fmt::format("SELECT {} FROM main.revisions AS r WHERE r.id = ?", kSources), revision)
      .value_or("");
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
