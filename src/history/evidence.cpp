#include "history/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "history/at_time.hpp"
#include "model/field_types.hpp"
#include "model/sql_of.hpp"
#include "schema/derived.hpp"

namespace iscm::history {
namespace {

/// Into which source ?1 was merged by what ended it, up to revision ?2 (0: now): a merge, or the undoing of its
/// undoing.
constexpr std::string_view kMergedInto = R"(
WITH RECURSIVE ended (revision) AS (
  SELECT max(replaced_by) FROM main.sources_history WHERE id = ?1 AND (?2 = 0 OR replaced_by <= ?2)
  UNION
  SELECT undone.undoes FROM ended JOIN main.revisions AS r ON r.id = ended.revision
  JOIN main.revisions AS undone ON undone.id = r.undoes WHERE undone.undoes IS NOT NULL
)
SELECT into_key1 FROM main.merged_rows JOIN ended USING (revision)
WHERE table_name = 'sources' AND from_key1 = ?1 ORDER BY revision DESC LIMIT 1)";

/// Which source each is now: where one was merged into another, that.
class StandingSources {
public:
  StandingSources(sqlite::Connection& connection, std::int64_t until) : connection_(connection), until_(until) {}

  std::optional<std::int64_t> operator()(std::int64_t source) {
    const auto known = known_.find(source);
    if (known != known_.end()) return known->second;
    return known_[source] = find(source);
  }

private:
  /// Sources as they are shown, which may be of another time (at_time.hpp).
  std::optional<std::int64_t> find(std::int64_t source) {
    if (connection_.integer("SELECT 1 FROM sources WHERE id = ?", source)) return source;
    const auto into = connection_.integer(kMergedInto, source, until_);
    return into ? find(*into) : std::nullopt;
  }

  sqlite::Connection& connection_;
  std::int64_t until_;
  std::map<std::int64_t, std::optional<std::int64_t>> known_;
};

bool differs_in_source_alone(const std::vector<model::FieldColumn>& columns, const Version& before,
                             const Version& after) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].column != model::source_field().column && before.values[i] != after.values[i]) return false;
  }
  return before.source != after.source;
}

void read_version(const sqlite::Statement& rows, std::size_t columns, int at, Version& version) {
  version.revision = rows.integer(at++);
  version.replaced_by = rows.is_null(at) ? 0 : rows.integer(at);
  ++at;
  version.undoes = rows.is_null(at) ? 0 : rows.integer(at);
  ++at;
  if (!rows.is_null(at)) version.source = rows.integer(at);
  ++at;
  for (std::size_t i = 0; i < columns; ++i, ++at) {
    version.values.push_back(rows.is_null(at) ? std::nullopt : std::optional(rows.text(at)));
  }
}

std::string versions_query(const schema::TrackedTable& table, const std::string& condition, Wanted wanted) {
  std::string columns;
  for (const model::FieldColumn& column : model::field_columns(table)) columns += ", r." + column.column;
  const std::string key = schema::column_list(table.key, "r");
  const std::string stands =
      wanted.removed || wanted.until != 0
          ? std::string()
          : fmt::format(" AND EXISTS (SELECT 1 FROM main.{} AS n WHERE {})", table.name, table.same_key("n", "r"));
  const std::string until = wanted.until == 0 ? "" : fmt::format(" AND r.revision <= {}", wanted.until);
  const auto select = [&](std::string_view from, std::string_view replaced_by, const std::string& more) {
    return fmt::format(
        "SELECT {}, {}, r.revision, {}, (SELECT undoes FROM main.revisions WHERE id = r.revision),"
        " r.source_id{} FROM {} AS r WHERE ({}){}{}",
        key, schema::record_label(table, "r"), replaced_by, columns, from, condition, until, more);
  };
  const std::size_t keys = table.key.size();
  std::string order;
  for (std::size_t i = 1; i <= keys; ++i) order += fmt::format("{}, ", i);
  return fmt::format(
      "{} UNION ALL {} ORDER BY {}{}", select("main." + table.name, "NULL", ""),
      select("main." + table.name + "_history", "r.replaced_by", " AND r.revision < r.replaced_by" + stands), order,
      keys + 2);
}

/// Finds the rows that merges made one with others. Few tables have any, so a table is asked once.
class Merges {
public:
  Merges(sqlite::Connection& connection, const schema::TrackedTable& table)
      : connection_(connection),
        table_(table),
        any_(connection.integer("SELECT EXISTS (SELECT 1 FROM main.merged_rows WHERE table_name = ?)", table.name)
                 .value_or(0) == 1) {}

