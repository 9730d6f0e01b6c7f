#include "core/history/versions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/history/told.hpp"
#include "core/sql_text.hpp"
#include "db/derived.hpp"

namespace iscm::core {
namespace {

using db::column_list;
using db::TrackedTable;

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
  StandingSources(db::Connection& connection, std::int64_t until) : connection_(connection), until_(until) {}

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

  db::Connection& connection_;
  std::int64_t until_;
  std::map<std::int64_t, std::optional<std::int64_t>> known_;
};

bool differs_in_source_alone(const std::vector<ToldColumn>& columns, const Version& before, const Version& after) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].column != source_field().column && before.values[i] != after.values[i]) return false;
  }
  return before.source != after.source;
}

void read_version(const db::Statement& rows, std::size_t columns, int at, Version& version) {
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

std::string versions_query(const TrackedTable& table, const std::string& condition, Wanted wanted) {
  std::string columns;
  for (const ToldColumn& column : told_columns(table)) columns += ", r." + column.column;
  const std::string key = column_list(table.key, "r");
  const std::string stands =
      wanted.removed || wanted.until != 0
          ? std::string()
          : fmt::format(" AND EXISTS (SELECT 1 FROM main.{} AS n WHERE {})", table.name, table.same_key("n", "r"));
  const std::string until = wanted.until == 0 ? "" : fmt::format(" AND r.revision <= {}", wanted.until);
  const auto select = [&](std::string_view from, std::string_view replaced_by, const std::string& more) {
    return fmt::format(
        "SELECT {}, {}, r.revision, {}, (SELECT undoes FROM main.revisions WHERE id = r.revision),"
        " r.source_id{} FROM {} AS r WHERE ({}){}{}",
        key, db::record_label(table, "r"), replaced_by, columns, from, condition, until, more);
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
  Merges(db::Connection& connection, const TrackedTable& table)
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
    const Entity* entity = entity_of_table(table_.name);
    const bool is_record = entity != nullptr && entity->has_code();
    db::Statement found = connection_.prepare(
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

  db::Connection& connection_;
  const TrackedTable& table_;
  bool any_;
};

}  // namespace

void for_each_row(db::Connection& connection, const TrackedTable& table, const std::string& condition, Wanted wanted,
                  const std::function<void(const VersionedRow&)>& give) {
  db::Statement rows = connection.prepare(versions_query(table, condition, wanted));
  const std::vector<ToldColumn> columns = told_columns(table);
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

std::string has_history(const TrackedTable& table, std::string_view row) {
  return fmt::format(
      "(EXISTS (SELECT 1 FROM main.{0}_history AS h WHERE {1}) OR EXISTS (SELECT 1 FROM main.merged_rows AS x"
      " WHERE x.table_name = {2} AND x.into_key1 = {3}.{4} AND x.into_key2 = {3}.{5}))",
      table.name, table.same_key("h", row), quoted(table.name), row, table.key.front(), table.key.back());
}

std::vector<std::int64_t> sources_that_became(db::Connection& connection, std::int64_t source, std::int64_t until) {
  std::vector<std::int64_t> all = {source};
  StandingSources standing(connection, until);
  db::Statement gone =
      connection.prepare("SELECT DISTINCT from_key1 FROM main.merged_rows WHERE table_name = 'sources'");
  while (gone.step()) {
    if (gone.integer(0) != source && standing(gone.integer(0)) == source) all.push_back(gone.integer(0));
  }
  return all;
}

}  // namespace iscm::core
