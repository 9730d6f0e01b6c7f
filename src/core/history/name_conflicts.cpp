#include <fmt/format.h>

#include "core/history/told.hpp"
#include "core/history/undo_conflicts.hpp"
#include "core/names.hpp"
#include "core/sql_text.hpp"
#include "db/derived.hpp"

namespace iscm::core {
namespace {

using db::TrackedTable;

/// The table of this name; null where the plan does not touch it.
const TrackedTable* touched_table(const UndoPlan& plan, std::string_view name) {
  for (const TrackedTable& table : plan.touched()) {
    if (table.name == name) return &table;
  }
  return nullptr;
}

/// Names that would be there again: table_name, record (whose name it is), label (of the row), field, column, folded.
std::string names_that_return(const UndoPlan& plan, const Entity& entity) {
  std::string all;
  for (const NameQuery& query : name_queries(entity)) {
    const TrackedTable* table = touched_table(plan, query.table);
    if (table == nullptr) continue;
    all += fmt::format(
        "{}SELECT '{}' AS table_name, t.{} AS record, {} AS label, {} AS called, {} AS name, {} AS folded"
        " FROM (SELECT * FROM temp.undo_{} WHERE undo_action <> 'delete') AS t WHERE {}",
        all.empty() ? "" : " UNION ALL ", table->name, query.id, db::record_label(*table, "t"), quoted(query.called),
        query.written, query.key, table->name, query.filled);
  }
  return all;
}

/// Names that records of this entity were given after the revision, in rows that the plan leaves alone.
std::string names_since(const UndoPlan& plan, const Entity& entity) {
  std::string all;
  for (const NameQuery& query : name_queries(entity)) {
    const std::string stays = plan.touches(query.table)
                                  ? fmt::format("id NOT IN (SELECT id FROM temp.undo_{})", query.table)
                                  : std::string("1");
    all += fmt::format(
        "{0}SELECT record, folded, revision FROM (SELECT id AS row_id, {1} AS record, {2} AS folded, revision"
        " FROM main.{3} WHERE revision > {4} AND {5} AND {6}) AS x WHERE NOT EXISTS (SELECT 1 FROM main.{3}_history"
        " WHERE id = x.row_id AND {2} = x.folded AND revision <= {4} AND replaced_by > {4})",
        all.empty() ? "" : " UNION ALL ", query.id, query.key, query.table, plan.revision(), query.filled, stays);
  }
  return all;
}

/// Whether the record of returning name r is called so anyway.
std::string has_it_now(const Entity& entity) {
  std::string any;
  for (const NameQuery& query : name_queries(entity)) {
    any += fmt::format("{}EXISTS (SELECT 1 FROM main.{} WHERE {} = r.record AND {} AND {} = r.folded)",
                       any.empty() ? "" : " OR ", query.table, query.id, query.filled, query.key);
  }
  return any;
}

void find_taken(const UndoPlan& plan, const Entity& entity, std::vector<Conflict>& conflicts) {
  const std::string returning = names_that_return(plan, entity);
  if (returning.empty()) return;
  db::Statement rows = plan.connection().prepare(fmt::format(
      "WITH since AS MATERIALIZED ({})"
      " SELECT r.table_name, r.label, r.called, r.name, (SELECT code FROM main.{} WHERE id = s.record), s.revision"
      " FROM ({}) AS r JOIN since AS s ON s.folded = r.folded AND s.record <> r.record WHERE NOT ({})"
      " GROUP BY r.table_name, r.label, r.folded, s.record ORDER BY 1, 2, 6",
      names_since(plan, entity), entity.table, returning, has_it_now(entity)));
  while (rows.step()) {
    conflicts.push_back(
        {rows.text(0), rows.text(1), rows.text(2), rows.integer(5),
         fmt::format("{} {}: its {} \"{}\" is a name of the {} {} since revision {}", told_table(rows.text(0)),
                     rows.text(1), rows.text(2), rows.text(3), entity.name, rows.text(4), rows.integer(5))});
  }
}

}  // namespace

std::vector<Conflict> name_conflicts(const UndoPlan& plan) {
  std::vector<Conflict> conflicts;
  for (const Entity& entity : entities()) {
    if (entity.has_code()) find_taken(plan, entity, conflicts);
  }
  return conflicts;
}

}  // namespace iscm::core
