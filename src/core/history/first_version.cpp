#include "core/history/first_version.hpp"

#include <fmt/format.h>

#include "core/history/told.hpp"
#include "core/sql_text.hpp"
#include "db/derived.hpp"
#include "db/tracked.hpp"

namespace iscm::core {
namespace {

using db::TrackedTable;

/// The first version of each row, and by which revision it was there: that of the oldest version of a row with a higher
/// number, or of the first import that speaks of it.
std::string cut_rows(const TrackedTable& table, const Entity* entity) {
  const std::string imported = entity == nullptr
                                   ? std::string("SELECT NULL AS id, NULL AS revision WHERE 0")
                                   : fmt::format(
                                         "SELECT r.record_id AS id, min(i.revision) AS revision FROM main.imports AS i "
                                         "JOIN main.imported_rows AS r ON r.import_id = i.id "
                                         "WHERE i.entity = {} AND r.record_id IS NOT NULL GROUP BY r.record_id",
                                         quoted(entity->name));
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
      table.name, imported, db::record_label(table, "r"));
}

}  // namespace

void find_cut_beginnings(db::Connection& connection, const Finding& finding, const FindingSink& sink) {
  for (const TrackedTable& table : db::tracked_tables(connection)) {
    if (table.key != std::vector<std::string>{"id"}) continue;  // pure links have no number
    db::Statement rows = connection.prepare(cut_rows(table, entity_of_table(table.name)));
    while (rows.step()) {
      Finding found = finding;
      found.entity = told_table(table.name);
      found.key = rows.text(0);
      found.field = "revision";
      found.message = rows.text(1);
      sink(found);
    }
  }
}

}  // namespace iscm::core
