#include <fmt/format.h>

#include <algorithm>

#include "core/history/later_change.hpp"
#include "core/history/told.hpp"
#include "core/history/undo_conflicts.hpp"
#include "db/derived.hpp"

namespace iscm::core {
namespace {

using db::column_list;
using db::TrackedTable;

class RuleConflicts {
public:
  explicit RuleConflicts(const UndoPlan& plan) : plan_(plan), later_(plan.connection(), plan.revision()) {}

  std::vector<Conflict> find() {
    for (const TrackedTable& table : plan_.touched()) {
      for (const auto& terms : table.unique_keys) find_taken(table, terms);
      for (const db::ForeignKey& key : table.foreign_keys) {
        find_orphans(table, key);
      }
      if (table.has_parent()) find_cycles(table);
      for (const db::Reference& reference : table.referenced_by) find_referring(table, reference);
    }
    return std::move(conflicts_);
  }

private:
  void find_taken(const TrackedTable& table, const std::vector<std::string>& terms);
  void find_orphans(const TrackedTable& table, const db::ForeignKey& key);
  void find_referring(const TrackedTable& table, const db::Reference& reference);
  void find_cycles(const TrackedTable& table);

  /// "NOT EXISTS" a row of temp.undo_T with the key of `row`, where there is such a table.
  [[nodiscard]] std::string stays(const TrackedTable& table, std::string_view row, std::string_view but = {}) const {
    if (!plan_.touches(table.name)) return "1";
    return fmt::format("NOT EXISTS (SELECT 1 FROM temp.undo_{} AS u WHERE {}{})", table.name, table.same_key("u", row),
                       but);
  }

  void add(const TrackedTable& table, std::string record, std::string column, std::int64_t later, std::string what) {
    std::string message = fmt::format("{} {}: {}", told_table(table.name), record, what);
    conflicts_.push_back({table.name, std::move(record), std::move(column), later, std::move(message)});
  }

