#include "core/history/facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "db/derived.hpp"

namespace iscm::core {
namespace {

using db::column_list;
using db::TrackedTable;

constexpr std::string_view kNoFacts[] = {"code", "note", "position", "published_name", "basis", "source"};

/// Whether the row stood without a break between these two versions, or an undo brought it back.
bool follows(const Version& earlier, const Version& later) {
  return earlier.replaced_by == later.revision || later.undoes == earlier.replaced_by;
}

std::size_t set_by(const std::vector<Version>& versions, std::size_t column, std::size_t at) {
  const auto& value = versions[at].values[column];
  std::size_t first = at;
  while (first > 0 && versions[first - 1].values[column] == value && follows(versions[first - 1], versions[first])) {
    --first;
  }
  if (versions[first].undoes == 0) return first;
  for (std::size_t earlier = first; earlier-- > 0;) {
    if (versions[earlier].replaced_by == versions[first].undoes && versions[earlier].values[column] == value) {
      return set_by(versions, column, earlier);
    }
  }
  return first;
}

std::optional<std::int64_t> source_since(const std::vector<Version>& versions, std::size_t set_by) {
  std::optional<std::int64_t> source = versions[set_by].source;
  for (std::size_t at = set_by + 1; at < versions.size() && !source; ++at) {
    if (versions[at].only_sourced && versions[at].undoes == 0) source = versions[at].source;
  }
  return source;
}

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

std::string versions_query(const TrackedTable& table, const std::string& condition, bool removed) {
  std::string columns;
  for (const ToldColumn& column : told_columns(table)) columns += ", r." + column.column;
  const std::string key = column_list(table.key, "r");
  const std::string stands =
      removed ? std::string()
              : fmt::format(" AND EXISTS (SELECT 1 FROM main.{} AS n WHERE {})", table.name, table.same_key("n", "r"));
  const auto select = [&](std::string_view from, std::string_view replaced_by, const std::string& more) {
    return fmt::format(
        "SELECT {}, {}, r.revision, {}, (SELECT undoes FROM main.revisions WHERE id = r.revision),"
        " r.source_id{} FROM {} AS r WHERE ({}){}",
        key, db::record_label(table, "r"), replaced_by, columns, from, condition, more);
  };
  const std::size_t keys = table.key.size();
  std::string order;
  for (std::size_t i = 1; i <= keys; ++i) order += fmt::format("{}, ", i);
  return fmt::format(
      "{} UNION ALL {} ORDER BY {}{}", select("main." + table.name, "NULL", ""),
      select("main." + table.name + "_history", "r.replaced_by", " AND r.revision < r.replaced_by" + stands), order,
      keys + 2);
}

}  // namespace

Fact fact_of(const std::vector<Version>& versions, std::size_t column) {
  const std::size_t first = set_by(versions, column, versions.size() - 1);
  return {first, source_since(versions, first)};
}

Fact whole_row(const std::vector<Version>& versions) {
  std::size_t first = versions.size() - 1;
  while (first > 0 && follows(versions[first - 1], versions[first])) --first;
  return {first, source_since(versions, first)};
}

void for_each_row(db::Connection& connection, const TrackedTable& table, const std::string& condition, bool removed,
                  const std::function<void(const VersionedRow&)>& give) {
  db::Statement rows = connection.prepare(versions_query(table, condition, removed));
  const std::vector<ToldColumn> columns = told_columns(table);
  VersionedRow row;
  while (rows.step()) {
    std::vector<std::int64_t> key;
    int at = 0;
    for (; at < static_cast<int>(table.key.size()); ++at) key.push_back(rows.integer(at));
    if (key != row.key) {
      if (!row.versions.empty()) give(row);
      row = {std::move(key), {}, {}};
    }
    row.record = rows.text(at++);
    Version& version = row.versions.emplace_back();
    read_version(rows, columns.size(), at, version);
    if (row.versions.size() == 1) continue;
    version.only_sourced = differs_in_source_alone(columns, row.versions[row.versions.size() - 2], version);
  }
  if (!row.versions.empty()) give(row);
}

bool is_fact(const ToldColumn& column) {
  return std::find(std::begin(kNoFacts), std::end(kNoFacts), column.field) == std::end(kNoFacts);
}

bool is_fact(const TrackedTable& table) {
  const Entity* entity = entity_of_table(table.name);
  return entity == nullptr || !entity->has_code();
}

bool is_in_key(const TrackedTable& table, const ToldColumn& column) {
  const Entity* entity = entity_of_table(table.name);
  if (entity == nullptr || entity->has_code()) return false;
  const auto names = words(entity->key);
  return std::find(names.begin(), names.end(), column.field) != names.end();
}

}  // namespace iscm::core
