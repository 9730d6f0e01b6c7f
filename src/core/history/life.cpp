#include "core/history/life.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/history/told.hpp"

namespace iscm::core {
namespace {

using db::column_list;
using db::TrackedTable;

/// The column by which rows of `table` belong to records of `owner`; empty where they do not.
std::string owning_column(const TrackedTable& table, const TrackedTable& owner) {
  const Entity* entity = entity_of_table(table.name);
  if (entity != nullptr && entity->has_code()) return {};
  const bool is_list = table.key.size() > 1;
  for (const db::ForeignKey& key : table.foreign_keys) {
    if (key.parent != owner.name || key.column == source_field().column) continue;
    if (is_list && key.column != table.key.front()) continue;
    return key.column;
  }
  return {};
}

}  // namespace

void gather_life(db::Connection& connection, const TrackedTable& table, const std::string& live,
                 const std::string& history) {
  const std::string columns = column_list(table.all_columns(), "r");
  std::string sql;
  if (!live.empty())
    sql = fmt::format("SELECT {}, NULL AS replaced_by FROM main.{} AS r WHERE {}", columns, table.name, live);
  if (!history.empty()) {
    sql += fmt::format("{}SELECT {}, replaced_by FROM main.{}_history AS r WHERE r.revision < r.replaced_by AND {}",
                       sql.empty() ? "" : " UNION ALL ", columns, table.name, history);
  }
  connection.run(fmt::format("DROP TABLE IF EXISTS temp.life_{}", table.name));
  connection.run(fmt::format("CREATE TEMP TABLE life_{} AS {}", table.name, sql));
  for (const std::string_view end : {"revision", "replaced_by"}) {
    connection.run(
        fmt::format("CREATE INDEX temp.life_{0}_{1} ON life_{0} ({2}, {1})", table.name, end, column_list(table.key)));
  }
}

std::string life_changes(const TrackedTable& table, std::int64_t revision, const std::string& column) {
  const std::string life = fmt::format("temp.life_{}", table.name);
  const std::string same = table.same_key("b", "a");
  const auto only = [&](std::string_view end) {
    return revision == 0 ? std::string() : fmt::format(" AND {} = {}", end, revision);
  };
  return change_rows(
      table, {.added = fmt::format("{0} AS a WHERE NOT EXISTS (SELECT 1 FROM {0} AS b WHERE {1} AND b.replaced_by = "
                                   "a.revision){2}",
                                   life, same, only("a.revision")),
              .changed = fmt::format("{0} AS b JOIN {0} AS a ON {1} AND a.revision = b.replaced_by WHERE 1{2}", life,
                                     same, only("a.revision")),
              .removed = fmt::format("{0} AS b WHERE b.replaced_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {0} AS a "
                                     "WHERE {1} AND a.revision = b.replaced_by){2}",
                                     life, same, only("b.replaced_by")),
              .more = "a.revision AS revision, ",
              .more_of_removed = "b.replaced_by AS revision, ",
              .column = column});
}

std::vector<LinkedRows> linked_rows(db::Connection& connection, const KeyedRows& rows) {
  std::vector<LinkedRows> linked;
  if (!rows.entity->has_code()) return linked;
  std::vector<std::int64_t> ids;
  for (const std::vector<std::int64_t>& key : rows.keys) ids.push_back(key.front());
  for (TrackedTable& table : db::tracked_tables(connection)) {
    const std::string owner = owning_column(table, rows.table);
    if (owner.empty()) continue;
    const std::string is_owned = fmt::format("{} IN ({})", owner, fmt::join(ids, ", "));
    // A link that moved to another record has the life of both: the whole of it is told.
    std::string condition =
        table.key.size() > 1
            ? "r." + is_owned
            : fmt::format("r.id IN (SELECT id FROM main.{0} WHERE {1} UNION SELECT id FROM main.{0}_history WHERE {1})",
                          table.name, is_owned);
    linked.push_back({std::move(table), std::move(condition)});
  }
  return linked;
}

}  // namespace iscm::core
