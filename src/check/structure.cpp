#include "check/structure.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/sql_of.hpp"
#include "schema/derived.hpp"
#include "schema/drift.hpp"
#include "schema/tables.hpp"
#include "sqlite/file_health.hpp"

namespace iscm::check {
namespace {

Finding finding_of(const Check& check, std::string entity, std::string key) {
  return {.check = check.name,
          .severity = check.severity,
          .entity = std::move(entity),
          .key = std::move(key),
          .field = {},
          .message = {},
          .hint = {}};
}

// storage

void find_storage(sqlite::Connection& connection, const Check& check, const FindingSink& sink) {
  const std::vector<sqlite::StorageProblem> problems = sqlite::storage_problems(connection);
  // SQLite names the table and not the row, so the rows of a table would all give the same line.
  const std::string_view least = problems.size() < sqlite::kMostProblems ? "" : "at least ";
  for (auto problem = problems.begin(); problem != problems.end(); ++problem) {
    const auto same = [&](const sqlite::StorageProblem& other) { return other.message == problem->message; };
    if (std::any_of(problems.begin(), problem, same)) continue;
    const auto times = std::count_if(problem, problems.end(), same);
    Finding finding = finding_of(check, std::string(kFile), "pages");
    if (!problem->damage) {
      finding.entity = model::entity_name(problem->table);
      finding.key = problem->table;
    }
    finding.message = times == 1 ? problem->message : fmt::format("{}: {}{} times", problem->message, least, times);
    finding.hint = problem->damage ? "the file is damaged: restore a backup, and keep this file"
                                   : "a row breaks a rule of its table: find and correct it; `iscm check schema` says "
                                     "whether the rule itself was changed";
    sink(finding);
  }
}

// references

/// The rows of a tracked table that lack the parent of one column.
void list_orphans(sqlite::Connection& connection, const schema::TrackedTable& table, const schema::ForeignKey& key,
                  const Check& check, const FindingSink& sink) {
  sqlite::Statement rows = connection.prepare(
      fmt::format("SELECT ifnull({label}, '{column} ' || v.{column}), v.{column} FROM main.{table} AS v "
                  "WHERE v.{column} IS NOT NULL AND v.{column} NOT IN (SELECT id FROM main.{parent}) ORDER BY 1",
                  fmt::arg("label", schema::record_label(table, "v")), fmt::arg("column", key.column),
                  fmt::arg("table", table.name), fmt::arg("parent", key.parent)));
  while (rows.step()) {
    Finding finding = finding_of(check, model::entity_name(table.name), rows.text(0));
    finding.field = key.column;
    finding.message = fmt::format("it refers to row {} of {}, which does not exist", rows.integer(1), key.parent);
    finding.hint =
        "another program removed that row with foreign keys off: `iscm log` says when; remove or correct this row";
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
    Finding finding = finding_of(check, model::entity_name(name), name);
    finding.field = broken.text(2);
    const std::int64_t rows = broken.integer(3);
    finding.message = rows == 1 ? fmt::format("a row refers to one of {} that does not exist", broken.text(1))
                                : fmt::format("{} rows refer to rows of {} that do not exist", rows, broken.text(1));
    finding.hint = "another program removed what they name with foreign keys off: restore a backup";
    sink(finding);
  }
}

// schema

std::string shortened(std::string_view text) {
  constexpr std::size_t kMost = 120;
  return text.size() <= kMost ? std::string(text) : fmt::format("{}...", text.substr(0, kMost));
}

std::string message_of(const schema::Drift& drift) {
  if (drift.kind == schema::Drift::Kind::missing) return fmt::format("the {} {} is missing", drift.type, drift.name);
  if (drift.kind == schema::Drift::Kind::added) {
    return fmt::format("the trigger {} on {} was not made by this program", drift.name, drift.table);
  }
  if (drift.due.empty()) return fmt::format("the {} {} has more: {}", drift.type, drift.name, shortened(drift.here));
  if (drift.here.empty()) return fmt::format("the {} {} lacks: {}", drift.type, drift.name, shortened(drift.due));
  return fmt::format("the {} {} reads \"{}\" instead of \"{}\"", drift.type, drift.name, shortened(drift.here),
                     shortened(drift.due));
}

std::string hint_of(const schema::Drift& drift) {
  if (drift.kind == schema::Drift::Kind::added) {
    return fmt::format("see what it does; `DROP TRIGGER {};` in the sqlite3 shell removes it", drift.name);
  }
  if (drift.type == "trigger" || drift.type == "view") return "`iscm migrate up` builds it again";
  if (drift.type == "index") {
    const std::string drop =
        drift.kind == schema::Drift::Kind::changed ? fmt::format("DROP INDEX {}; ", drift.name) : std::string();
    return fmt::format("in the sqlite3 shell: `{}{};`", drop, drift.sql);
  }
  return "restore an older backup, or export the record and import it into a new file: tables are not edited in place";
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

// history

/// Revisions are numbered without a gap, and no number is used again: what is missing was taken away.
constexpr std::string_view kMissingRevisions = R"(
WITH present (id) AS (
  SELECT 0 UNION ALL SELECT id FROM main.revisions
  UNION ALL SELECT seq + 1 FROM main.sqlite_sequence WHERE name = 'revisions'
),
pairs AS (SELECT id, lead(id) OVER (ORDER BY id) AS next FROM present)
SELECT CAST(id + 1 AS TEXT),
  iif(next = id + 2, printf('revision %d is missing', id + 1), printf('revisions %d to %d are missing', id + 1, next - 1))
FROM pairs WHERE next > id + 1)";

void find_missing_revisions(sqlite::Connection& connection, const Check& check, const FindingSink& sink) {
  sqlite::Statement missing = connection.prepare(kMissingRevisions);
  while (missing.step()) {
    Finding finding = finding_of(check, "revision", missing.text(0));
    finding.message = missing.text(1);
    finding.hint = "another program took it out of the history; compare with a backup: `iscm diff BACKUP`";
    sink(finding);
  }
}

/// Gives each row (key, message) of a query as a finding about `entity`.
void list_changed_history(sqlite::Connection& connection, const std::string& query, const std::string& entity,
                          const Check& check, const FindingSink& sink) {
  sqlite::Statement rows = connection.prepare(query);
  while (rows.step()) {
    Finding finding = finding_of(check, entity, rows.text(0));
    finding.field = entity == "revision" ? "" : "revision";
    finding.message = rows.text(1);
    finding.hint = "another program changed the history; compare with a backup: `iscm diff BACKUP`";
    sink(finding);
  }
}

constexpr const char* kOpenRevisions =
    "SELECT id, printf('revision %d was left open', id) FROM main.revisions WHERE open = 1 ORDER BY id";

constexpr const char* kImpossibleUndos =
    "SELECT id, printf('revision %d undoes revision %d, which was not before it', id, undoes) FROM main.revisions "
    "WHERE undoes >= id OR undoes NOT IN (SELECT id FROM main.revisions) ORDER BY id";

/// What a person calls the row with the key of `j`, or called it last.
std::string label_of_row(const schema::TrackedTable& table) {
  return fmt::format(
      "ifnull((SELECT {label} FROM main.{table} AS r WHERE {same}), (SELECT {label} FROM main.{table}_history AS r "
      "WHERE {same} ORDER BY r.replaced_by DESC LIMIT 1))",
      fmt::arg("label", schema::record_label(table, "r")), fmt::arg("table", table.name),
      fmt::arg("same", table.same_key("r", "j")));
}

/// Each version of a row beside the revision of the row's next version: the two have to meet. The current version has
/// no end.
std::string broken_versions(const schema::TrackedTable& table) {
  return fmt::format(R"(
WITH versions AS (
  SELECT {key}, revision, replaced_by, action FROM main.{table}_history
  UNION ALL
  SELECT {key}, revision, NULL, NULL FROM main.{table}
),
paired AS (
  SELECT *, lead(revision) OVER (
    PARTITION BY {key} ORDER BY revision, ifnull(replaced_by, 9223372036854775807)) AS next
  FROM versions
),
judged AS (
  SELECT *, CASE
    WHEN replaced_by < revision
      THEN printf('a version began with revision %d and ended with %d, before it', revision, replaced_by)
    WHEN replaced_by IS NULL AND next IS NOT NULL
      THEN printf('the version of revision %d is the current one, but the history has one of revision %d after it',
        revision, next)
    WHEN next < replaced_by
      THEN printf('the versions of revisions %d and %d overlap: the first ended with %d', revision, next, replaced_by)
    WHEN action = 'update' AND next IS NULL
      THEN printf('the version of revision %d was replaced by revision %d, whose version is missing',
        revision, replaced_by)
    WHEN action = 'update' AND next > replaced_by
      THEN printf('the version of revision %d was replaced by revision %d, whose version is missing: the next is of %d',
        revision, replaced_by, next)
    WHEN revision NOT IN (SELECT id FROM main.revisions)
      THEN printf('a version is of revision %d, which is unknown', revision)
    WHEN replaced_by NOT IN (SELECT id FROM main.revisions)
      THEN printf('the version of revision %d was replaced by revision %d, which is unknown', revision, replaced_by)
  END AS fault
  FROM paired
)
SELECT {label}, fault FROM judged AS j WHERE fault IS NOT NULL ORDER BY 1, j.revision)",
                     fmt::arg("key", schema::column_list(table.key)), fmt::arg("table", table.name),
                     fmt::arg("label", label_of_row(table)));
}

/// Rows whose history was cut at its beginning. Ids are given in order, so no row is older than one with a lower id;
/// and what an import wrote or met was there by the revision of that import. Both are compared with the row's first
/// version.
std::string cut_beginnings(const schema::TrackedTable& table) {
  const model::Entity* entity = model::entity_of_table(table.name);
  return fmt::format(R"(
WITH firsts AS (
  SELECT id, min(revision) AS first
  FROM (SELECT id, revision FROM main.{table}_history UNION ALL SELECT id, revision FROM main.{table})
  GROUP BY id
),
imported AS (
  SELECT r.record_id AS id, min(i.revision) AS revision
  FROM main.imports AS i
  JOIN main.imported_rows AS r ON r.import_id = i.id
  WHERE i.entity = {entity} AND r.record_id IS NOT NULL
  GROUP BY r.record_id
),
judged AS (
  SELECT f.id, f.first, i.revision AS imported,
    min(first) OVER (ORDER BY f.id ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS later
  FROM firsts AS f
  LEFT JOIN imported AS i ON i.id = f.id
)
SELECT {label}, iif(imported < first,
  printf('it was imported with revision %d, but its first version is of revision %d: what was before is missing',
    imported, first),
  printf('its first version is of revision %d, but a record made after it is of revision %d: what was before is missing',
    first, later))
FROM judged AS j
WHERE imported < first OR later < first
UNION ALL
SELECT printf('{table} %d', id), printf('it was imported with revision %d, and no version of it is left', revision)
FROM imported
WHERE id NOT IN (SELECT id FROM firsts)
ORDER BY 1)",
                     fmt::arg("table", table.name),
                     fmt::arg("entity", model::quoted(entity == nullptr ? std::string_view() : entity->name)),
                     fmt::arg("label", label_of_row(table)));
}

/// Reads each table once.
void find_history_gaps(sqlite::Connection& connection, const Check& check, const FindingSink& sink) {
  find_missing_revisions(connection, check, sink);
  list_changed_history(connection, kOpenRevisions, "revision", check, sink);
  list_changed_history(connection, kImpossibleUndos, "revision", check, sink);
  const std::vector<schema::TrackedTable> tables = schema::tracked_tables(connection);
  for (const schema::TrackedTable& table : tables) {
    list_changed_history(connection, broken_versions(table), model::entity_name(table.name), check, sink);
  }
  for (const schema::TrackedTable& table : tables) {
    if (table.key != std::vector<std::string>{"id"}) continue;  // pure links have no id
    list_changed_history(connection, cut_beginnings(table), model::entity_name(table.name), check, sink);
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
           "Each object of the schema reads as in schema/schema.sql, including those that the program builds itself.",
       .find = find_drift},
      {.name = "history",
       .title = "A gap in the history",
       .severity = "error",
       .entity = "any",
       .definition =
           "No revision is missing, and the versions of each row follow one another: every version that was replaced "
           "by an update has its successor, no two are current at one time, and none is missing at the beginning, as "
           "far as the order of rows and imports shows.",
       .find = find_history_gaps},
  };
}

}  // namespace iscm::check