  void add_to(VersionedRow& row) const {
    if (!any_) return;
    for (Version& version : row.versions) {
      for (const std::string& condition : rows_of(row, version.revision)) add(condition, version);
    }
  }

private:
  /// A merge that names a source itself says on what the values of the record rest from then on.
  [[nodiscard]] std::vector<std::string> rows_of(const VersionedRow& row, std::int64_t revision) const {
    const model::Entity* entity = model::entity_of_table(table_.name);
    const bool is_record = entity != nullptr && entity->has_code();
    sqlite::Statement found = connection_.prepare(
        fmt::format("SELECT x.from_key1, x.from_key2 FROM main.merged_rows AS x JOIN main.revisions AS v"
                    " ON v.id = x.revision WHERE x.table_name = ? AND x.into_key1 = ? AND x.into_key2 = ?"
                    " AND x.revision = ?{}",
                    is_record ? " AND v.source_id IS NULL" : ""));
    found.bind_all(table_.name, row.key.front(), row.key.back(), revision);
    std::vector<std::string> conditions;
    while (found.step()) {
      conditions.push_back(fmt::format("r.{} = {} AND r.{} = {}", table_.key.front(), found.integer(0),
                                       table_.key.back(), found.integer(1)));
    }
    return conditions;
  }

  /// What became of such a row later, when the merge was undone, is nothing to this one.
  void add(const std::string& condition, Version& version) const {
    for_each_row(connection_, table_, condition, {.removed = true}, [&](const VersionedRow& gone) {
      VersionedRow& row = version.merged.emplace_back(gone);
      std::erase_if(row.versions, [&](const Version& later) { return later.revision >= version.revision; });
      if (row.versions.empty()) version.merged.pop_back();
    });
  }

  sqlite::Connection& connection_;
  const schema::TrackedTable& table_;
  bool any_;
};

}  // namespace

void for_each_row(sqlite::Connection& connection, const schema::TrackedTable& table, const std::string& condition,
                  Wanted wanted, const std::function<void(const VersionedRow&)>& give) {
  sqlite::Statement rows = connection.prepare(versions_query(table, condition, wanted));
  const std::vector<model::FieldColumn> columns = model::field_columns(table);
  const Merges merges(connection, table);
  StandingSources standing(connection, wanted.until);
  VersionedRow row;
  const auto give_row = [&] {
    if (row.versions.empty()) return;
    const std::int64_t end = row.versions.back().replaced_by;
    if (!wanted.removed && end != 0 && end <= wanted.until) return;
    merges.add_to(row);
    give(row);
  };
  while (rows.step()) {
    std::vector<std::int64_t> key;
    int at = 0;
    for (; at < static_cast<int>(table.key.size()); ++at) key.push_back(rows.integer(at));
    if (key != row.key) {
      give_row();
      row = {std::move(key), {}, {}};
    }
    row.record = rows.text(at++);
    Version& version = row.versions.emplace_back();
    read_version(rows, columns.size(), at, version);
    if (version.source) version.source = standing(*version.source);
    if (row.versions.size() == 1) continue;
    version.only_sourced = differs_in_source_alone(columns, row.versions[row.versions.size() - 2], version);
  }
  give_row();
}

std::string has_history(const schema::TrackedTable& table, std::string_view row) {
  return fmt::format(
      "(EXISTS (SELECT 1 FROM main.{0}_history AS h WHERE {1}) OR EXISTS (SELECT 1 FROM main.merged_rows AS x"
      " WHERE x.table_name = {2} AND x.into_key1 = {3}.{4} AND x.into_key2 = {3}.{5}))",
      table.name, table.same_key("h", row), model::quoted(table.name), row, table.key.front(), table.key.back());
}

std::vector<std::int64_t> sources_that_became(sqlite::Connection& connection, std::int64_t source, std::int64_t until) {
  std::vector<std::int64_t> all = {source};
  StandingSources standing(connection, until);
  sqlite::Statement gone =
      connection.prepare("SELECT DISTINCT from_key1 FROM main.merged_rows WHERE table_name = 'sources'");
  while (gone.step()) {
    if (gone.integer(0) != source && standing(gone.integer(0)) == source) all.push_back(gone.integer(0));
  }
  return all;
}

namespace {

constexpr std::string_view kNoFacts[] = {"code", "note", "position", "published_name", "basis", "source"};

/// A column, or nothing for the row as a whole.
using Asked = std::optional<std::size_t>;

bool same(const Version& one, const Version& other, Asked column) {
  return !column || one.values[*column] == other.values[*column];
}

/// Whether the row stood without a break between these two versions, or an undo brought it back.
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

/// The same fact in a row that a merge made one with this version; null where there is none.
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

}  // namespace

