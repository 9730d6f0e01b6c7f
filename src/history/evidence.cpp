#include "history/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "history/at_time.hpp"
#include "schema/derived.hpp"

namespace iscm::history {
namespace {

/// A column; null for the row as a whole.
using Asked = std::optional<std::size_t>;

bool same(const Version& one, const Version& other, Asked column) {
  return !column || one.values[*column] == other.values[*column];
}

/// Whether the row existed without a break between these two versions, or an undo brought it back.
bool follows(const Version& earlier, const Version& later) {
  return earlier.replaced_by == later.revision || later.undoes == earlier.replaced_by;
}

std::size_t set_by(const std::vector<Version>& versions, Asked column, std::size_t at) {
  std::size_t first = at;
  while (first > 0 && same(versions[first - 1], versions[at], column) &&
         follows(versions[first - 1], versions[first])) {
    --first;
  }
  if (versions[first].undoes == 0) return first;
  for (std::size_t earlier = first; earlier-- > 0;) {
    if (versions[earlier].replaced_by == versions[first].undoes && same(versions[earlier], versions[at], column)) {
      return set_by(versions, column, earlier);
    }
  }
  return first;
}

Fact last_fact(const VersionedRow& row, Asked column);

/// The same fact in a row that was merged into this version; null if there is none.
std::optional<Fact> merged_fact(const Version& version, Asked column) {
  for (const VersionedRow& gone : version.merged) {
    if (same(gone.versions.back(), version, column)) return last_fact(gone, column);
  }
  return std::nullopt;
}

std::optional<std::int64_t> source_after(const std::vector<Version>& versions, Asked column, std::size_t set_by) {
  std::optional<std::int64_t> source;
  for (std::size_t at = set_by + 1; at < versions.size() && !source; ++at) {
    if (versions[at].only_sourced && versions[at].undoes == 0) source = versions[at].source;
    const auto merged = source ? std::nullopt : merged_fact(versions[at], column);
    if (merged && same(versions[at], versions[set_by], column)) source = merged->source;
  }
  return source;
}

Fact last_fact(const VersionedRow& row, Asked column) {
  const std::size_t first = set_by(row.versions, column, row.versions.size() - 1);
  const Version& version = row.versions[first];
  Fact fact = merged_fact(version, column).value_or(Fact{&row, &version, version.source});
  if (!fact.source) fact.source = source_after(row.versions, column, first);
  return fact;
}

struct SourcedFact {
  std::string_view field;  ///< of a row as a whole the name of its entity
  std::optional<std::int64_t> source;
};

/// The facts of the rows of one table.
class FactTable {
public:
  explicit FactTable(const schema::TrackedTable& table)
      : table_(table), whole_(is_fact(table)), name_(model::entity_name(table.name)) {
    columns_ = model::field_columns(table);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const auto* none = std::find(std::begin(kNoFacts), std::end(kNoFacts), columns_[i].field);
      if (none == std::end(kNoFacts) && !is_in_key(table, columns_[i])) facts_.push_back(i);
    }
  }

  /// How many facts the rows `r` of a query have.
  [[nodiscard]] std::string count() const {
    std::string count = whole_ ? "count(*)" : "0";
    for (const std::size_t column : facts_) count += fmt::format(" + count(r.{})", columns_[column].column);
    return count;
  }

  [[nodiscard]] std::vector<SourcedFact> of(const VersionedRow& row) const {
    std::vector<SourcedFact> facts;
    if (whole_) facts.push_back({name_, whole_row(row).source});
    for (const std::size_t column : facts_) {
      if (row.versions.back().values[column]) facts.push_back({columns_[column].field, fact_of(row, column).source});
    }
    return facts;
  }

  /// Calls visit(row, facts) for the rows that satisfy the condition, as they were known after revision `until`.
  template <typename Visit>
  void for_each(sqlite::Connection& connection, const std::string& condition, std::int64_t until, Visit visit) const {
    for_each_row(connection, table_, condition, {.until = until},
                 [&](const VersionedRow& row) { visit(row, of(row)); });
  }

private:
  static constexpr std::string_view kNoFacts[] = {"code", "position", "published_name", "basis", "source"};

