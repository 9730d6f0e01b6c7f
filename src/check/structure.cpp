#include "check/structure.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/entities.hpp"
#include "model/sql_of.hpp"
#include "schema/derived.hpp"
#include "schema/drift.hpp"
#include "schema/tables.hpp"
#include "sqlite/file_health.hpp"

namespace iscm::check {
namespace {

/// The entity whose records stand in a table; the table's own name where none does.
std::string entity_of(const std::string& table) {
  for (const model::Entity& entity : model::entities()) {
    if (entity.table == table) return std::string(entity.name);
  }
  return table;
}

Finding finding_of(const Check& check, std::string entity, std::string key) {
  return {.check = check.name,
          .severity = check.severity,
          .entity = std::move(entity),
          .key = std::move(key),
          .field = {},
          .message = {},
          .hint = {}};
}

void find_storage(sqlite::Connection& connection, const Check& check, const FindingSink& sink) {
  const std::vector<sqlite::StorageProblem> problems = sqlite::storage_problems(connection);
  // SQLite names the table and not the row: a line for each row of it would say the same over and over.
  const std::string_view least = problems.size() < sqlite::kMostProblems ? "" : "at least ";
  for (auto problem = problems.begin(); problem != problems.end(); ++problem) {
    const auto same = [&](const sqlite::StorageProblem& other) { return other.message == problem->message; };
    if (std::any_of(problems.begin(), problem, same)) continue;
    const auto times = std::count_if(problem, problems.end(), same);
    Finding finding = finding_of(check, std::string(kFile), "pages");
    if (!problem->damage) {
      finding.entity = entity_of(problem->table);
      finding.key = problem->table;
    }
    finding.message = times == 1 ? problem->message : fmt::format("{}: {}{} times", problem->message, least, times);
    finding.hint = problem->damage ? "the file is damaged: restore a backup, and keep this file"
                                   : "a row breaks a rule of its table: find and correct it; `iscm check schema` tells "
                                     "whether the rule is still as it was made";
    sink(finding);
  }
}

/// The rows of a tracked table whose parent is missing, by what people call them.
void list_orphans(sqlite::Connection& connection, const schema::TrackedTable& table, const schema::ForeignKey& key,
                  const Check& check, const FindingSink& sink) {
  sqlite::Statement rows =
      connection.prepare(fmt::format("SELECT ifnull({}, '{} ' || {}), v.{} FROM main.{} AS v WHERE v.{} IS NOT NULL "
                                     "AND v.{} NOT IN (SELECT id FROM main.{}) ORDER BY 1",
                                     schema::record_label(table, "v"), key.column, fmt::format("v.{}", key.column),
                                     key.column, table.name, key.column, key.column, key.parent));
  while (rows.step()) {
    Finding finding = finding_of(check, entity_of(table.name), rows.text(0));
    finding.field = key.column;
    finding.message = fmt::format("it refers to row {} of {}, which does not exist", rows.integer(1), key.parent);
    finding.hint =
        "another program removed that with foreign keys off: `iscm log` tells when; remove or correct this row";
    sink(finding);
  }
}

void find_orphans(sqlite::Connection& connection, const Check& check, const FindingSink& sink) {
  const std::vector<schema::TrackedTable> tables = schema::tracked_tables(connection);
  sqlite::Statement broken = connection.prepare(
      "SELECT c.\"table\", c.parent, f.\"from\", count(*) FROM pragma_foreign_key_check AS c "
      "JOIN pragma_foreign_key_list(c.\"table\") AS f ON f.id = c.fkid GROUP BY 1, 2, 3");
  while (broken.step()) {
    const std::string name = broken.text(0);
    const auto table = std::find_if(tables.begin(), tables.end(), [&](const auto& t) { return t.name == name; });
    if (table != tables.end()) {
      list_orphans(connection, *table, {broken.text(2), broken.text(1)}, check, sink);
      continue;
    }
    Finding finding = finding_of(check, entity_of(name), name);
    finding.field = broken.text(2);
    const std::int64_t rows = broken.integer(3);
    finding.message = rows == 1 ? fmt::format("a row refers to one of {} that does not exist", broken.text(1))
                                : fmt::format("{} rows refer to rows of {} that do not exist", rows, broken.text(1));
    finding.hint = "another program removed what they name with foreign keys off: restore a backup";
    sink(finding);
  }
}

std::string shortened(std::string_view text) {
  constexpr std::size_t kMost = 120;
  return text.size() <= kMost ? std::string(text) : fmt::format("{}...", text.substr(0, kMost));
}

std::string message_of(const schema::Drift& drift) {
  if (drift.kind == schema::Drift::Kind::missing) return fmt::format("the {} {} is missing", drift.type, drift.name);
  if (drift.kind == schema::Drift::Kind::added) {
    return fmt::format("the trigger {} on {} is not of this program", drift.name, drift.table);
  }
  if (drift.due.empty()) return fmt::format("the {} {} has more: {}", drift.type, drift.name, shortened(drift.here));
  if (drift.here.empty()) return fmt::format("the {} {} lacks: {}", drift.type, drift.name, shortened(drift.due));
  return fmt::format("the {} {} reads \"{}\" where \"{}\" is due", drift.type, drift.name, shortened(drift.here),
                     shortened(drift.due));
}

std::string hint_of(const schema::Drift& drift) {
  if (drift.kind == schema::Drift::Kind::added) {
    return fmt::format("see what it does; DROP TRIGGER {} in the sqlite3 shell removes it", drift.name);
  }
  if (drift.type == "trigger" || drift.type == "view") return "`iscm migrate up` builds it anew";
  if (drift.type == "index") {
    const std::string drop =
        drift.kind == schema::Drift::Kind::changed ? fmt::format("DROP INDEX {}; ", drift.name) : std::string();
    return fmt::format("in the sqlite3 shell: {}{};", drop, drift.sql);
  }
  return "restore a backup of before, or export the record and import it into a new file: tables are not edited in "
         "place";
}

void find_drift(sqlite::Connection& connection, const Check& check, const FindingSink& sink) {
  for (const schema::Drift& drift : schema::schema_drift(connection)) {
    Finding finding = finding_of(check, std::string(kFile), drift.name);
    if (drift.kind == schema::Drift::Kind::added) finding.severity = "warning";
    finding.field = drift.type;
    finding.message = message_of(drift);
    finding.hint = hint_of(drift);
    sink(finding);
  }
}

}  // namespace

std::vector<Check> structural_checks() {
  return {
      {.name = "storage",
       .title = "Damaged pages, or rows that break a rule of their table",
       .severity = "error",
       .entity = "file",
       .definition = "Every page and every row can be read, and indexes agree with their tables (SQLite's "
                     "integrity_check).",
       .find = find_storage},
      {.name = "references",
       .title = "A row that refers to one that does not exist",
       .severity = "error",
       .entity = "any",
       .definition = "Every row's parents exist (SQLite's foreign_key_check).",
       .find = find_orphans},
      {.name = "schema",
       .title = "A table, index, view or trigger that is not as this program builds it",
       .severity = "error",
       .entity = "file",
       .definition =
           "Each object of the schema reads as in schema/schema.sql, those that the program builds itself too.",
       .find = find_drift},
      {.name = "history",
       .title = "A gap in the history",
       .severity = "error",
       .entity = "any",
       .definition =
           "Each revision stands in the list, and the versions of each row follow one another: every version "
           "that was replaced by an update has its successor, no two stand at one time, and none is missing at "
           "the beginning, as far as the order of rows and imports tell.",
       .find = find_history_gaps},
  };
}

namespace {

/// Numbers are given without a gap, and never again: what is missing was taken away.
constexpr std::string_view kMissingRevisions = R"(
WITH stands (id) AS (
  SELECT 0 UNION ALL SELECT id FROM main.revisions
  UNION ALL SELECT seq + 1 FROM main.sqlite_sequence WHERE name = 'revisions'
),
pairs AS (SELECT id, lead(id) OVER (ORDER BY id) AS next FROM stands)
SELECT CAST(id + 1 AS TEXT),
  iif(next = id + 2, printf('revision %d is missing', id + 1), printf('revisions %d to %d are missing', id + 1, next - 1))
FROM pairs WHERE next > id + 1)";

}  // namespace

