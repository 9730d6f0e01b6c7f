#include "history/undo_refusals.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/names.hpp"
#include "model/sql_of.hpp"
#include "schema/derived.hpp"

namespace iscm::history {
namespace {

/// "row.id = ?2", over the whole key.
std::string key_is_bound(const schema::TrackedTable& table, std::string_view row) {
  std::string condition;
  int position = 2;
  for (const std::string& column : table.key) {
    condition += fmt::format("{}{}.{} = ?{}", condition.empty() ? "" : " AND ", row, column, position++);
  }
  return condition;
}

std::string tuple(const schema::TrackedTable& table, const std::vector<std::string>& terms, std::string_view row) {
  std::vector<std::string> seen;
  for (const std::string& term : terms) seen.push_back(schema::through(table, term, row));
  return fmt::format("({})", fmt::join(seen, ", "));
}

/// Every version of one row but those that lived only within a revision.
std::string versions(const schema::TrackedTable& table) {
  const std::string columns = schema::column_list(table.all_columns());
  return fmt::format(
      "(SELECT {1} FROM main.{0} AS r WHERE {2} UNION ALL"
      " SELECT {1} FROM main.{0}_history AS r WHERE {2} AND r.revision < r.replaced_by)",
      table.name, columns, key_is_bound(table, "r"));
}

}  // namespace

std::int64_t LaterChange::since(const schema::TrackedTable& table, const std::vector<std::string>& terms,
                                const std::vector<std::int64_t>& key) {
  return ask(fmt::format("SELECT min(v.revision) FROM {0} AS v WHERE v.revision > ?1 AND v.revision > ifnull("
                         "(SELECT max(w.revision) FROM {0} AS w JOIN main.{1} AS n ON {2} WHERE {3} IS NOT {4}), 0)",
                         versions(table), table.name, key_is_bound(table, "n"), tuple(table, terms, "w"),
                         tuple(table, terms, "n")),
             key);
}

std::int64_t LaterChange::removal(const schema::TrackedTable& table, const std::vector<std::int64_t>& key) {
  return ask(fmt::format("SELECT max(h.replaced_by) FROM main.{}_history AS h WHERE h.replaced_by > ?1 AND {}",
                         table.name, key_is_bound(table, "h")),
             key);
}

std::int64_t LaterChange::ask(const std::string& sql, const std::vector<std::int64_t>& key) {
  auto found = prepared_.find(sql);
  if (found == prepared_.end()) found = prepared_.emplace(sql, connection_.prepare(sql)).first;
  sqlite::Statement& statement = found->second;
  statement.bind(1, revision_);
  int position = 2;
  for (const std::int64_t part : key) statement.bind(position++, part);
  const std::int64_t answer = statement.step() ? statement.integer(0) : 0;
  statement.reset();
  return answer;
}

namespace {

/// A query of rows in conflict gives: label, key, whether the row is gone, and per column whether that conflicts.
struct RowInConflict {
  std::string record;
  std::vector<std::int64_t> key;
  bool gone = false;
  std::vector<std::string> columns;
};

RowInConflict read_row(const schema::TrackedTable& table, const sqlite::Statement& statement) {
  RowInConflict row;
  int at = 0;
  row.record = statement.text(at++);
  for (std::size_t i = 0; i < table.key.size(); ++i) row.key.push_back(statement.integer(at++));
  row.gone = statement.integer(at++) == 1;
  for (const std::string& column : table.columns) {
    if (statement.integer(at++) == 1) row.columns.push_back(column);
  }
  return row;
}

/// Rows that the revision left and a later one replaced. A column conflicts where the revision changed it (in a row
/// that it inserted: every column) and it no longer has the value that it was left with.
std::string changed_since(const schema::TrackedTable& table) {
  const std::string& key = table.key.front();
  std::string flags;
  std::string any = fmt::format("n.{0} IS NULL AND (b.{0} IS NULL OR ({1}) IS NOT ({2}))", key,
                                schema::column_list(table.columns, "b"), schema::column_list(table.columns, "a"));
  for (const std::string& column : table.columns) {
    const std::string flag =
        fmt::format("n.{0} IS NOT NULL AND (b.{0} IS NULL OR b.{1} IS NOT a.{1}) AND n.{1} IS NOT a.{1}", key, column);
    flags += ", " + flag;
    any += " OR " + flag;
  }
  const std::string to_go =
      fmt::format("EXISTS (SELECT 1 FROM temp.undo_{} AS u WHERE {})", table.name, table.same_key("u", "a"));
  return fmt::format(
      "SELECT {0}, {1}, n.{2} IS NULL{3} FROM main.{4}_history AS a"
      " LEFT JOIN main.{4} AS n ON {5} LEFT JOIN main.{4}_history AS b ON {6} AND {7}"
      " WHERE {8} AND (b.{2} IS NOT NULL OR n.{2} IS NULL OR {9}) AND ({10})",
      schema::record_label(table, "a"), schema::column_list(table.key, "a"), key, flags, table.name,
      table.same_key("n", "a"), table.same_key("b", "a"), is_before("b"), is_replaced_after("a"), to_go, any);
}

/// Rows that the revision deleted and a later one made again, otherwise.
std::string back_since(const schema::TrackedTable& table) {
  std::string flags;
  for (const std::string& column : table.columns) flags += fmt::format(", n.{0} IS NOT b.{0}", column);
  return fmt::format(
      "SELECT {}, {}, 0{} FROM main.{}_history AS b JOIN main.{} AS n ON {}"
      " WHERE {} AND n.revision > ?1 AND {} AND ({}) IS NOT ({})",
      schema::record_label(table, "b"), schema::column_list(table.key, "b"), flags, table.name, table.name,
      table.same_key("n", "b"), is_before("b"), has_no_replaced_after(table, "b"),
      schema::column_list(table.columns, "n"), schema::column_list(table.columns, "b"));
}

template <typename Report>
void for_each_row(const UndoPlan& plan, const schema::TrackedTable& table, const std::string& sql, Report report) {
  sqlite::Statement rows = plan.connection().prepare(sql);
  rows.bind(1, plan.revision());
  while (rows.step()) report(read_row(table, rows));
}

Conflict conflict(const schema::TrackedTable& table, const std::string& record, const std::string& column,
                  std::int64_t later, std::string_view what) {
  return {table.name, record, column, later,
          fmt::format("{} {}: {} by revision {}", model::entity_name(table.name), record, what, later)};
}

}  // namespace

std::vector<Conflict> value_conflicts(const UndoPlan& plan) {
  std::vector<Conflict> conflicts;
  LaterChange later(plan.connection(), plan.revision());
  for (const schema::TrackedTable& table : plan.touched()) {
    for_each_row(plan, table, changed_since(table), [&](const RowInConflict& row) {
      if (row.gone) conflicts.push_back(conflict(table, row.record, {}, later.removal(table, row.key), "was removed"));
      for (const std::string& column : row.columns) {
        conflicts.push_back(conflict(table, row.record, column, later.since(table, {column}, row.key),
                                     fmt::format("{} was changed", model::field_name(table.name, column))));
      }
    });
    for_each_row(plan, table, back_since(table), [&](const RowInConflict& row) {
      for (const std::string& column : row.columns) {
        conflicts.push_back(
            conflict(table, row.record, column, later.since(table, {column}, row.key),
                     fmt::format("was added again with another {}", model::field_name(table.name, column))));
      }
    });
  }
  return conflicts;
}

namespace {

class RuleConflicts {
public:
  explicit RuleConflicts(const UndoPlan& plan) : plan_(plan), later_(plan.connection(), plan.revision()) {}