  const UndoPlan& plan_;
  LaterChange later_;
  std::vector<Conflict> conflicts_;
};

std::vector<std::int64_t> read_key(const TrackedTable& table, const db::Statement& statement, int at) {
  std::vector<std::int64_t> key;
  for (std::size_t i = 0; i < table.key.size(); ++i) key.push_back(statement.integer(at++));
  return key;
}

std::string same_terms(const TrackedTable& table, const std::vector<std::string>& terms) {
  std::string same;
  for (const std::string& term : terms) {
    same += fmt::format("{}{} = {}", same.empty() ? "" : " AND ", db::through(table, term, "x"),
                        db::through(table, term, "t"));
  }
  return same;
}

/// The columns that the terms of a key are made of: code; mechanism_id, member_id, role and valid_from.
std::vector<std::string> key_columns(const TrackedTable& table, const std::vector<std::string>& terms) {
  std::vector<std::string> columns;
  for (const std::string& column : table.columns) {
    const bool used = std::any_of(terms.begin(), terms.end(), [&](const std::string& term) {
      return db::through(table, term, "x").find("x." + column) != std::string::npos;
    });
    if (used) columns.push_back(column);
  }
  return columns;
}

/// Another row has the unique key: one that stays as it is, or one that the plan changes to the same key.
void RuleConflicts::find_taken(const TrackedTable& table, const std::vector<std::string>& terms) {
  const std::vector<std::string> columns = key_columns(table, terms);
  std::vector<std::string> fields;
  for (const std::string& column : columns) fields.push_back(told_column(table.name, column));
  const auto search = [&](const std::string& others, const std::string& condition) {
    db::Statement rows = plan_.connection().prepare(fmt::format(
        "SELECT {}, {} FROM temp.undo_{} AS t CROSS JOIN {} AS x WHERE t.undo_action <> 'delete' AND {} AND NOT ({})"
        " AND {}",
        db::record_label(table, "t"), column_list(table.key, "x"), table.name, others, same_terms(table, terms),
        table.same_key("x", "t"), condition));
    while (rows.step()) {
      const std::int64_t later = later_.since(table, terms, read_key(table, rows, 1));
      add(table, rows.text(0), column_list(columns), later,
          fmt::format("its {} is that of another row since revision {}", column_list(fields), later));
    }
  };
  search("main." + table.name, stays(table, "x"));
  search("temp.undo_" + table.name, "x.undo_action <> 'delete'");
}

/// The plan gives a row a parent that is not there.
void RuleConflicts::find_orphans(const TrackedTable& table, const db::ForeignKey& key) {
  std::string absent = fmt::format("NOT EXISTS (SELECT 1 FROM main.{} AS p WHERE p.id = t.{})", key.parent, key.column);
  if (plan_.touches(key.parent)) {
    absent = fmt::format(
        "CASE (SELECT undo_action FROM temp.undo_{} AS u WHERE u.id = t.{})"
        " WHEN 'insert' THEN 0 WHEN 'delete' THEN 1 ELSE {} END",
        key.parent, key.column, absent);
  }
  // Where an update leaves the column alone, find_referring() tells of the parent that would go.
  db::Statement rows =
      plan_.connection().prepare(fmt::format("SELECT {}, t.{} FROM temp.undo_{} AS t WHERE t.undo_action <> 'delete' "
                                             "AND t.{} IS NOT NULL AND {} AND NOT EXISTS"
                                             " (SELECT 1 FROM main.{} AS n WHERE {} AND n.{} IS t.{})",
                                             db::record_label(table, "t"), key.column, table.name, key.column, absent,
                                             table.name, table.same_key("n", "t"), key.column, key.column));
  const auto parent = std::find_if(plan_.tables().begin(), plan_.tables().end(),
                                   [&](const TrackedTable& candidate) { return candidate.name == key.parent; });
  while (rows.step()) {
    const std::int64_t later = later_.removal(*parent, {rows.integer(1)});
    add(table, rows.text(0), key.column, later,
        fmt::format("what its {} named was removed by revision {}", told_column(table.name, key.column), later));
  }
}

/// A row that the plan deletes is named by one that stays: deleting both would lose a later fact. Only rows changed
/// since can be in the way: the revision itself gave every other that names its new row, and so the plan takes it back.
void RuleConflicts::find_referring(const TrackedTable& table, const db::Reference& reference) {
  const auto child = std::find_if(plan_.tables().begin(), plan_.tables().end(),
                                  [&](const TrackedTable& candidate) { return candidate.name == reference.table; });
  if (child == plan_.tables().end()) return;
  // Most often nothing came later, and then there is nothing to look for.
  if (!plan_.connection().integer(fmt::format("SELECT 1 FROM main.{} WHERE revision > ? LIMIT 1", child->name),
                                  plan_.revision())) {
    return;
  }
  const std::string but = fmt::format(" AND (u.undo_action = 'delete' OR u.{} IS NOT t.id)", reference.column);
  db::Statement rows = plan_.connection().prepare(fmt::format(
      "SELECT (SELECT {} FROM main.{} AS n WHERE n.id = t.id), {}, {} FROM temp.undo_{} AS t CROSS JOIN main.{} AS s"
      " WHERE t.undo_action = 'delete'"
      " AND s.{} = t.id AND s.revision > ?1 AND {}",
      db::record_label(table, "n"), table.name, db::record_label(*child, "s"), column_list(child->key, "s"), table.name,
      child->name, reference.column, stays(*child, "s", but)));
  rows.bind(1, plan_.revision());
  while (rows.step()) {
    const std::int64_t later = later_.since(*child, {reference.column}, read_key(*child, rows, 2));
    add(table, rows.text(0), {}, later,
        fmt::format("{} {} names it as its {} since revision {}", told_table(child->name), rows.text(1),
                    told_column(child->name, reference.column), later));
  }
}

/// Above a row that the plan gives a parent stands the row itself.
void RuleConflicts::find_cycles(const TrackedTable& table) {
  db::Statement rows = plan_.connection().prepare(fmt::format(
      "WITH RECURSIVE above (start, id) AS ("
      "  SELECT id, parent_id FROM temp.undo_{0} WHERE undo_action <> 'delete' AND parent_id IS NOT NULL"
      "  UNION SELECT a.start, CASE WHEN u.id IS NULL THEN n.parent_id ELSE u.parent_id END FROM above AS a"
      "  LEFT JOIN temp.undo_{0} AS u ON u.id = a.id LEFT JOIN main.{0} AS n ON n.id = a.id WHERE a.id IS NOT NULL)"
      " SELECT {1}, t.id, a.id FROM above AS a JOIN temp.undo_{0} AS t ON t.id = a.start WHERE a.id IS NOT NULL"
      " AND EXISTS (SELECT 1 FROM above AS c WHERE c.start = a.start AND c.id = a.start) ORDER BY t.id",
      table.name, db::record_label(table, "t")));
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

}  // namespace iscm::core