void find_history_gaps(sqlite::Connection& connection, const Check& check, const FindingSink& sink) {
  sqlite::Statement missing = connection.prepare(kMissingRevisions);
  while (missing.step()) {
    sink({.check = check.name,
          .severity = check.severity,
          .entity = "revision",
          .key = missing.text(0),
          .field = {},
          .message = missing.text(1),
          .hint = "another program took it out of the history; compare with a backup: `iscm diff BACKUP`"});
  }
  prove_history(connection, sink);
}

namespace {

constexpr std::string_view kCheck = "history";
constexpr std::string_view kSeverity = "error";
constexpr std::string_view kHint = "another program changed the history; compare with a backup: `iscm diff BACKUP`";

/// Every version of a table with the revision that began the next one of the same row, and what is wrong with the two.
/// The version that stands has no end.
std::string broken_versions(const schema::TrackedTable& table) {
  const std::string key = schema::column_list(table.key);
  return fmt::format(
      "WITH versions AS ("
      "  SELECT {0}, revision, replaced_by, action FROM main.{1}_history"
      "  UNION ALL SELECT {0}, revision, NULL, NULL FROM main.{1}),"
      " paired AS ("
      "  SELECT *, lead(revision) OVER (PARTITION BY {0} ORDER BY revision, ifnull(replaced_by, 9223372036854775807))"
      "  AS next FROM versions),"
      " judged AS (SELECT *, CASE"
      "  WHEN replaced_by < revision THEN printf('a version began with revision %d and ended with %d, before it',"
      "    revision, replaced_by)"
      "  WHEN replaced_by IS NULL AND next IS NOT NULL THEN printf('the version of revision %d stands, and history"
      " has one of revision %d after it', revision, next)"
      "  WHEN next < replaced_by THEN printf('the versions of revisions %d and %d overlap: the first ended with %d',"
      "    revision, next, replaced_by)"
      "  WHEN action = 'update' AND next IS NULL THEN printf('the version of revision %d was replaced by revision %d,"
      " whose version is missing', revision, replaced_by)"
      "  WHEN action = 'update' AND next > replaced_by THEN printf('the version of revision %d was replaced by revision"
      " %d, whose version is missing: the next is of %d', revision, replaced_by, next)"
      "  WHEN revision NOT IN (SELECT id FROM main.revisions) THEN printf('a version is of revision %d, which is"
      " unknown', revision)"
      "  WHEN replaced_by NOT IN (SELECT id FROM main.revisions) THEN printf('the version of revision %d was replaced"
      " by revision %d, which is unknown', revision, replaced_by)"
      "  END AS fault FROM paired)"
      " SELECT ifnull((SELECT {2} FROM main.{1} AS r WHERE {3}), (SELECT {2} FROM main.{1}_history AS r WHERE {3}"
      " ORDER BY r.replaced_by DESC LIMIT 1)), fault FROM judged AS j WHERE fault IS NOT NULL ORDER BY 1, j.revision",
      key, table.name, schema::record_label(table, "r"), table.same_key("r", "j"));
}

void find_broken_versions(sqlite::Connection& connection, const schema::TrackedTable& table, const FindingSink& sink) {
  sqlite::Statement rows = connection.prepare(broken_versions(table));
  while (rows.step()) {
    sink({std::string(kCheck), std::string(kSeverity), model::entity_name(table.name), rows.text(0), "revision",
          rows.text(1), std::string(kHint)});
  }
}

void find_open_revisions(sqlite::Connection& connection, const FindingSink& sink) {
  sqlite::Statement rows = connection.prepare("SELECT id FROM main.revisions WHERE open = 1 ORDER BY id");
  while (rows.step()) {
    sink({std::string(kCheck),
          std::string(kSeverity),
          "revision",
          rows.text(0),
          {},
          fmt::format("revision {} was left open", rows.text(0)),
          std::string(kHint)});
  }
}

/// An undo names a revision before it.
void find_impossible_undos(sqlite::Connection& connection, const FindingSink& sink) {
  sqlite::Statement rows = connection.prepare(
      "SELECT id, undoes FROM main.revisions WHERE undoes IS NOT NULL"
      " AND (undoes >= id OR undoes NOT IN (SELECT id FROM main.revisions)) ORDER BY id");
  while (rows.step()) {
    sink({std::string(kCheck),
          std::string(kSeverity),
          "revision",
          rows.text(0),
          {},
          fmt::format("revision {} undoes revision {}, which was not before it", rows.text(0), rows.text(1)),
          std::string(kHint)});
  }
}

}  // namespace