  std::vector<Conflict> find() {
    for (const schema::TrackedTable& table : plan_.touched()) {
      for (const auto& terms : table.unique_keys) find_taken(table, terms);
      for (const schema::ForeignKey& key : table.foreign_keys) {
        find_orphans(table, key);
      }
      if (table.has_parent()) find_cycles(table);
      for (const schema::Reference& reference : table.referenced_by) find_referring(table, reference);
    }
    return std::move(conflicts_);
  }

private:
  void find_taken(const schema::TrackedTable& table, const std::vector<std::string>& terms);
  void find_orphans(const schema::TrackedTable& table, const schema::ForeignKey& key);
  void find_referring(const schema::TrackedTable& table, const schema::Reference& reference);
  void find_cycles(const schema::TrackedTable& table);

  /// "NOT EXISTS" a row of temp.undo_T with the key of `row`, where there is such a table.
  [[nodiscard]] std::string stays(const schema::TrackedTable& table, std::string_view row,
                                  std::string_view but = {}) const {
    if (!plan_.touches(table.name)) return "1";
    return fmt::format("NOT EXISTS (SELECT 1 FROM temp.undo_{} AS u WHERE {}{})", table.name, table.same_key("u", row),
                       but);
  }

  void add(const schema::TrackedTable& table, std::string record, std::string column, std::int64_t later,
           std::string what) {
    std::string message = fmt::format("{} {}: {}", model::entity_name(table.name), record, what);
    conflicts_.push_back({table.name, std::move(record), std::move(column), later, std::move(message)});
  }

