#include "history/versions.hpp"

#include <fmt/format.h>

#include <map>

#include "history/at_time.hpp"
#include "model/sql_of.hpp"
#include "schema/derived.hpp"

namespace iscm::history {
namespace {

/// The source into which ?1 was merged up to revision ?2 (0: now), by a merge or by the undoing of its undoing.
constexpr std::string_view kMergedInto = R"(
WITH RECURSIVE ended (revision) AS (
  SELECT max(replaced_by) FROM main.sources_history WHERE id = ?1 AND (?2 = 0 OR replaced_by <= ?2)
  UNION
  SELECT undone.undoes FROM ended JOIN main.revisions AS r ON r.id = ended.revision
  JOIN main.revisions AS undone ON undone.id = r.undoes WHERE undone.undoes IS NOT NULL
)
SELECT into_key1 FROM main.merged_rows JOIN ended USING (revision)
WHERE table_name = 'sources' AND from_key1 = ?1 ORDER BY revision DESC LIMIT 1)";

/// Maps each source to what it is now: merged ones are resolved, removed ones null.
class CurrentSources {
public:
  CurrentSources(sqlite::Connection& connection, std::int64_t until) : connection_(connection), until_(until) {}

  std::optional<std::int64_t> operator()(std::int64_t source) {
    const auto known = known_.find(source);
    if (known != known_.end()) return known->second;
    return known_[source] = find(source);
  }

private:
  /// Without "main.": sources as of the time shown (at_time.hpp).
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
  const std::string is_live =
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
  std::vector<std::string> order;
  for (std::size_t i = 1; i <= table.key.size(); ++i) order.push_back(std::to_string(i));
  order.push_back(std::to_string(table.key.size() + 2));  // the revision
  return fmt::format(
      "{} UNION ALL {} ORDER BY {}", select("main." + table.name, "NULL", ""),
      select("main." + table.name + "_history", "r.replaced_by", " AND r.revision < r.replaced_by" + is_live),
      model::joined(order));
}

/// Finds the rows that were merged into others. Few tables have any, so each table is asked once.
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
  /// If a merge names a source itself, that is the source of the values from then on.
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

  /// What happened to such a row later, after the merge was undone, does not concern this one.
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
                  Wanted wanted, const std::function<void(const VersionedRow&)>& visit) {
  sqlite::Statement rows = connection.prepare(versions_query(table, condition, wanted));
  const std::vector<model::FieldColumn> columns = model::field_columns(table);
  const Merges merges(connection, table);
  CurrentSources current(connection, wanted.until);
  VersionedRow row;
  const auto finish_row = [&] {
    if (row.versions.empty()) return;
    const std::int64_t end = row.versions.back().replaced_by;
    if (!wanted.removed && end != 0 && end <= wanted.until) return;
    merges.add_to(row);
    visit(row);
  };
  while (rows.step()) {
    std::vector<std::int64_t> key;
    int at = 0;
    for (; at < static_cast<int>(table.key.size()); ++at) key.push_back(rows.integer(at));
    if (key != row.key) {
      finish_row();
      row = {std::move(key), {}, {}};
    }
    row.record = rows.text(at++);
    Version& version = row.versions.emplace_back();
    read_version(rows, columns.size(), at, version);
    if (version.source) version.source = current(*version.source);
    if (row.versions.size() == 1) continue;
    version.only_sourced = differs_in_source_alone(columns, row.versions[row.versions.size() - 2], version);
  }
  finish_row();
}

std::string has_history(const schema::TrackedTable& table, std::string_view row) {
  return fmt::format(
      "(EXISTS (SELECT 1 FROM main.{0}_history AS h WHERE {1}) OR EXISTS (SELECT 1 FROM main.merged_rows AS x"
      " WHERE x.table_name = {2} AND x.into_key1 = {3}.{4} AND x.into_key2 = {3}.{5}))",
      table.name, table.same_key("h", row), model::quoted(table.name), row, table.key.front(), table.key.back());
}

std::vector<std::int64_t> sources_that_became(sqlite::Connection& connection, std::int64_t source, std::int64_t until) {
  std::vector<std::int64_t> all = {source};
  CurrentSources current(connection, until);
  sqlite::Statement gone =
      connection.prepare("SELECT DISTINCT from_key1 FROM main.merged_rows WHERE table_name = 'sources'");
  while (gone.step()) {
    if (gone.integer(0) != source && current(gone.integer(0)) == source) all.push_back(gone.integer(0));
  }
  return all;
}

}  // namespace iscm::history
