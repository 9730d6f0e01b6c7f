#include "core/history/source_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "core/fields.hpp"
#include "core/history/at_time.hpp"
#include "core/history/facts.hpp"
#include "core/history/told.hpp"
#include "core/sql_text.hpp"

namespace iscm::core {
namespace {

using db::TrackedTable;

/// The tables whose rows can be shown. The types that a published figure counts are part of the figure, and stand on
/// what it stands on.
std::vector<TrackedTable> tables_of_facts(db::Connection& connection) {
  std::vector<TrackedTable> tables = db::tracked_tables(connection);
  std::erase_if(tables, [](const TrackedTable& table) { return entity_of_table(table.name) == nullptr; });
  return tables;
}

/// Which columns of told_columns() rest on a source by themselves. A note needs none, but may have one.
std::vector<std::size_t> fact_columns(const TrackedTable& table) {
  std::vector<std::size_t> places;
  const std::vector<ToldColumn> columns = told_columns(table);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if ((is_fact(columns[i]) || columns[i].field == "note") && !is_in_key(table, columns[i])) places.push_back(i);
  }
  return places;
}

/// Of rows that were never changed, each fact stands on the source of the row.
void count_unchanged(db::Connection& connection, const TrackedTable& table) {
  const std::vector<ToldColumn> columns = told_columns(table);
  std::string facts = is_fact(table) ? "count(*)" : "0";
  for (const std::size_t place : fact_columns(table)) facts += fmt::format(" + count(r.{})", columns[place].column);
  connection.run(
      fmt::format("INSERT INTO temp.source_facts SELECT ifnull(r.source_id, 0), {} FROM main.{} AS r"
                  " WHERE NOT {} GROUP BY 1",
                  facts, table.name, has_history(table, "r")));
}

template <typename Give>
void for_each_fact(const TrackedTable& table, const std::vector<std::size_t>& places, const VersionedRow& row,
                   Give give) {
  if (is_fact(table)) give(told_table(table.name), whole_row(row));
  const std::vector<ToldColumn> columns = told_columns(table);
  for (const std::size_t place : places) {
    if (row.versions.back().values[place]) give(columns[place].field, fact_of(row, place));
  }
}

/// The rows of which some version rests on one of the sources, and those that a merge made one with others: few.
std::string rested_on(const TrackedTable& table, const std::vector<std::int64_t>& sources) {
  const std::string key = db::column_list(table.key);
  return fmt::format(
      "({0}) IN (SELECT {1} FROM main.{2} WHERE source_id IN ({3}) UNION SELECT {1} FROM main.{2}_history"
      " WHERE source_id IN ({3}) UNION SELECT {4} FROM main.merged_rows WHERE table_name = {5})",
      db::column_list(table.key, "r"), key, table.name, fmt::join(sources, ", "),
      table.key.size() == 1 ? "into_key1" : "into_key1, into_key2", quoted(table.name));
}

}  // namespace

void count_facts(db::Connection& connection) {
  connection.run("DROP TABLE IF EXISTS temp.source_facts");
  connection.run("CREATE TEMP TABLE source_facts (source_id INTEGER NOT NULL, facts INTEGER NOT NULL)");
  std::map<std::int64_t, std::int64_t> counts;
  const std::int64_t until = shown_revision(connection);
  for (const TrackedTable& table : tables_of_facts(connection)) {
    if (until == 0) count_unchanged(connection, table);
    const std::vector<std::size_t> places = fact_columns(table);
    const std::string condition = until == 0 ? has_history(table, "r") : "1";
    for_each_row(connection, table, condition, {.until = until}, [&](const VersionedRow& row) {
      for_each_fact(table, places, row,
                    [&](const std::string& /*field*/, const Fact& fact) { ++counts[fact.source.value_or(0)]; });
    });
  }
  for (const auto& [source, facts] : counts)
    connection.run("INSERT INTO temp.source_facts VALUES (?, ?)", source, facts);
}

void find_facts_on(db::Connection& connection, std::int64_t source) {
  connection.run("DROP TABLE IF EXISTS temp.facts_on");
  connection.run(
      "CREATE TEMP TABLE facts_on (table_name TEXT, key1 INTEGER, key2 INTEGER, fields TEXT,"
      " PRIMARY KEY (table_name, key1, key2)) WITHOUT ROWID");
  const std::int64_t until = shown_revision(connection);
  const std::vector<std::int64_t> sources = sources_that_became(connection, source, until);
  for (const TrackedTable& table : tables_of_facts(connection)) {
    const std::vector<std::size_t> places = fact_columns(table);
    for_each_row(connection, table, rested_on(table, sources), {.until = until}, [&](const VersionedRow& row) {
      std::string fields;
      for_each_fact(table, places, row, [&](const std::string& field, const Fact& fact) {
        if (fact.source == source) fields += (fields.empty() ? "" : "; ") + field;
      });
      if (fields.empty()) return;
      connection.run("INSERT INTO temp.facts_on VALUES (?, ?, ?, ?)", table.name, row.key.front(), row.key.back(),
                     fields);
    });
  }
}

std::vector<SourcedFields> sources_of_fields(db::Connection& connection, const Entity& entity, std::int64_t id) {
  // What reading versions needs of the table: the file is not asked for more, as tracked_tables() would.
  TrackedTable table;
  table.name = entity.table;
  table.key = {"id"};
  for (const Field* field : all_fields(entity)) {
    if (field->type != FieldType::list) table.columns.emplace_back(field->column);
  }
  std::vector<SourcedFields> sources;
  for_each_row(connection, table, fmt::format("r.id = {}", id), {.until = shown_revision(connection)},
               [&](const VersionedRow& row) {
                 for_each_fact(table, fact_columns(table), row, [&](const std::string& field, const Fact& fact) {
                   const auto found = std::find_if(sources.begin(), sources.end(), [&](const SourcedFields& known) {
                     return known.source == fact.source.value_or(0);
                   });
                   SourcedFields& source = found == sources.end() ? sources.emplace_back() : *found;
                   source.source = fact.source.value_or(0);
                   source.fields.push_back(field);
                 });
               });
  return sources;
}

const Field& facts_field() {
  static constexpr Field field{.name = "facts",
                               .type = FieldType::list,
                               .column = "facts",
                               .meaning = "what stands on the source, by the version that set it"};
  return field;
}

}  // namespace iscm::core