Fact fact_of(const VersionedRow& row, std::size_t column) {
  return last_fact(row, column);
}

Fact whole_row(const VersionedRow& row) {
  return last_fact(row, std::nullopt);
}

bool is_fact(const model::FieldColumn& column) {
  return std::find(std::begin(kNoFacts), std::end(kNoFacts), column.field) == std::end(kNoFacts);
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

namespace {

/// The tables whose rows can be shown. The types that a published figure counts are part of the figure, and stand on
/// what it stands on.
std::vector<schema::TrackedTable> tables_of_facts(sqlite::Connection& connection) {
  std::vector<schema::TrackedTable> tables = schema::tracked_tables(connection);
  std::erase_if(tables,
                [](const schema::TrackedTable& table) { return model::entity_of_table(table.name) == nullptr; });
  return tables;
}

/// Which columns of field_columns() rest on a source by themselves. A note needs none, but may have one.
std::vector<std::size_t> fact_columns(const schema::TrackedTable& table) {
  std::vector<std::size_t> places;
  const std::vector<model::FieldColumn> columns = model::field_columns(table);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if ((is_fact(columns[i]) || columns[i].field == "note") && !is_in_key(table, columns[i])) places.push_back(i);
  }
  return places;
}

/// Of rows that were never changed, each fact stands on the source of the row.
void count_unchanged(sqlite::Connection& connection, const schema::TrackedTable& table) {
  const std::vector<model::FieldColumn> columns = model::field_columns(table);
  std::string facts = is_fact(table) ? "count(*)" : "0";
  for (const std::size_t place : fact_columns(table)) facts += fmt::format(" + count(r.{})", columns[place].column);
  connection.run(
      fmt::format("INSERT INTO temp.source_facts SELECT ifnull(r.source_id, 0), {} FROM main.{} AS r"
                  " WHERE NOT {} GROUP BY 1",
                  facts, table.name, has_history(table, "r")));
}

template <typename Give>
void for_each_fact(const schema::TrackedTable& table, const std::vector<std::size_t>& places, const VersionedRow& row,
                   Give give) {
  if (is_fact(table)) give(model::entity_name(table.name), whole_row(row));
  const std::vector<model::FieldColumn> columns = model::field_columns(table);
  for (const std::size_t place : places) {
    if (row.versions.back().values[place]) give(columns[place].field, fact_of(row, place));
  }
}

/// The rows of which some version rests on one of the sources, and those that a merge made one with others: few.
std::string rested_on(const schema::TrackedTable& table, const std::vector<std::int64_t>& sources) {
  const std::string key = schema::column_list(table.key);
  return fmt::format(
      "({0}) IN (SELECT {1} FROM main.{2} WHERE source_id IN ({3}) UNION SELECT {1} FROM main.{2}_history"
      " WHERE source_id IN ({3}) UNION SELECT {4} FROM main.merged_rows WHERE table_name = {5})",
      schema::column_list(table.key, "r"), key, table.name, fmt::join(sources, ", "),
      table.key.size() == 1 ? "into_key1" : "into_key1, into_key2", model::quoted(table.name));
}

}  // namespace

