#include "history/citations.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/sql_of.hpp"
#include "schema/derived.hpp"

namespace iscm::history {

bool stands_for(const Citation& citation, std::string_view field, std::int64_t set_by) {
  return (citation.field.empty() || citation.field == field) && citation.revision >= set_by;
}

Citations::Citations(sqlite::Connection& connection, const std::string& table)
    : any_(connection.integer("SELECT EXISTS (SELECT 1 FROM citations WHERE table_name = ?)", table) == 1),
      rows_(connection.prepare(
          fmt::format("SELECT id, field, source_id, ifnull((SELECT min(h.revision) FROM main.citations_history "
                      "AS h WHERE h.id = citations.id), revision), place, note FROM citations "
                      "WHERE table_name = {} AND key1 = ? AND key2 = ? AND source_id IS NOT NULL "
                      "ORDER BY id",
                      model::quoted(table)))) {}

std::vector<Citation> Citations::of(const std::vector<std::int64_t>& key) {
  std::vector<Citation> found;
  if (!any_) return found;
  rows_.bind_all(key.front(), key.back());
  while (rows_.step()) {
    found.push_back(
        {rows_.integer(0), rows_.text(1), rows_.integer(2), rows_.integer(3), rows_.text(4), rows_.text(5)});
  }
  rows_.reset();
  return found;
}

std::string has_citations(const schema::TrackedTable& table, std::string_view row) {
  return fmt::format(
      "EXISTS (SELECT 1 FROM main.citations AS c WHERE c.table_name = {} AND c.key1 = {}.{} AND c.key2 = "
      "{}.{})",
      model::quoted(table.name), row, table.key.front(), row, table.key.back());
}

void add_citation(sqlite::Connection& connection, const schema::TrackedTable& table,
                  const std::vector<std::int64_t>& key, const Citation& citation, std::int64_t revision) {
  connection.run(
      fmt::format("INSERT INTO main.citations (label, table_name, key1, key2, field, place, note, revision, source_id) "
                  "SELECT {} || ' ' || {} || iif(?3 = '', '', ' ' || ?3) || ': ' || (SELECT code FROM main.sources "
                  "WHERE id = ?4), {}, r.{}, r.{}, ?3, nullif(?5, ''), nullif(?6, ''), ?7, ?4 FROM main.{} AS r "
                  "WHERE r.{} = ?1 AND r.{} = ?2",
                  model::quoted(model::entity_name(table.name)), schema::record_label(table, "r"),
                  model::quoted(table.name), table.key.front(), table.key.back(), table.name, table.key.front(),
                  table.key.back()),
      key.front(), key.back(), std::string_view(citation.field), citation.source, std::string_view(citation.place),
      std::string_view(citation.note), revision);
}

void settle_citations(sqlite::Connection& connection, std::int64_t revision) {
  if (!connection.integer("SELECT 1 FROM main.sqlite_schema WHERE name = 'citations'")) return;  // an older file
  std::vector<std::string> cited;
  sqlite::Statement tables = connection.prepare("SELECT DISTINCT table_name FROM main.citations");
  while (tables.step()) cited.push_back(tables.text(0));
  tables.reset();
  if (cited.empty()) return;
  connection.run(
      "UPDATE main.citations AS c SET key1 = m.into_key1, key2 = m.into_key2 FROM main.merged_rows AS m "
      "WHERE m.revision = ? AND m.table_name = c.table_name AND m.from_key1 = c.key1 AND m.from_key2 = c.key2",
      revision);
  for (const schema::TrackedTable& table : schema::tracked_tables(connection)) {
    if (std::find(cited.begin(), cited.end(), table.name) == cited.end()) continue;
    connection.run(
        fmt::format(
            "DELETE FROM main.citations WHERE table_name = ?1 AND (key1, key2) IN (SELECT h.{0}, h.{1} FROM "
            "main.{2}_history AS h WHERE h.replaced_by = ?2 AND NOT EXISTS (SELECT 1 FROM main.{2} AS n WHERE {3}))",
            table.key.front(), table.key.back(), table.name, table.same_key("n", "h")),
        table.name, revision);
  }
}

}  // namespace iscm::history
