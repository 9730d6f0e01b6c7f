#include "core/check_structure.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/check_history.hpp"
#include "core/entities.hpp"
#include "db/derived.hpp"
#include "db/drift.hpp"
#include "db/storage.hpp"
#include "db/tracked.hpp"

namespace iscm::core {
namespace {

/// The entity whose records stand in a table; the table's own name where none does.
std::string entity_of(const std::string& table) {
  for (const Entity& entity : entities()) {
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

void find_storage(db::Connection& connection, const Check& check, const FindingSink& sink) {
  const std::vector<db::StorageProblem> problems = db::storage_problems(connection);
  // SQLite names the table and not the row: a line for each row of it would say the same over and over.
  const std::string_view least = problems.size() < db::kMostProblems ? "" : "at least ";
  for (auto problem = problems.begin(); problem != problems.end(); ++problem) {
    const auto same = [&](const db::StorageProblem& other) { return other.message == problem->message; };
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
void list_orphans(db::Connection& connection, const db::TrackedTable& table, const db::ForeignKey& key,
                  const Check& check, const FindingSink& sink) {
  db::Statement rows =
      connection.prepare(fmt::format("SELECT ifnull({}, '{} ' || {}), v.{} FROM main.{} AS v WHERE v.{} IS NOT NULL "
                                     "AND v.{} NOT IN (SELECT id FROM main.{}) ORDER BY 1",
                                     db::record_label(table, "v"), key.column, fmt::format("v.{}", key.column),
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

void find_orphans(db::Connection& connection, const Check& check, const FindingSink& sink) {
  const std::vector<db::TrackedTable> tables = db::tracked_tables(connection);
  db::Statement broken = connection.prepare(
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

std::string message_of(const db::Drift& drift) {
  if (drift.kind == db::Drift::Kind::missing) return fmt::format("the {} {} is missing", drift.type, drift.name);
  if (drift.kind == db::Drift::Kind::added) {
    return fmt::format("the trigger {} on {} is not of this program", drift.name, drift.table);
  }
  if (drift.due.empty()) return fmt::format("the {} {} has more: {}", drift.type, drift.name, shortened(drift.here));
  if (drift.here.empty()) return fmt::format("the {} {} lacks: {}", drift.type, drift.name, shortened(drift.due));
  return fmt::format("the {} {} reads \"{}\" where \"{}\" is due", drift.type, drift.name, shortened(drift.here),
                     shortened(drift.due));
}

std::string hint_of(const db::Drift& drift) {
  if (drift.kind == db::Drift::Kind::added) {
    return fmt::format("see what it does; DROP TRIGGER {} in the sqlite3 shell removes it", drift.name);
  }
  if (drift.type == "trigger" || drift.type == "view") return "`iscm migrate up` builds it anew";
  if (drift.type == "index") {
    const std::string drop =
        drift.kind == db::Drift::Kind::changed ? fmt::format("DROP INDEX {}; ", drift.name) : std::string();
    return fmt::format("in the sqlite3 shell: {}{};", drop, drift.sql);
  }
  return "restore a backup of before, or export the record and import it into a new file: tables are not edited in "
         "place";
}

void find_drift(db::Connection& connection, const Check& check, const FindingSink& sink) {
  for (const db::Drift& drift : db::schema_drift(connection)) {
    Finding finding = finding_of(check, std::string(kFile), drift.name);
    if (drift.kind == db::Drift::Kind::added) finding.severity = "warning";
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

}  // namespace iscm::core