void count_facts(sqlite::Connection& connection) {
  connection.run("DROP TABLE IF EXISTS temp.source_facts");
  connection.run("CREATE TEMP TABLE source_facts (source_id INTEGER NOT NULL, facts INTEGER NOT NULL)");
  std::map<std::int64_t, std::int64_t> counts;
  const std::int64_t until = shown_revision(connection);
  for (const schema::TrackedTable& table : tables_of_facts(connection)) {
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

void find_facts_on(sqlite::Connection& connection, std::int64_t source) {
  connection.run("DROP TABLE IF EXISTS temp.facts_on");
  connection.run(
      "CREATE TEMP TABLE facts_on (table_name TEXT, key1 INTEGER, key2 INTEGER, fields TEXT,"
      " PRIMARY KEY (table_name, key1, key2)) WITHOUT ROWID");
  const std::int64_t until = shown_revision(connection);
  const std::vector<std::int64_t> sources = sources_that_became(connection, source, until);
  for (const schema::TrackedTable& table : tables_of_facts(connection)) {
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

std::vector<SourcedFields> sources_of_fields(sqlite::Connection& connection, const model::Entity& entity,
                                             std::int64_t id) {
  // What reading versions needs of the table: the file is not asked for more, as tracked_tables() would.
  schema::TrackedTable table;
  table.name = entity.table;
  table.key = {"id"};
  for (const model::Field* field : model::all_fields(entity)) {
    if (field->type != model::FieldType::list) table.columns.emplace_back(field->column);
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

const model::Field& facts_field() {
  static constexpr model::Field field{.name = "facts",
                                      .type = model::FieldType::list,
                                      .column = "facts",
                                      .meaning = "what stands on the source, by the version that set it"};
  return field;
}

namespace {

constexpr std::string_view kAll = "*";

/// A link says of itself on what it rests.
std::string or_called_unsourced(const schema::TrackedTable& table, std::string_view row) {
  const bool says = std::find(table.columns.begin(), table.columns.end(), "basis") != table.columns.end();
  return says ? fmt::format(" OR {}.basis = 'unsourced'", row) : std::string();
}

std::string mechanism_id(const model::Entity& entity, std::string_view row) {
  return belongs_to_mechanism(entity) ? fmt::format("{}.mechanism_id", row) : "NULL";
}

/// Of rows that were never changed, each fact rests on the source of the row.
void find_unchanged(sqlite::Connection& connection, const schema::TrackedTable& table) {
  const model::Entity& entity = *model::entity_of_table(table.name);
  connection.run(
      fmt::format("INSERT INTO temp.unsourced_facts SELECT '{}', '{}', {}, {}, r.source_id, '' FROM main.{} AS r"
                  " WHERE (r.source_id IS NULL{}) AND NOT {}",
                  entity.name, entity.plural, schema::record_label(table, "r"), mechanism_id(entity, "r"), table.name,
                  or_called_unsourced(table, "r"), has_history(table, "r")));
}

bool is_called_unsourced(const std::vector<model::FieldColumn>& columns, const VersionedRow& row) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].field == "basis" && row.versions.back().values[i] == "unsourced") return true;
  }
  return false;
}

/// What of a row rests on no source, with commas between; kAll where all does.
std::string unsourced_fields(const schema::TrackedTable& table, const std::vector<model::FieldColumn>& columns,
                             const VersionedRow& row) {
  std::vector<std::string_view> fields;
  bool any_sourced = false;
  const auto add = [&](const Fact& fact, std::string_view field) {
    if (!fact.source) fields.push_back(field);
    any_sourced |= fact.source.has_value();
  };
  if (is_fact(table)) add(whole_row(row), model::entity_of_table(table.name)->name);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!is_fact(columns[i]) || is_in_key(table, columns[i]) || !row.versions.back().values[i]) continue;
    add(fact_of(row, i), columns[i].field);
  }
  if (fields.empty() && is_called_unsourced(columns, row)) return std::string(kAll);
  return fields.empty() || any_sourced ? fmt::format("{}", fmt::join(fields, ", ")) : std::string(kAll);
}

/// A row of which every version has a source has nothing without one, unless a merge brought it.
std::string rows_to_read(const schema::TrackedTable& table) {
  return fmt::format(
      "({0}) IN (SELECT {1} FROM main.{2} AS l WHERE {3} AND (l.source_id IS NULL{5} OR EXISTS (SELECT 1 FROM"
      " main.{2}_history AS n WHERE {4} AND (n.source_id IS NULL OR n.source_id NOT IN (SELECT id FROM main.sources)))"
      " OR EXISTS (SELECT 1 FROM main.merged_rows)))",
      schema::column_list(table.key, "r"), schema::column_list(table.key, "l"), table.name, has_history(table, "l"),
      table.same_key("n", "l"), or_called_unsourced(table, "l"));
}

void find_changed(sqlite::Connection& connection, const schema::TrackedTable& table) {
  const model::Entity& entity = *model::entity_of_table(table.name);
  const std::vector<model::FieldColumn> columns = model::field_columns(table);
  sqlite::Statement insert = connection.prepare(fmt::format(
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

bool needs_sources(const model::Entity& entity) {
  return entity.name != "source" && entity.name != "waiver";
}

bool belongs_to_mechanism(const model::Entity& entity) {
  return entity.field("mechanism") != nullptr && !entity.name.ends_with("-alias") && entity.name != "member";
}

void find_unsourced_facts(sqlite::Connection& connection) {
  connection.run("DROP TABLE IF EXISTS temp.unsourced_facts");
  connection.run(
      "CREATE TEMP TABLE unsourced_facts (entity TEXT, plural TEXT, key TEXT, mechanism_id INTEGER, source_id INTEGER, "
      "fields TEXT)");
  for (const schema::TrackedTable& table : schema::tracked_tables(connection)) {
    const model::Entity* entity = model::entity_of_table(table.name);
    if (entity == nullptr || !needs_sources(*entity)) continue;
    find_unchanged(connection, table);
    find_changed(connection, table);
  }
}

}  // namespace iscm::history