  const schema::TrackedTable& table_;
  bool whole_;
  std::string name_;
  std::vector<model::FieldColumn> columns_;
  std::vector<std::size_t> facts_;
};

/// The tracked tables that are entities. The types that a published figure counts are part of the figure, and have its
/// source.
std::vector<schema::TrackedTable> tables_of_facts(sqlite::Connection& connection) {
  std::vector<schema::TrackedTable> tables = schema::tracked_tables(connection);
  std::erase_if(tables,
                [](const schema::TrackedTable& table) { return model::entity_of_table(table.name) == nullptr; });
  return tables;
}

/// The rows of which some version has one of the sources, and those into which others were merged: few.
std::string may_have(const schema::TrackedTable& table, const std::vector<std::int64_t>& sources) {
  const std::string key = schema::column_list(table.key);
  return fmt::format(
      "({0}) IN (SELECT {1} FROM main.{2} WHERE source_id IN ({3}) UNION SELECT {1} FROM main.{2}_history"
      " WHERE source_id IN ({3}) UNION SELECT {4} FROM main.merged_rows WHERE table_name = {5})",
      schema::column_list(table.key, "r"), key, table.name, fmt::join(sources, ", "),
      table.key.size() == 1 ? "into_key1" : "into_key1, into_key2", model::quoted(table.name));
}

/// Which fields of a row have no source, with commas between: empty if all have none, null if each has one. A note
/// needs none. If the basis of a link says "unsourced", that is enough.
std::optional<std::string> unsourced_fields(const std::vector<SourcedFact>& facts, bool basis_is_unsourced) {
  std::vector<std::string> unsourced;
  bool any_sourced = false;
  for (const SourcedFact& fact : facts) {
    if (fact.field == "note") continue;
    if (!fact.source) unsourced.emplace_back(fact.field);
    any_sourced |= fact.source.has_value();
  }
  if (unsourced.empty()) return basis_is_unsourced ? std::optional<std::string>("") : std::nullopt;
  return any_sourced ? model::joined(unsourced) : "";
}

void find_unsourced(sqlite::Connection& connection, const schema::TrackedTable& table, const model::Entity& entity) {
  const auto columns = model::field_columns(table);
  const auto basis = std::find_if(columns.begin(), columns.end(),
                                  [](const model::FieldColumn& column) { return column.field == "basis"; }) -
                     columns.begin();
  const bool has_basis = basis < std::ssize(columns);
  const std::string says_unsourced = has_basis ? "r.basis = 'unsourced'" : "0";
  const auto insert = [&](std::string_view fields, const std::string& condition) {
    return fmt::format(
        "INSERT INTO temp.unsourced_facts SELECT '{}', '{}', {}, {}, r.source_id, {} FROM main.{} AS r"
        " WHERE {}",
        entity.name, entity.plural, schema::record_label(table, "r"),
        entity.belongs_to_mechanism ? "r.mechanism_id" : "NULL", fields, table.name, condition);
  };
  const std::string changed = has_history(table, "r");
  // Of rows that never changed, each fact has the source of the row.
  connection.run(insert("''", fmt::format("(r.source_id IS NULL OR {}) AND NOT {}", says_unsourced, changed)));
  // If every version of a row has a source, so has each of its facts, unless others were merged into it.
  const std::string to_read = fmt::format(
      "({0}) IN (SELECT {0} FROM main.{1} AS r WHERE {2} AND (r.source_id IS NULL OR {3} OR EXISTS (SELECT 1 FROM"
      " main.{1}_history AS n WHERE {4} AND (n.source_id IS NULL OR n.source_id NOT IN (SELECT id FROM main.sources)))"
      " OR EXISTS (SELECT 1 FROM main.merged_rows)))",
      schema::column_list(table.key, "r"), table.name, changed, says_unsourced, table.same_key("n", "r"));
  sqlite::Statement add =
      connection.prepare(insert("?1", fmt::format("r.{} = ?2 AND r.{} = ?3", table.key.front(), table.key.back())));
  FactTable(table).for_each(
      connection, to_read, 0, [&](const VersionedRow& row, const std::vector<SourcedFact>& facts) {
        const bool says = has_basis && row.versions.back().values[static_cast<std::size_t>(basis)] == "unsourced";
        const auto fields = unsourced_fields(facts, says);
        if (!fields) return;
        add.bind_all(std::string_view(*fields), row.key.front(), row.key.back());
        add.run();
      });
}

}  // namespace
Fact fact_of(const VersionedRow& row, std::size_t column) {
  return last_fact(row, column);
}