void prove_history(sqlite::Connection& connection, const FindingSink& sink) {
  find_open_revisions(connection, sink);
  find_impossible_undos(connection, sink);
  for (const schema::TrackedTable& table : schema::tracked_tables(connection))
    find_broken_versions(connection, table, sink);
  find_cut_beginnings(connection, {std::string(kCheck), std::string(kSeverity), {}, {}, {}, {}, std::string(kHint)},
                      sink);
}

namespace {

/// The first version of each row, and by which revision it was there: that of the oldest version of a row with a higher
/// number, or of the first import that speaks of it.
std::string cut_rows(const schema::TrackedTable& table, const model::Entity* entity) {
  const std::string imported = entity == nullptr
                                   ? std::string("SELECT NULL AS id, NULL AS revision WHERE 0")
                                   : fmt::format(
                                         "SELECT r.record_id AS id, min(i.revision) AS revision FROM main.imports AS i "
                                         "JOIN main.imported_rows AS r ON r.import_id = i.id "
                                         "WHERE i.entity = {} AND r.record_id IS NOT NULL GROUP BY r.record_id",
                                         model::quoted(entity->name));
  return fmt::format(
      "WITH firsts AS ("
      "  SELECT id, min(revision) AS first FROM"
      "  (SELECT id, revision FROM main.{0}_history UNION ALL SELECT id, revision FROM main.{0}) GROUP BY id),"
      " imported AS ({1}),"
      " judged AS ("
      "  SELECT f.id, f.first, min(first) OVER (ORDER BY f.id ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS"
      "  later, i.revision AS imported FROM firsts AS f LEFT JOIN imported AS i ON i.id = f.id),"
      " gone AS (SELECT i.id, i.revision FROM imported AS i LEFT JOIN firsts AS f ON f.id = i.id WHERE f.id IS NULL)"
      " SELECT ifnull((SELECT {2} FROM main.{0} AS r WHERE r.id = j.id), (SELECT {2} FROM main.{0}_history AS r"
      " WHERE r.id = j.id ORDER BY r.replaced_by DESC LIMIT 1)),"
      " iif(imported < first, printf('it was imported with revision %d, but its first version is of revision %d:"
      " what was before is missing', imported, first), printf('its first version is of revision %d, but a record made"
      " after it is of revision %d: what was before is missing', first, later))"
      " FROM judged AS j WHERE imported < first OR later < first"
      " UNION ALL SELECT printf('{0} %d', id), printf('it was imported with revision %d, and no version of it is left',"
      " revision) FROM gone ORDER BY 1",
      table.name, imported, schema::record_label(table, "r"));
}

}  // namespace

void find_cut_beginnings(sqlite::Connection& connection, const Finding& finding, const FindingSink& sink) {
  for (const schema::TrackedTable& table : schema::tracked_tables(connection)) {
    if (table.key != std::vector<std::string>{"id"}) continue;  // pure links have no number
    sqlite::Statement rows = connection.prepare(cut_rows(table, model::entity_of_table(table.name)));
    while (rows.step()) {
      Finding found = finding;
      found.entity = model::entity_name(table.name);
      found.key = rows.text(0);
      found.field = "revision";
      found.message = rows.text(1);
      sink(found);
    }
  }
}

}  // namespace iscm::check
