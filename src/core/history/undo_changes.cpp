#include "core/history/undo_changes.hpp"

#include <fmt/format.h>

#include <set>

namespace iscm::core {
namespace {

using db::column_list;
using db::TrackedTable;

std::string same_values(const TrackedTable& table) {
  return fmt::format("({}) IS ({})", column_list(table.columns, "b"), column_list(table.columns, "a"));
}

/// The plan holds the values that a row would have, the table those that it has. Only so many of its rows are looked
/// at: what people call 100,000 rows takes as long to find out as to undo them.
VersionPairs pairs(const TrackedTable& table, std::int64_t most) {
  const std::string plan =
      fmt::format("(SELECT * FROM temp.undo_{} ORDER BY {} LIMIT {})", table.name, column_list(table.key), most);
  const std::string both = fmt::format("main.{} AS b ON {}", table.name, table.same_key("b", "a"));
  return {.added = fmt::format("{} AS a WHERE a.undo_action = 'insert'", plan),
          .changed = fmt::format("{} AS a JOIN {} WHERE a.undo_action = 'update'", plan, both),
          .removed = fmt::format("{} AS a JOIN {} WHERE a.undo_action = 'delete'", plan, both)};
}

std::int64_t count_rows(const UndoPlan& plan, const TrackedTable& table) {
  return plan.connection()
      .integer(fmt::format("SELECT count(*) FROM temp.undo_{} AS a WHERE a.undo_action <> 'update' OR NOT EXISTS"
                           " (SELECT 1 FROM main.{} AS b WHERE {} AND {})",
                           table.name, table.name, table.same_key("b", "a"), same_values(table)))
      .value_or(0);
}

}  // namespace

PlannedChanges planned_changes(const UndoPlan& plan, std::int64_t limit) {
  PlannedChanges changes;
  std::set<std::pair<std::string, std::string>> told;
  for (const TrackedTable& table : plan.touched()) {
    changes.total += count_rows(plan, table);
    const std::int64_t room = limit - static_cast<std::int64_t>(changes.first.size());
    if (room <= 0) continue;
    db::Statement rows = plan.connection().prepare(
        fmt::format("{} ORDER BY record, place LIMIT ?", change_rows(table, pairs(table, room))));
    rows.bind(1, room);
    while (rows.step()) {
      changes.first.push_back(read_change(rows));
      told.emplace(changes.first.back().entity, changes.first.back().record);
    }
  }
  changes.left_out = changes.total - static_cast<std::int64_t>(told.size());
  return changes;
}

}  // namespace iscm::core
