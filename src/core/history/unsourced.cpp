#include "core/history/unsourced.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/history/facts.hpp"
#include "core/history/told.hpp"
#include "db/derived.hpp"

namespace iscm::core {
namespace {

using db::TrackedTable;

constexpr std::string_view kAll = "*";

/// A link says of itself on what it rests.
std::string or_called_unsourced(const TrackedTable& table, std::string_view row) {
  const bool says = std::find(table.columns.begin(), table.columns.end(), "basis") != table.columns.end();
  return says ? fmt::format(" OR {}.basis = 'unsourced'", row) : std::string();
}

std::string mechanism_id(const Entity& entity, std::string_view row) {
  return belongs_to_mechanism(entity) ? fmt::format("{}.mechanism_id", row) : "NULL";
}

/// Of rows that were never changed, each fact rests on the source of the row.
void find_unchanged(db::Connection& connection, const TrackedTable& table) {
  const Entity& entity = *entity_of_table(table.name);
  connection.run(
      fmt::format("INSERT INTO temp.unsourced_facts SELECT '{}', '{}', {}, {}, r.source_id, '' FROM main.{} AS r"
                  " WHERE (r.source_id IS NULL{}) AND NOT {}",
                  entity.name, entity.plural, db::record_label(table, "r"), mechanism_id(entity, "r"), table.name,
                  or_called_unsourced(table, "r"), has_history(table, "r")));
}

bool is_called_unsourced(const std::vector<ToldColumn>& columns, const VersionedRow& row) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].field == "basis" && row.versions.back().values[i] == "unsourced") return true;
  }
  return false;
}

/// What of a row rests on no source, with commas between; kAll where all does.
std::string unsourced_fields(const TrackedTable& table, const std::vector<ToldColumn>& columns,
                             const VersionedRow& row) {
  std::vector<std::string_view> fields;
  bool any_sourced = false;
  const auto add = [&](const Fact& fact, std::string_view field) {
    if (!fact.source) fields.push_back(field);
    any_sourced |= fact.source.has_value();
  };
  if (is_fact(table)) add(whole_row(row), entity_of_table(table.name)->name);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!is_fact(columns[i]) || is_in_key(table, columns[i]) || !row.versions.back().values[i]) continue;
    add(fact_of(row, i), columns[i].field);
  }
  if (fields.empty() && is_called_unsourced(columns, row)) return std::string(kAll);
  return fields.empty() || any_sourced ? fmt::format("{}", fmt::join(fields, ", ")) : std::string(kAll);
}

/// A row of which every version has a source has nothing without one, unless a merge brought it.
std::string rows_to_read(const TrackedTable& table) {
  return fmt::format(
      "({0}) IN (SELECT {1} FROM main.{2} AS l WHERE {3} AND (l.source_id IS NULL{5} OR EXISTS (SELECT 1 FROM"
      " main.{2}_history AS n WHERE {4} AND (n.source_id IS NULL OR n.source_id NOT IN (SELECT id FROM main.sources)))"
      " OR EXISTS (SELECT 1 FROM main.merged_rows)))",
      db::column_list(table.key, "r"), db::column_list(table.key, "l"), table.name, has_history(table, "l"),
      table.same_key("n", "l"), or_called_unsourced(table, "l"));
}

void find_changed(db::Connection& connection, const TrackedTable& table) {
  const Entity& entity = *entity_of_table(table.name);
  const std::vector<ToldColumn> columns = told_columns(table);
  db::Statement insert = connection.prepare(fmt::format(
      "INSERT INTO temp.unsourced_facts SELECT ?1, ?2, ?3, {}, r.source_id, ?4 FROM main.{} AS r WHERE r.{} = ?5"
      " AND r.{} = ?6",
      mechanism_id(entity, "r"), table.name, table.key.front(), table.key.back()));
  for_each_row(connection, table, rows_to_read(table), {}, [&](const VersionedRow& row) {
    const std::string fields = unsourced_fields(table, columns, row);
    if (fields.empty()) return;
    insert.bind_all(entity.name, entity.plural, std::string_view(row.record),
                    std::string_view(fields == kAll ? "" : fields), row.key.front(), row.key.back());
    insert.run();
  });
}

}  // namespace

bool needs_sources(const Entity& entity) {
  return entity.name != "source" && entity.name != "waiver";
}

bool belongs_to_mechanism(const Entity& entity) {
  return entity.field("mechanism") != nullptr && !entity.name.ends_with("-alias") && entity.name != "member";
}

void find_unsourced_facts(db::Connection& connection) {
  connection.run("DROP TABLE IF EXISTS temp.unsourced_facts");
  connection.run(
      "CREATE TEMP TABLE unsourced_facts (entity TEXT, plural TEXT, key TEXT, mechanism_id INTEGER, source_id INTEGER, "
      "fields TEXT)");
  for (const TrackedTable& table : db::tracked_tables(connection)) {
    const Entity* entity = entity_of_table(table.name);
    if (entity == nullptr || !needs_sources(*entity)) continue;
    find_unchanged(connection, table);
    find_changed(connection, table);
  }
}

}  // namespace iscm::core
