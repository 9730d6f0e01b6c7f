#include "core/edit/merge_links.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/edit/merged_rows.hpp"
#include "core/edit/record.hpp"

namespace iscm::core {
namespace {

bool contains(const std::vector<std::string>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// The unique keys in which a column takes part; of a pure link its own key is one.
std::vector<std::vector<std::string>> keys_with(const Referring& by) {
  std::vector<std::vector<std::string>> keys = by.table.unique_keys;
  if (by.table.key.size() > 1) keys.push_back(by.table.key);
  std::erase_if(keys, [&](const std::vector<std::string>& terms) {
    return std::none_of(terms.begin(), terms.end(),
                        [&](const std::string& term) { return term.find(by.column) != std::string::npos; });
  });
  return keys;
}

bool is_dated_link(const Referring& by) {
  return by.entity != nullptr && by.entity->identity == Identity::dated_link;
}

std::string entity_name(const Referring& by) {
  return by.entity == nullptr ? by.table.name : std::string(by.entity->name);
}

/// Names and places are kept as they are in the row that stays; evidence is decided for the whole row.
bool is_put_together(const Referring& by, const Field& field) {
  if (by.is_part || by.table.key.size() > 1) return false;
  if (field.type == FieldType::list || field.column == by.column || field.name == "code") return false;
  if (field.name == "basis" || field.name == "published_name") return false;
  const auto key = words(by.entity->key);
  return field.name == "valid_from" || std::find(key.begin(), key.end(), field.name) == key.end();
}

}  // namespace

MovedRows::MovedRows(const Pair& pair, Referring by)
    : pair_(pair), by_(std::move(by)), twin_table_(fmt::format("twin_{}_{}", by_.table.name, by_.column)) {
  find_twins();
  if (is_dated_link(by_)) find_undated_twins();
  has_twins_ = pair_.connection.integer(fmt::format("SELECT 1 FROM temp.{} LIMIT 1", twin_table_)).has_value();
}

void MovedRows::find_twins() {
  db::Connection& connection = pair_.connection;
  connection.run(fmt::format("DROP TABLE IF EXISTS temp.{}", twin_table_));
  connection.run(fmt::format("CREATE TEMP TABLE {} (gone INTEGER PRIMARY KEY, stays INTEGER UNIQUE)", twin_table_));
  for (const std::vector<std::string>& terms : keys_with(by_)) {
    std::string same;
    for (const std::string& term : terms) {
      const bool refers = term.find(by_.column) != std::string::npos;
      same += refers
                  ? fmt::format(" AND y.{} = {}", by_.column, pair_.into.id)
                  : fmt::format(" AND {} = {}", db::through(by_.table, term, "x"), db::through(by_.table, term, "y"));
    }
    connection.run(fmt::format(
        "INSERT OR IGNORE INTO temp.{} SELECT {}, {} FROM main.{} AS x JOIN main.{} AS y "
        "ON x.{} = {}{}",
        twin_table_, by_.key("x"), by_.key("y"), by_.table.name, by_.table.name, by_.column, pair_.from.id, same));
  }
}

/// Of a link that both records have once, in the same role, one start may be unknown: it is the same link, unless the
/// one certainly ended before the other began.
void MovedRows::find_undated_twins() {
  std::string rest;
  for (const std::string_view name : words(by_.entity->key)) {
    const std::string_view column = by_.entity->field(name)->column;
    if (column == by_.column || name == "valid_from") continue;
    rest += fmt::format(" AND {{0}}.{0} = {{1}}.{0}", column);
  }
  const auto same = [&](std::string_view left, std::string_view right) {
    return fmt::format(fmt::runtime(rest), left, right);
  };
  const auto once = [&](std::string_view row, std::int64_t record) {
    return fmt::format(" AND 1 = (SELECT count(*) FROM main.{} AS o WHERE o.{} = {}{})", by_.table.name, by_.column,
                       record, same("o", row));
  };
  const auto ended_before = [](std::string_view one, std::string_view other) {
    return fmt::format(
        "ifnull(substr({0}.valid_to, 1, min(length({0}.valid_to), length({1}.valid_from))) < "
        "substr({1}.valid_from, 1, min(length({0}.valid_to), length({1}.valid_from))), 0)",
        one, other);
  };
  pair_.connection.run(fmt::format(
      "INSERT OR IGNORE INTO temp.{0} SELECT x.id, y.id FROM main.{1} AS x JOIN main.{1} AS y ON x.{2} = {3} "
      "AND y.{2} = {4}{5} WHERE (x.valid_from IS NULL) <> (y.valid_from IS NULL){6}{7} AND NOT {8} AND NOT {9}",
      twin_table_, by_.table.name, by_.column, pair_.from.id, pair_.into.id, same("x", "y"), once("x", pair_.from.id),
      once("y", pair_.into.id), ended_before("x", "y"), ended_before("y", "x")));
}

std::string MovedRows::twins() const {
  return fmt::format("temp.{} AS w JOIN main.{} AS x ON {} = w.gone JOIN main.{} AS y ON {} = w.stays", twin_table_,
                     by_.table.name, by_.key("x"), by_.table.name, by_.key("y"));
}

std::string MovedRows::merged_value(const Column& column, const std::string& from, const std::string& into) const {
  return column.from_goes_first ? fmt::format("ifnull({}, {})", from, into) : fmt::format("ifnull({}, {})", into, from);
}

void MovedRows::plan(Keep& keep, EditPlan& plan) {
  if (has_twins_) tell_twins(keep, plan);
  tell_moves(plan);
}

void MovedRows::tell_twins(Keep& keep, EditPlan& plan) {
  if (by_.entity != nullptr) {
    for (const Field& field : by_.entity->fields) {
      if (!is_put_together(by_, field)) continue;
      Column column{std::string(field.column), fmt::format("{}.{}", by_.entity->name, field.name), false};
      const auto chosen = keep.find(column.field);
      if (chosen != keep.end()) {
        column.from_goes_first = chosen->second == "from";
        keep.erase(chosen);
      } else {
        tell_conflicts(column, field, plan);
      }
      columns_.push_back(std::move(column));
    }
  }
  db::Statement folded = pair_.connection.prepare(
      fmt::format("SELECT {}, {} FROM {} ORDER BY 1", by_.label("x"), by_.label("y"), twins()));
  while (folded.step()) {
    plan.changes.push_back({entity_name(by_), folded.text(0), "removed", "", "the same as " + folded.text(1), ""});
  }
  for (const Column& column : columns_) {
    const std::string value = merged_value(column, "x." + column.name, "y." + column.name);
    db::Statement changed =
        pair_.connection.prepare(fmt::format("SELECT {0}, y.{1}, {2} FROM {3} WHERE {2} IS NOT y.{1} ORDER BY 1",
                                             by_.label("y"), column.name, value, twins()));
    while (changed.step()) {
      plan.changes.push_back({entity_name(by_), changed.text(0), "change",
                              column.field.substr(column.field.find('.') + 1), changed.text(1), changed.text(2)});
    }
  }
}

void MovedRows::tell_conflicts(const Column& column, const Field& field, EditPlan& plan) const {
  const auto told = [&](std::string_view row) {
    std::string value = fmt::format("{}.{}", row, column.name);
    if (field.type != FieldType::reference) return value;
    return fmt::format("(SELECT code FROM main.{} WHERE id = {})", entity_named(field.target).table, value);
  };
  db::Statement rows =
      pair_.connection.prepare(fmt::format("SELECT {0}, {1}, {2} FROM {3} WHERE x.{4} <> y.{4} ORDER BY 1",
                                           by_.label("y"), told("x"), told("y"), twins(), column.name));
  while (rows.step()) {
    plan.problems.push_back(conflict(column.field, rows.text(0), rows.text(1), rows.text(2)));
  }
}

void MovedRows::tell_moves(EditPlan& plan) const {
  const std::string itself = by_.table.name == pair_.entity.table ? fmt::format(" AND t.id <> {}", pair_.into.id) : "";
  db::Statement rows = pair_.connection.prepare(
      fmt::format("SELECT {} FROM main.{} AS t WHERE t.{} = ? AND {} NOT IN (SELECT gone FROM temp.{}){} ORDER BY 1",
                  by_.label("t"), by_.table.name, by_.column, by_.key("t"), twin_table_, itself));
  rows.bind(1, pair_.from.id);
  while (rows.step()) {
    plan.changes.push_back({entity_name(by_), rows.text(0), "change", by_.field(), pair_.from.label, pair_.into.label});
  }
}

/// The better evidence stays, with its wording: a row that rests on a source before one that rests on none.
void MovedRows::fold(std::int64_t revision) const {
  std::string assignments = "source_id = ifnull(y.source_id, x.source_id)";
  for (const std::string column : {"basis", "published_name"}) {
    if (!contains(by_.table.columns, column)) continue;
    assignments += fmt::format(", {0} = iif(y.source_id IS NULL AND x.source_id IS NOT NULL, x.{0}, y.{0})", column);
  }
  for (const Column& column : columns_) {
    assignments += fmt::format(", {} = {}", column.name, merged_value(column, "x." + column.name, "y." + column.name));
  }
  // Those that go first: the start that a link takes over may be part of its key.
  pair_.connection.run("DROP TABLE IF EXISTS temp.gone_rows");
  pair_.connection.run(
      fmt::format("CREATE TEMP TABLE gone_rows AS SELECT w.stays, x.* FROM temp.{} AS w "
                  "JOIN main.{} AS x ON {} = w.gone",
                  twin_table_, by_.table.name, by_.key("x")));
  keep_merged(pair_.connection, by_.table.name, by_.table.key,
              fmt::format("temp.gone_rows AS x JOIN main.{} AS y ON {} = x.stays", by_.table.name, by_.key("y")),
              revision);
  pair_.connection.run(fmt::format("DELETE FROM main.{} AS x WHERE {} IN (SELECT gone FROM temp.{})", by_.table.name,
                                   by_.key("x"), twin_table_));
  pair_.connection.run(fmt::format("UPDATE main.{} AS y SET {} FROM temp.gone_rows AS x WHERE {} = x.stays",
                                   by_.table.name, assignments, by_.key("y")));
}

/// The key of a pure link is never changed: it goes and comes again.
void MovedRows::move_links(std::int64_t revision) const {
  std::vector<std::string> columns = by_.table.key;
  columns.insert(columns.end(), by_.table.columns.begin(), by_.table.columns.end());
  std::string same;
  for (const std::string& column : by_.table.key)
    same += column == by_.column ? "" : fmt::format(" AND y.{0} = x.{0}", column);
  std::string values;
  for (const std::string& column : columns) {
    std::string value = column == by_.column ? std::to_string(pair_.into.id) : column;
    if (by_.is_part && column == "position") {
      // Behind what the list has.
      value += fmt::format(" + (SELECT ifnull(max(l.position), 0) FROM main.{} AS l WHERE l.{} = {})", by_.table.name,
                           by_.column, pair_.into.id);
    }
    values += value + ", ";
  }
  pair_.connection.run(fmt::format("INSERT INTO main.{0} ({1}, revision) SELECT {2}? FROM main.{0} WHERE {3} = ?",
                                   by_.table.name, db::column_list(columns), values, by_.column),
                       revision, pair_.from.id);
  keep_merged(pair_.connection, by_.table.name, by_.table.key,
              fmt::format("main.{0} AS x JOIN main.{0} AS y ON x.{1} = {2} AND y.{1} = {3}{4}", by_.table.name,
                          by_.column, pair_.from.id, pair_.into.id, same),
              revision);
  pair_.connection.run(fmt::format("DELETE FROM main.{} WHERE {} = ?", by_.table.name, by_.column), pair_.from.id);
}

void MovedRows::write(std::int64_t revision) const {
  if (has_twins_) fold(revision);
  if (contains(by_.table.key, by_.column)) {
    move_links(revision);
    return;
  }
  if (by_.table.name == pair_.entity.table) {
    // The one that stays would be above itself.
    pair_.connection.run(
        fmt::format("UPDATE main.{0} SET {1} = NULL WHERE id = ? AND {1} = ?", by_.table.name, by_.column),
        pair_.into.id, pair_.from.id);
  }
  pair_.connection.run(fmt::format("UPDATE main.{0} SET {1} = ?1 WHERE {1} = ?2", by_.table.name, by_.column),
                       pair_.into.id, pair_.from.id);
}

}  // namespace iscm::core
