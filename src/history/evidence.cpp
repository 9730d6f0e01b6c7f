#include "history/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "history/at_time.hpp"
#include "history/facts.hpp"
#include "model/names.hpp"
#include "schema/derived.hpp"

namespace iscm::history {
namespace {

/// The tracked tables of entities whose facts need sources. The types that a published figure counts are part of the
/// figure, and have its source.
std::vector<schema::TrackedTable> tables_of_facts(sqlite::Connection& connection) {
  std::vector<schema::TrackedTable> tables = schema::tracked_tables(connection);
  std::erase_if(tables, [](const schema::TrackedTable& table) {
    const model::Entity* entity = model::entity_of_table(table.name);
    return entity == nullptr || !entity->needs_sources;
  });
  return tables;
}

/// The rows of which some version has one of the sources, and those into which others were merged: few.
std::string may_have(const schema::TrackedTable& table, const std::vector<std::int64_t>& sources) {
  const std::string key = schema::column_list(table.key);
  return fmt::format(
      "({0}) IN (SELECT {1} FROM main.{2} WHERE source_id IN ({3}) UNION SELECT {1} FROM main.{2}_history"
      " WHERE source_id IN ({3}) UNION SELECT {4} FROM main.merged_rows WHERE table_name = {5}"
      " UNION SELECT {6} FROM main.citations WHERE table_name = {5} AND source_id IN ({3}))",
      schema::column_list(table.key, "r"), key, table.name, fmt::join(sources, ", "),
      table.key.size() == 1 ? "into_key1" : "into_key1, into_key2", model::quoted(table.name),
      table.key.size() == 1 ? "key1" : "key1, key2");
}

/// Which fields of a row have no source, with commas between: empty if all have none, null if each has one. If the
/// basis of a link says "unsourced", that is enough.
std::optional<std::string> unsourced_fields(const std::vector<SourcedFact>& facts, bool basis_is_unsourced) {
  std::vector<std::string> unsourced;
  bool any_sourced = false;
  for (const SourcedFact& fact : facts) {
    if (fact.backings.empty()) unsourced.emplace_back(fact.field);
    any_sourced |= !fact.backings.empty();
  }
  if (unsourced.empty()) return basis_is_unsourced ? std::optional<std::string>("") : std::nullopt;
  return any_sourced ? model::joined(unsourced) : "";
}

void find_unsourced(sqlite::Connection& connection, const schema::TrackedTable& table, const model::Entity& entity,
                    std::int64_t until) {
  const auto columns = model::field_columns(table);
  const auto basis = std::find_if(columns.begin(), columns.end(),
                                  [](const model::FieldColumn& column) { return column.field == "basis"; }) -
                     columns.begin();
  const bool has_basis = basis < std::ssize(columns);
  const std::string says_unsourced = has_basis ? "r.basis = 'unsourced'" : "0";
  // Without "main.": the rows as of the time shown (at_time.hpp).
  const auto insert = [&](std::string_view fields, const std::string& condition) {
    return fmt::format(
        "INSERT INTO temp.unsourced_facts SELECT '{}', '{}', {}, {}, r.source_id, {} FROM {} AS r"
        " WHERE {}",
        entity.name, entity.plural, schema::record_label(table, "r"),
        entity.belongs_to_mechanism ? "r.mechanism_id" : "NULL", fields, table.name, condition);
  };
  const std::string changed = fmt::format("({} OR {})", has_history(table, "r"), has_citations(table, "r"));
  // Of rows that never changed, each fact has the source of the row.
  connection.run(insert("''", fmt::format("(r.source_id IS NULL OR {}) AND NOT {}", says_unsourced, changed)));
  // If every version of a row has a source, so has each of its facts, unless others were merged into it.
  const std::string to_read = fmt::format(
      "({0}) IN (SELECT {0} FROM {1} AS r WHERE {2} AND (r.source_id IS NULL OR {3} OR EXISTS (SELECT 1 FROM"
      " main.{1}_history AS n WHERE {4} AND (n.source_id IS NULL OR n.source_id NOT IN (SELECT id FROM sources)))"
      " OR EXISTS (SELECT 1 FROM main.merged_rows)))",
      schema::column_list(table.key, "r"), table.name, changed, says_unsourced, table.same_key("n", "r"));
  sqlite::Statement add =
      connection.prepare(insert("?1", fmt::format("r.{} = ?2 AND r.{} = ?3", table.key.front(), table.key.back())));
  FactTable(table).for_each(
      connection, to_read, until, [&](const VersionedRow& row, const std::vector<SourcedFact>& facts) {
        const bool says = has_basis && row.versions.back().values[static_cast<std::size_t>(basis)] == "unsourced";
        const auto fields = unsourced_fields(facts, says);
        if (!fields) return;
        add.bind_all(std::string_view(*fields), row.key.front(), row.key.back());
        add.run();
      });
}

}  // namespace

bool has_source(sqlite::Connection& connection, const schema::TrackedTable& table, const std::vector<std::int64_t>& key,
                std::string_view field, std::int64_t source) {
  bool all = true;
  FactTable(table).for_each(
      connection, fmt::format("r.{} = {} AND r.{} = {}", table.key.front(), key.front(), table.key.back(), key.back()),
      0, [&](const VersionedRow& /*row*/, const std::vector<SourcedFact>& facts) {
        for (const SourcedFact& fact : facts) {
          if (field.empty() || fact.field == field) all = all && fact.has(source);
        }
      });
  return all;
}

void count_facts(sqlite::Connection& connection) {
  connection.run("DROP TABLE IF EXISTS temp.source_facts");
  connection.run("CREATE TEMP TABLE source_facts (source_id INTEGER NOT NULL, facts INTEGER NOT NULL)");
  std::map<std::int64_t, std::int64_t> counts;
  const std::int64_t until = shown_revision(connection);
  for (const schema::TrackedTable& table : tables_of_facts(connection)) {
    const FactTable facts(table);
    const std::string changed =
        until == 0 ? fmt::format("({} OR {})", has_history(table, "r"), has_citations(table, "r")) : "1";
    // Of rows that never changed, each fact has the source of the row.
    connection.run(
        fmt::format("INSERT INTO temp.source_facts SELECT ifnull(r.source_id, 0), {} FROM main.{} AS r"
                    " WHERE NOT {} GROUP BY 1",
                    facts.count(), table.name, changed));
    facts.for_each(connection, changed, until, [&](const VersionedRow& /*row*/, const auto& found) {
      for (const SourcedFact& fact : found) {
        for (const std::int64_t source : fact.sources()) ++counts[source];
      }
    });
  }
  for (const auto& [source, facts] : counts)
    connection.run("INSERT INTO temp.source_facts VALUES (?, ?)", source, facts);
}

void find_facts_on(sqlite::Connection& connection, std::int64_t source) {
  connection.run("DROP TABLE IF EXISTS temp.facts_on");
  connection.run(
      "CREATE TEMP TABLE facts_on (table_name TEXT, key1 INTEGER, key2 INTEGER, fields TEXT,"
      " PRIMARY KEY (table_name, key1, key2)) WITHOUT ROWID");
  const std::int64_t until = shown_revision(connection);
  const std::vector<std::int64_t> sources = sources_that_became(connection, source, until);
  for (const schema::TrackedTable& table : tables_of_facts(connection)) {
    const auto add = [&](const VersionedRow& row, const std::vector<SourcedFact>& facts) {
      std::vector<std::string> fields;
      for (const SourcedFact& fact : facts) {
        if (fact.has(source)) fields.emplace_back(fact.field);
      }
      if (fields.empty()) return;
      connection.run("INSERT INTO temp.facts_on VALUES (?, ?, ?, ?)", table.name, row.key.front(), row.key.back(),
                     model::joined(fields, "; "));
    };
    FactTable(table).for_each(connection, may_have(table, sources), until, add);
  }
}

namespace {

/// What reading versions needs of the table of an entity with an id: to ask the file for more, as tracked_table() does,
/// takes longer.
schema::TrackedTable table_with_id(const model::Entity& entity) {
  schema::TrackedTable table;
  table.name = entity.table;
  table.key = {"id"};
  for (const model::Field* field : model::all_fields(entity)) {
    if (field->type != model::FieldType::list) table.columns.emplace_back(field->column);
  }
  return table;
}

schema::TrackedTable table_to_read(sqlite::Connection& connection, const model::Entity& entity) {
  return entity.is_pure_link ? model::tracked_table(connection, entity) : table_with_id(entity);
}

}  // namespace

std::vector<SourcedFields> sources_of_fields(sqlite::Connection& connection, const model::Entity& entity,
                                             std::int64_t id) {
  const schema::TrackedTable table = table_with_id(entity);
  std::vector<SourcedFields> sources;
  const auto add = [&](const VersionedRow& /*row*/, const std::vector<SourcedFact>& facts) {
    for (const SourcedFact& fact : facts) {
      for (const std::int64_t source : fact.sources()) {
        auto known = std::find_if(sources.begin(), sources.end(),
                                  [&](const SourcedFields& candidate) { return candidate.source == source; });
        if (known == sources.end()) known = sources.insert(sources.end(), {source, {}});
        known->fields.emplace_back(fact.field);
      }
    }
  };
  FactTable(table).for_each(connection, fmt::format("r.id = {}", id), shown_revision(connection), add);
  return sources;
}

namespace {

/// "(row.id, row.id)", or both keys of a pure link.
std::string key_pair(const model::Entity& entity, std::string_view row) {
  if (!entity.is_pure_link) return fmt::format("({0}.id, {0}.id)", row);
  std::string pair;
  for (const model::Field* field : model::key_fields(entity)) {
    pair += fmt::format("{}{}.{}", pair.empty() ? "" : ", ", row, field->column);
  }
  return fmt::format("({})", pair);
}

/// A condition over `r`: it or an item of its lists was changed or cited, or such an item has another source.
std::string may_have_several(sqlite::Connection& connection, const model::Entity& entity,
                             const schema::TrackedTable& table) {
  std::string condition = fmt::format("{} OR {}", has_history(table, "r"), has_citations(table, "r"));
  for (const model::Field& field : entity.fields) {
    if (field.type != model::FieldType::list || model::entity_of_table(field.link_table) == nullptr) continue;
    const schema::TrackedTable items = model::tracked_table(connection, *model::entity_of_table(field.link_table));
    condition += fmt::format(
        " OR EXISTS (SELECT 1 FROM main.{0} AS l WHERE l.{1} = r.id AND (l.source_id IS NOT "
        "r.source_id OR {2} OR {3}))",
        items.name, model::owner_column(entity), has_history(items, "l"), has_citations(items, "l"));
  }
  return condition;
}

}  // namespace

void find_record_sources(sqlite::Connection& connection, const model::Entity& entity, std::string_view condition) {
  connection.run(
      "CREATE TEMP TABLE IF NOT EXISTS record_sources (key1 INTEGER, key2 INTEGER, source_id INTEGER, code TEXT, "
      "PRIMARY KEY (key1, key2, source_id)) WITHOUT ROWID");
  connection.run("DELETE FROM temp.record_sources");
  const std::int64_t until = shown_revision(connection);
  const schema::TrackedTable table = table_to_read(connection, entity);
  sqlite::Statement add = connection.prepare(
      "INSERT OR IGNORE INTO temp.record_sources VALUES (?1, ?2, ?3, (SELECT code FROM sources WHERE id = ?3))");
  const auto add_all = [&](std::int64_t key1, std::int64_t key2, const std::vector<SourcedFact>& facts) {
    for (const SourcedFact& fact : facts) {
      for (const std::int64_t source : fact.sources()) {
        add.bind_all(key1, key2, source);
        add.run();
      }
    }
  };
  const std::string several =
      fmt::format("({}) AND ({})", condition, until == 0 ? may_have_several(connection, entity, table) : "1");
  FactTable(table).for_each(connection, several, until, [&](const VersionedRow& row, const auto& facts) {
    if (facts.empty()) add_all(row.key.front(), row.key.back(), {{}});
    add_all(row.key.front(), row.key.back(), facts);
  });
  for (const model::Field& field : entity.fields) {
    if (field.type != model::FieldType::list || model::entity_of_table(field.link_table) == nullptr) continue;
    const schema::TrackedTable items = model::tracked_table(connection, *model::entity_of_table(field.link_table));
    FactTable(items).for_each(
        connection, fmt::format("r.{} IN (SELECT key1 FROM temp.record_sources)", model::owner_column(entity)), until,
        [&](const VersionedRow& row, const auto& facts) { add_all(row.key.front(), row.key.front(), facts); });
  }
  connection.run(
      "UPDATE temp.record_sources AS r SET code = 'unsourced' WHERE source_id = 0 AND EXISTS (SELECT 1 FROM "
      "temp.record_sources AS o WHERE o.key1 = r.key1 AND o.key2 = r.key2 AND o.source_id <> 0)");
}

bool may_have_several_sources(sqlite::Connection& connection, const model::Entity& entity, std::string_view condition) {
  if (shown_revision(connection) != 0) return true;
  const schema::TrackedTable table = table_to_read(connection, entity);
  return connection
      .integer(fmt::format("SELECT 1 FROM {} AS r WHERE ({}) AND ({} OR {}) LIMIT 1", entity.table, condition,
                           has_history(table, "r"), has_citations(table, "r")))
      .has_value();
}

std::string shown_sources(const model::Entity& entity, std::string_view row) {
  return fmt::format(
      "iif({0} IN (SELECT key1, key2 FROM temp.record_sources), (SELECT group_concat(code, '; ') FROM (SELECT code "
      "FROM "
      "temp.record_sources WHERE (key1, key2) = {0} ORDER BY source_id = 0, code)), {1})",
      key_pair(entity, row), model::code_by_id("sources", fmt::format("{}.source_id", row)));
}

std::string has_source_that(const model::Entity& entity, std::string_view row, std::string_view condition) {
  const std::string sources = fmt::format(
      "(SELECT source_id FROM temp.record_sources WHERE (key1, key2) = {0} UNION ALL SELECT {1}.source_id WHERE {0} "
      "NOT "
      "IN (SELECT key1, key2 FROM temp.record_sources))",
      key_pair(entity, row), row);
  if (condition.empty()) {
    return fmt::format("NOT EXISTS (SELECT 1 FROM {} AS e WHERE e.source_id <> 0)", sources);
  }
  return fmt::format("EXISTS (SELECT 1 FROM {} AS e WHERE {})", sources, condition);
}

const model::Field& facts_field() {
  static constexpr model::Field field{.name = "facts",
                                      .type = model::FieldType::list,
                                      .column = "facts",
                                      .meaning = "the facts that have this source, by the version that set each"};
  return field;
}

void find_unsourced_facts(sqlite::Connection& connection) {
  connection.run("DROP TABLE IF EXISTS temp.unsourced_facts");
  connection.run(
      "CREATE TEMP TABLE unsourced_facts (entity TEXT, plural TEXT, key TEXT, mechanism_id INTEGER, source_id INTEGER, "
      "fields TEXT)");
  const std::int64_t until = shown_revision(connection);
  for (const schema::TrackedTable& table : tables_of_facts(connection)) {
    find_unsourced(connection, table, *model::entity_of_table(table.name), until);
  }
}

}  // namespace iscm::history
