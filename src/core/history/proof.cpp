#include "core/history/proof.hpp"

#include <fmt/format.h>

#include "core/history/first_version.hpp"
#include "core/history/told.hpp"
#include "db/derived.hpp"
#include "db/tracked.hpp"

namespace iscm::core {
namespace {

using db::column_list;
using db::TrackedTable;

constexpr std::string_view kCheck = "history";
constexpr std::string_view kSeverity = "error";
constexpr std::string_view kHint = "another program changed the history; compare with a backup: `iscm diff BACKUP`";

/// Every version of a table with the revision that began the next one of the same row, and what is wrong with the two.
/// The version that stands has no end.
std::string broken_versions(const TrackedTable& table) {
  const std::string key = column_list(table.key);
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
      key, table.name, db::record_label(table, "r"), table.same_key("r", "j"));
}

void find_broken_versions(db::Connection& connection, const TrackedTable& table, const FindingSink& sink) {
  db::Statement rows = connection.prepare(broken_versions(table));
  while (rows.step()) {
    sink({std::string(kCheck), std::string(kSeverity), told_table(table.name), rows.text(0), "revision", rows.text(1),
          std::string(kHint)});
  }
}

void find_open_revisions(db::Connection& connection, const FindingSink& sink) {
  db::Statement rows = connection.prepare("SELECT id FROM main.revisions WHERE open = 1 ORDER BY id");
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
void find_impossible_undos(db::Connection& connection, const FindingSink& sink) {
  db::Statement rows = connection.prepare(
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

void prove_history(db::Connection& connection, const FindingSink& sink) {
  find_open_revisions(connection, sink);
  find_impossible_undos(connection, sink);
  for (const TrackedTable& table : db::tracked_tables(connection)) find_broken_versions(connection, table, sink);
  find_cut_beginnings(connection, {std::string(kCheck), std::string(kSeverity), {}, {}, {}, {}, std::string(kHint)},
                      sink);
}

}  // namespace iscm::core
