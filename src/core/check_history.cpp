#include "core/check_history.hpp"

#include <fmt/format.h>

#include "core/entities.hpp"
#include "db/derived.hpp"
#include "db/tracked.hpp"

namespace iscm::core {
namespace {

constexpr std::string_view kHint =
    "another program changed the history, past its triggers: compare with a backup, which `iscm log` cannot replace";

std::string entity_of(const db::TrackedTable& table) {
  for (const Entity& entity : entities()) {
    if (entity.table == table.name) return std::string(entity.name);
  }
  return table.name;
}

/// A row of such a query is a finding: its key and what is wrong.
void tell(db::Connection& connection, const Check& check, const std::string& entity, const std::string& sql,
          const FindingSink& sink) {
  db::Statement rows = connection.prepare(sql);
  while (rows.step()) {
    sink({.check = check.name,
          .severity = check.severity,
          .entity = entity,
          .key = rows.text(0),
          .field = "revision",
          .message = rows.text(1),
          .hint = std::string(kHint)});
  }
}

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

/// What people call a version; a label is NULL where a parent is missing.
std::string label(const db::TrackedTable& table) {
  return fmt::format("ifnull({}, 'row ' || v.{})", db::record_label(table, "v"), table.key.front());
}

std::string unknown_revisions(const db::TrackedTable& table) {
  constexpr std::string_view kMissing = "printf('it stands under revision %d, which does not exist', ";
  return fmt::format(
      "SELECT {0}, {1}v.revision) FROM main.{2} AS v WHERE v.revision NOT IN (SELECT id FROM main.revisions) "
      "UNION ALL SELECT {0}, {1}v.revision) FROM main.{2}_history AS v "
      "WHERE v.revision NOT IN (SELECT id FROM main.revisions) "
      "UNION ALL SELECT {0}, {1}v.replaced_by) FROM main.{2}_history AS v "
      "WHERE v.replaced_by NOT IN (SELECT id FROM main.revisions)",
      label(table), kMissing, table.name);
}

/// A version that was replaced by an update has the one that replaced it behind it.
std::string missing_successors(const db::TrackedTable& table) {
  return fmt::format(
      "SELECT {0}, printf('revision %d replaced its version of revision %d, and what it left is missing', "
      "v.replaced_by, v.revision) FROM main.{1}_history AS v WHERE v.action = 'update' "
      "AND NOT EXISTS (SELECT 1 FROM main.{1} AS t WHERE {2} AND t.revision = v.replaced_by) "
      "AND NOT EXISTS (SELECT 1 FROM main.{1}_history AS h WHERE {3} AND h.revision = v.replaced_by)",
      label(table), table.name, table.same_key("t", "v"), table.same_key("h", "v"));
}

/// A version begins when the one before it has ended, or later.
std::string overlapping_versions(const db::TrackedTable& table) {
  return fmt::format(
      "SELECT {0}, printf('two versions of it stand at revision %d', v.revision) FROM main.{1}_history AS v "
      "WHERE EXISTS (SELECT 1 FROM main.{1}_history AS h WHERE {2} AND h.revision < v.revision "
      "AND h.replaced_by > v.revision) "
      "UNION ALL SELECT {0}, printf('two versions of it stand at revision %d', v.revision) FROM main.{1} AS v "
      "WHERE EXISTS (SELECT 1 FROM main.{1}_history AS h WHERE {2} AND h.replaced_by > v.revision)",
      label(table), table.name, table.same_key("h", "v"));
}

}  // namespace

void find_history_gaps(db::Connection& connection, const Check& check, const FindingSink& sink) {
  tell(connection, check, "file", std::string(kMissingRevisions), sink);
  for (const db::TrackedTable& table : db::tracked_tables(connection)) {
    const std::string entity = entity_of(table);
    for (const auto query : {unknown_revisions, missing_successors, overlapping_versions}) {
      tell(connection, check, entity, query(table), sink);
    }
  }
}

}  // namespace iscm::core