Fact whole_row(const VersionedRow& row) {
  return last_fact(row, std::nullopt);
}

bool is_fact(const schema::TrackedTable& table) {
  const model::Entity* entity = model::entity_of_table(table.name);
  return entity == nullptr || !entity->has_code();
}

bool is_in_key(const schema::TrackedTable& table, const model::FieldColumn& column) {
  const model::Entity* entity = model::entity_of_table(table.name);
  if (entity == nullptr || entity->has_code()) return false;
  const auto names = model::words(entity->key);
  return std::find(names.begin(), names.end(), column.field) != names.end();
}

void count_facts(sqlite::Connection& connection) {
  connection.run("DROP TABLE IF EXISTS temp.source_facts");
  connection.run("CREATE TEMP TABLE source_facts (source_id INTEGER NOT NULL, facts INTEGER NOT NULL)");
  std::map<std::int64_t, std::int64_t> counts;
  const std::int64_t until = shown_revision(connection);
  for (const schema::TrackedTable& table : tables_of_facts(connection)) {
    const FactTable facts(table);
    const std::string changed = until == 0 ? has_history(table, "r") : "1";
    // Of rows that never changed, each fact has the source of the row.
    connection.run(
        fmt::format("INSERT INTO temp.source_facts SELECT ifnull(r.source_id, 0), {} FROM main.{} AS r"
                    " WHERE NOT {} GROUP BY 1",
                    facts.count(), table.name, changed));
    facts.for_each(connection, changed, until, [&](const VersionedRow& /*row*/, const auto& found) {
      for (const SourcedFact& fact : found) ++counts[fact.source.value_or(0)];
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
        if (fact.source == source) fields.emplace_back(fact.field);
      }
      if (fields.empty()) return;
      connection.run("INSERT INTO temp.facts_on VALUES (?, ?, ?, ?)", table.name, row.key.front(), row.key.back(),
                     model::joined(fields, "; "));
    };
    FactTable(table).for_each(connection, may_have(table, sources), until, add);
  }
}

std::vector<SourcedFields> sources_of_fields(sqlite::Connection& connection, const model::Entity& entity,
                                             std::int64_t id) {
  // What reading versions needs of the table: to ask the file for more, as tracked_tables() does, takes longer.
  schema::TrackedTable table;
  table.name = entity.table;
  table.key = {"id"};
  for (const model::Field* field : model::all_fields(entity)) {
    if (field->type != model::FieldType::list) table.columns.emplace_back(field->column);
  }
  std::vector<SourcedFields> sources;
  const auto add = [&](const VersionedRow& /*row*/, const std::vector<SourcedFact>& facts) {
    for (const SourcedFact& fact : facts) {
      const std::int64_t source = fact.source.value_or(0);
      auto known = std::find_if(sources.begin(), sources.end(),
                                [&](const SourcedFields& candidate) { return candidate.source == source; });
      if (known == sources.end()) known = sources.insert(sources.end(), {source, {}});
      known->fields.emplace_back(fact.field);
    }
  };
  FactTable(table).for_each(connection, fmt::format("r.id = {}", id), shown_revision(connection), add);
  return sources;
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
  for (const schema::TrackedTable& table : tables_of_facts(connection)) {
    const model::Entity& entity = *model::entity_of_table(table.name);
    if (entity.needs_sources) find_unsourced(connection, table, entity);
  }
}

}  // namespace iscm::history