  const UndoPlan& plan_;
  LaterChange later_;
  std::vector<Conflict> conflicts_;
};

std::vector<std::int64_t> read_key(const schema::TrackedTable& table, const sqlite::Statement& statement, int at) {
  std::vector<std::int64_t> key;
  for (std::size_t i = 0; i < table.key.size(); ++i) key.push_back(statement.integer(at++));
  return key;
}

std::string same_terms(const schema::TrackedTable& table, const std::vector<std::string>& terms) {
  std::string same;
  for (const std::string& term : terms) {
    same += fmt::format("{}{} = {}", same.empty() ? "" : " AND ", schema::through(table, term, "x"),
                        schema::through(table, term, "t"));
  }
  return same;
}

/// The columns that the terms of a key are made of: code; mechanism_id, member_id, role and valid_from.
std::vector<std::string> key_columns(const schema::TrackedTable& table, const std::vector<std::string>& terms) {
  std::vector<std::string> columns;
  for (const std::string& column : table.columns) {
    const bool used = std::any_of(terms.begin(), terms.end(), [&](const std::string& term) {
      return schema::through(table, term, "x").find("x." + column) != std::string::npos;
    });
    if (used) columns.push_back(column);
  }
  return columns;
}

/// Another row has the unique key: one that stays as it is, or one that the plan changes to the same key.
void RuleConflicts::find_taken(const schema::TrackedTable& table, const std::vector<std::string>& terms) {
  const std::vector<std::string> columns = key_columns(table, terms);
  std::vector<std::string> fields;
  for (const std::string& column : columns) fields.push_back(model::field_name(table.name, column));
  const auto search = [&](const std::string& others, const std::string& condition) {
    sqlite::Statement rows = plan_.connection().prepare(fmt::format(
        "SELECT {}, {} FROM temp.undo_{} AS t CROSS JOIN {} AS x WHERE t.undo_action <> 'delete' AND {} AND NOT ({})"
        " AND {}",
        schema::record_label(table, "t"), schema::column_list(table.key, "x"), table.name, others,
        same_terms(table, terms), table.same_key("x", "t"), condition));
    while (rows.step()) {
      const std::int64_t later = later_.since(table, terms, read_key(table, rows, 1));
      add(table, rows.text(0), schema::column_list(columns), later,
          fmt::format("its {} is that of another row since revision {}", schema::column_list(fields), later));
    }
  };
  search("main." + table.name, stays(table, "x"));
  search("temp.undo_" + table.name, "x.undo_action <> 'delete'");
}

/// The plan gives a row a parent that is not there.
void RuleConflicts::find_orphans(const schema::TrackedTable& table, const schema::ForeignKey& key) {
  std::string absent = fmt::format("NOT EXISTS (SELECT 1 FROM main.{} AS p WHERE p.id = t.{})", key.parent, key.column);
  if (plan_.touches(key.parent)) {
    absent = fmt::format(
        "CASE (SELECT undo_action FROM temp.undo_{} AS u WHERE u.id = t.{})"
        " WHEN 'insert' THEN 0 WHEN 'delete' THEN 1 ELSE {} END",
        key.parent, key.column, absent);
  }
  // Where an update leaves the column alone, find_referring() tells of the parent that would go.
  sqlite::Statement rows =
      plan_.connection().prepare(fmt::format("SELECT {}, t.{} FROM temp.undo_{} AS t WHERE t.undo_action <> 'delete' "
                                             "AND t.{} IS NOT NULL AND {} AND NOT EXISTS"
                                             " (SELECT 1 FROM main.{} AS n WHERE {} AND n.{} IS t.{})",
                                             schema::record_label(table, "t"), key.column, table.name, key.column,
                                             absent, table.name, table.same_key("n", "t"), key.column, key.column));
  const auto parent = std::find_if(plan_.tables().begin(), plan_.tables().end(),
                                   [&](const schema::TrackedTable& candidate) { return candidate.name == key.parent; });
  while (rows.step()) {
    const std::int64_t later = later_.removal(*parent, {rows.integer(1)});
    add(table, rows.text(0), key.column, later,
        fmt::format("what its {} named was removed by revision {}", model::field_name(table.name, key.column), later));
  }
}

/// A row that the plan deletes is named by one that stays: deleting both would lose a later fact. Only rows changed
/// since can be in the way: the revision itself gave every other that names its new row, and so the plan takes it back.
void RuleConflicts::find_referring(const schema::TrackedTable& table, const schema::Reference& reference) {
  const auto child =
      std::find_if(plan_.tables().begin(), plan_.tables().end(),
                   [&](const schema::TrackedTable& candidate) { return candidate.name == reference.table; });
  if (child == plan_.tables().end()) return;
  // Most often nothing came later, and then there is nothing to look for.
  if (!plan_.connection().integer(fmt::format("SELECT 1 FROM main.{} WHERE revision > ? LIMIT 1", child->name),
                                  plan_.revision())) {
    return;
  }
  const std::string but = fmt::format(" AND (u.undo_action = 'delete' OR u.{} IS NOT t.id)", reference.column);
  sqlite::Statement rows = plan_.connection().prepare(fmt::format(
      "SELECT (SELECT {} FROM main.{} AS n WHERE n.id = t.id), {}, {} FROM temp.undo_{} AS t CROSS JOIN main.{} AS s"
      " WHERE t.undo_action = 'delete'"
      " AND s.{} = t.id AND s.revision > ?1 AND {}",
      schema::record_label(table, "n"), table.name, schema::record_label(*child, "s"),
      schema::column_list(child->key, "s"), table.name, child->name, reference.column, stays(*child, "s", but)));
  rows.bind(1, plan_.revision());
  while (rows.step()) {
    const std::int64_t later = later_.since(*child, {reference.column}, read_key(*child, rows, 2));
    add(table, rows.text(0), {}, later,
        fmt::format("{} {} names it as its {} since revision {}", model::entity_name(child->name), rows.text(1),
                    model::field_name(child->name, reference.column), later));
  }
}

/// Above a row that the plan gives a parent stands the row itself.
void RuleConflicts::find_cycles(const schema::TrackedTable& table) {
  sqlite::Statement rows = plan_.connection().prepare(fmt::format(
      "WITH RECURSIVE above (start, id) AS ("
      "  SELECT id, parent_id FROM temp.undo_{0} WHERE undo_action <> 'delete' AND parent_id IS NOT NULL"
      "  UNION SELECT a.start, CASE WHEN u.id IS NULL THEN n.parent_id ELSE u.parent_id END FROM above AS a"
      "  LEFT JOIN temp.undo_{0} AS u ON u.id = a.id LEFT JOIN main.{0} AS n ON n.id = a.id WHERE a.id IS NOT NULL)"
      " SELECT {1}, t.id, a.id FROM above AS a JOIN temp.undo_{0} AS t ON t.id = a.start WHERE a.id IS NOT NULL"
      " AND EXISTS (SELECT 1 FROM above AS c WHERE c.start = a.start AND c.id = a.start) ORDER BY t.id",
      table.name, schema::record_label(table, "t")));
  std::int64_t start = 0;
  std::string record;
  std::int64_t later = 0;
  const auto report = [&] {
    if (start == 0) return;
    add(table, record, "parent_id", later, fmt::format("revision {} put its former parent below it", later));
  };
  while (rows.step()) {
    if (rows.integer(1) != start) {
      report();
      start = rows.integer(1);
      record = rows.text(0);
      later = 0;
    }
    later = std::max(later, later_.since(table, {"parent_id"}, {rows.integer(2)}));
  }
  report();
}

}  // namespace

std::vector<Conflict> rule_conflicts(const UndoPlan& plan) {
  return RuleConflicts(plan).find();
}

namespace {

/// The table of this name; null where the plan does not touch it.
const schema::TrackedTable* touched_table(const UndoPlan& plan, std::string_view name) {
  for (const schema::TrackedTable& table : plan.touched()) {
    if (table.name == name) return &table;
  }
  return nullptr;
}

/// Names that would be there again: table_name, record (whose name it is), label (of the row), field, column, folded.
std::string names_that_return(const UndoPlan& plan, const model::Entity& entity) {
  std::string all;
  for (const model::NameQuery& query : model::name_queries(entity)) {
    const schema::TrackedTable* table = touched_table(plan, query.table);
    if (table == nullptr) continue;
    all += fmt::format(
        "{}SELECT '{}' AS table_name, t.{} AS record, {} AS label, {} AS called, {} AS name, {} AS folded"
        " FROM (SELECT * FROM temp.undo_{} WHERE undo_action <> 'delete') AS t WHERE {}",
        all.empty() ? "" : " UNION ALL ", table->name, query.id, schema::record_label(*table, "t"),
        model::quoted(query.called), query.written, query.key, table->name, query.filled);
  }
  return all;
}

/// Names that records of this entity were given after the revision, in rows that the plan leaves alone.
std::string names_since(const UndoPlan& plan, const model::Entity& entity) {
  std::string all;
  for (const model::NameQuery& query : model::name_queries(entity)) {
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
std::string has_it_now(const model::Entity& entity) {
  std::string any;
  for (const model::NameQuery& query : model::name_queries(entity)) {
    any += fmt::format("{}EXISTS (SELECT 1 FROM main.{} WHERE {} = r.record AND {} AND {} = r.folded)",
                       any.empty() ? "" : " OR ", query.table, query.id, query.filled, query.key);
  }
  return any;
}

void find_taken(const UndoPlan& plan, const model::Entity& entity, std::vector<Conflict>& conflicts) {
  const std::string returning = names_that_return(plan, entity);
  if (returning.empty()) return;
  sqlite::Statement rows = plan.connection().prepare(fmt::format(
      "WITH since AS MATERIALIZED ({})"
      " SELECT r.table_name, r.label, r.called, r.name, (SELECT code FROM main.{} WHERE id = s.record), s.revision"
      " FROM ({}) AS r JOIN since AS s ON s.folded = r.folded AND s.record <> r.record WHERE NOT ({})"
      " GROUP BY r.table_name, r.label, r.folded, s.record ORDER BY 1, 2, 6",
      names_since(plan, entity), entity.table, returning, has_it_now(entity)));
  while (rows.step()) {
    conflicts.push_back(
        {rows.text(0), rows.text(1), rows.text(2), rows.integer(5),
         fmt::format("{} {}: its {} \"{}\" is a name of the {} {} since revision {}", model::entity_name(rows.text(0)),
                     rows.text(1), rows.text(2), rows.text(3), entity.name, rows.text(4), rows.integer(5))});
  }
}

}  // namespace

std::vector<Conflict> name_conflicts(const UndoPlan& plan) {
  std::vector<Conflict> conflicts;
  for (const model::Entity& entity : model::entities()) {
    if (entity.has_code()) find_taken(plan, entity, conflicts);
  }
  return conflicts;
}

}  // namespace iscm::history
