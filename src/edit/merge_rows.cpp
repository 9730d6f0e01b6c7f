#include "edit/merge_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>

#include "query/filter.hpp"

namespace iscm::edit {
namespace {

bool contains(const std::vector<std::string>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// The columns that belong to the evidence of a row, and are decided with it.
constexpr std::string_view kOfEvidence[] = {"basis", "published_name"};

/// The unique keys in which a column takes part; the key of a pure link is one.
std::vector<std::vector<std::string>> keys_with(const model::Referring& by) {
  std::vector<std::vector<std::string>> keys = by.table.unique_keys;
  if (by.table.key.size() > 1) keys.push_back(by.table.key);
  std::erase_if(keys, [&](const std::vector<std::string>& terms) {
    return std::none_of(terms.begin(), terms.end(),
                        [&](const std::string& term) { return term.find(by.column) != std::string::npos; });
  });
  return keys;
}

/// A condition: the dates of x and y may be the same.
std::string dates_alike(const model::Field& field) {
  return model::may_be_same_date(fmt::format("x.{}", field.column), fmt::format("y.{}", field.column));
}

/// Whether the column is one of the two ends of a dated link.
bool is_end_of_dated_link(const model::Referring& by) {
  if (by.entity == nullptr || by.entity->identity != model::Identity::dated_link) return false;
  const auto key = model::key_fields(*by.entity);
  return std::any_of(key.begin(), key.end(), [&](const model::Field* field) { return field->column == by.column; });
}

}  // namespace

import::Problem value_conflict(const MergedPair& pair, const std::string& field, std::string_view row,
                               const std::string& from, const std::string& into){
    return {.line = 1,
            .column = field,
            .value = {},
            .code = "conflict",
            .message = fmt::format("{}{}\"{}\" in {} (removed), \"{}\" in {} (kept)", row, row.empty() ? "" : ": ",
                                   from, pair.from.label, into, pair.into.label),
            .hint = fmt::format("choose with --keep {0}=from or --keep {0}=into; several with commas between", field)};
}  // namespace iscm::edit

void record_merged_rows(sqlite::Connection& connection, std::string_view table, const std::vector<std::string>& key,
                        std::string_view rows, std::int64_t revision) {
  connection.run(fmt::format("INSERT INTO main.merged_rows (table_name, into_key1, into_key2, revision, from_key1, "
                             "from_key2) SELECT ?1, y.{0}, y.{1}, ?2, x.{0}, x.{1} FROM {2}",
                             key.front(), key.back(), rows),
                 table, revision);
}

/// The query with the names that all of them have in common: x is a row of the source, y one of the target.
template <typename... More>
std::string MergedRows::sql(std::string_view query, const More&... more) const {
  return fmt::format(fmt::runtime(query), fmt::arg("table", by_.table.name), fmt::arg("column", by_.column),
                     fmt::arg("from", pair_.from.id), fmt::arg("into", pair_.into.id), fmt::arg("x_key", by_.key("x")),
                     fmt::arg("y_key", by_.key("y")), fmt::arg("twins", "temp." + twin_table_), more...);
}

MergedRows::MergedRows(const MergedPair& pair, model::Referring by)
    : pair_(pair), by_(std::move(by)), twin_table_(fmt::format("twin_{}_{}", by_.table.name, by_.column)) {
  pair_.connection.run(sql("DROP TABLE IF EXISTS {twins}"));
  pair_.connection.run(sql("CREATE TABLE {twins} (removed INTEGER PRIMARY KEY, kept INTEGER UNIQUE)"));
  find_twins();
  if (is_end_of_dated_link(by_)) {
    find_undated_twins();
    add_twins("{starts_alike} AND NOT {x_before_y} AND NOT {y_before_x}");
    add_twins("x.valid_to IS NULL AND y.valid_to IS NULL");
  }
  has_twins_ = pair_.connection.integer(sql("SELECT 1 FROM {twins} LIMIT 1")).has_value();
}

void MergedRows::find_twins() {
  for (const std::vector<std::string>& terms : keys_with(by_)) {
    std::vector<std::string> same;
    for (const std::string& term : terms) {
      const bool refers = term.find(by_.column) != std::string::npos;
      same.push_back(refers ? sql("y.{column} = {into}") : model::same_terms(by_.table, {term}, "x", "y"));
    }
    pair_.connection.run(sql(R"(
INSERT OR IGNORE INTO {twins}
SELECT {x_key}, {y_key} FROM main.{table} AS x JOIN main.{table} AS y ON x.{column} = {from} AND {same})",
                             fmt::arg("same", model::joined(same, " AND "))));
  }
}

/// A condition: two dated links are of one role and have the other record in common.
std::string MergedRows::same_role(std::string_view left, std::string_view right) const {
  std::vector<std::string> equal;
  for (const model::Field* field : model::key_fields(*by_.entity)) {
    if (field->column == by_.column || field->name == "valid_from") continue;
    equal.push_back(fmt::format("{0}.{2} = {1}.{2}", left, right, field->column));
  }
  return model::joined(equal, " AND ");
}

/// Links of one role that meet a condition and have no twin yet. If it is not clear which is whose, none of them is.
void MergedRows::add_twins(std::string_view condition) {
  const std::string met =
      sql(condition, fmt::arg("starts_alike", model::may_be_same_date("x.valid_from", "y.valid_from")),
          fmt::arg("x_before_y", model::certainly_before("x.valid_to", "y.valid_from")),
          fmt::arg("y_before_x", model::certainly_before("y.valid_to", "x.valid_from")));
  pair_.connection.run(sql(
      R"(
INSERT INTO {twins}
SELECT removed, kept FROM (
  SELECT
    x.id AS removed, y.id AS kept, count(*) OVER (PARTITION BY x.id) AS of_x, count(*) OVER (PARTITION BY y.id) AS of_y
  FROM main.{table} AS x
  JOIN main.{table} AS y ON {x_as_y}
  WHERE x.{column} = {from} AND y.{column} = {into} AND {met}
    AND x.id NOT IN (SELECT removed FROM {twins}) AND y.id NOT IN (SELECT kept FROM {twins}))
WHERE of_x = 1 AND of_y = 1)",
      fmt::arg("x_as_y", same_role("x", "y")), fmt::arg("met", met)));
}

/// A link that each record has once in the same role, one of them without a start, is the same link, unless one
/// certainly ended before the other began.
void MergedRows::find_undated_twins() {
  pair_.connection.run(sql(
      R"(
INSERT OR IGNORE INTO {twins}
SELECT x.id, y.id
FROM main.{table} AS x
JOIN main.{table} AS y ON {x_as_y}
WHERE x.{column} = {from} AND y.{column} = {into}
  AND (x.valid_from IS NULL) <> (y.valid_from IS NULL)
  AND 1 = (SELECT count(*) FROM main.{table} AS o WHERE o.{column} = {from} AND {o_as_x})
  AND 1 = (SELECT count(*) FROM main.{table} AS o WHERE o.{column} = {into} AND {o_as_y})
  AND NOT {x_before_y} AND NOT {y_before_x})",
      fmt::arg("x_as_y", same_role("x", "y")), fmt::arg("o_as_x", same_role("o", "x")),
      fmt::arg("o_as_y", same_role("o", "y")),
      fmt::arg("x_before_y", model::certainly_before("x.valid_to", "y.valid_from")),
      fmt::arg("y_before_x", model::certainly_before("y.valid_to", "x.valid_from"))));
}

void MergedRows::plan(const MergeChoices& choices, EditPlan& plan) {
  if (has_twins_) plan_twins(choices, plan);
  if (is_end_of_dated_link(by_)) refuse_second_open_links(plan);
  plan_moves(plan);
}

void MergedRows::plan_twins(const MergeChoices& choices, EditPlan& plan) {
  for (const model::Field& field : by_.entity == nullptr ? std::span<const model::Field>() : by_.entity->fields) {
    if (!is_put_together(field)) continue;
    const auto choice = choices.find(fmt::format("{}.{}", by_.entity->name, field.name));
    columns_.push_back({&field, choice != choices.end() && choice->second == "from"});
    if (choice == choices.end()) plan_conflicts(field, plan);
  }
  constexpr std::string_view kTwins =
      "{twins} AS w JOIN main.{table} AS x ON {x_key} = w.removed JOIN main.{table} AS y ON {y_key} = w.kept";
  sqlite::Statement removed = pair_.connection.prepare(
      fmt::format("SELECT {}, {} FROM {} ORDER BY 1", by_.label("x"), by_.label("y"), sql(kTwins)));
  while (removed.step()) {
    plan.changes.push_back({entity_name(), removed.text(0), "removed", "", "the same as " + removed.text(1), ""});
  }
  for (const Column& column : columns_) {
    sqlite::Statement changed =
        pair_.connection.prepare(fmt::format("SELECT {0}, y.{1}, {2} FROM {3} WHERE {2} IS NOT y.{1} ORDER BY 1",
                                             by_.label("y"), column.field->column, column.value(), sql(kTwins)));
    while (changed.step()) {
      plan.changes.push_back({entity_name(), changed.text(0), "change", std::string(column.field->name),
                              changed.text(1), changed.text(2)});
    }
  }
}

void MergedRows::plan_conflicts(const model::Field& field, EditPlan& plan) const {
  sqlite::Statement rows = pair_.connection.prepare(sql(
      R"(
SELECT {label}, {x_value}, {y_value}
FROM {twins} AS w
JOIN main.{table} AS x ON {x_key} = w.removed
JOIN main.{table} AS y ON {y_key} = w.kept
WHERE x.{value} <> y.{value} AND NOT {alike}
ORDER BY 1)",
      fmt::arg("label", by_.label("y")), fmt::arg("x_value", query::shown_value(*by_.entity, field, "x")),
      fmt::arg("y_value", query::shown_value(*by_.entity, field, "y")), fmt::arg("value", field.column),
      fmt::arg("alike", field.type == model::FieldType::date ? dates_alike(field) : "0")));
  while (rows.step()) {
    plan.problems.push_back(value_conflict(pair_, fmt::format("{}.{}", by_.entity->name, field.name), rows.text(0),
                                           rows.text(1), rows.text(2)));
  }
}

/// A link without an end that moves beside another: one of the records has several, and which is whose is not clear.
void MergedRows::refuse_second_open_links(EditPlan& plan) const {
  sqlite::Statement rows = pair_.connection.prepare(sql(
      R"(
SELECT {x_label}, min({y_label})
FROM main.{table} AS x
JOIN main.{table} AS y ON {x_as_y}
WHERE x.{column} = {from} AND y.{column} = {into} AND x.valid_to IS NULL AND y.valid_to IS NULL
  AND x.id NOT IN (SELECT removed FROM {twins})
GROUP BY x.id
ORDER BY 1)",
      fmt::arg("x_label", by_.label("x")), fmt::arg("y_label", by_.label("y")),
      fmt::arg("x_as_y", same_role("x", "y"))));
  while (rows.step()) {
    const std::string entity = entity_name();
    plan.problems.push_back({.line = 1,
                             .column = entity,
                             .value = rows.text(0),
                             .code = "second-open-link",
                             .message = fmt::format("{} and {} both have no end", rows.text(0), rows.text(1)),
                             .hint = fmt::format("first end one, `iscm set {0} {1} valid_to=DATE`, or remove it, `iscm "
                                                 "remove {0} {1}`",
                                                 entity, rows.text(0))});
  }
}

void MergedRows::plan_moves(EditPlan& plan) const {
  const std::string itself = by_.table.name == pair_.entity.table ? sql(" AND x.id <> {into}") : "";
  sqlite::Statement rows = pair_.connection.prepare(sql(
      R"(
SELECT {label} FROM main.{table} AS x
WHERE x.{column} = {from} AND {x_key} NOT IN (SELECT removed FROM {twins}){itself}
ORDER BY 1)",
      fmt::arg("label", by_.label("x")), fmt::arg("itself", itself)));
  while (rows.step()) {
    plan.changes.push_back({entity_name(), rows.text(0), "change", by_.field(), pair_.from.label, pair_.into.label});
  }
}

void MergedRows::write(std::int64_t revision) const {
  if (has_twins_) join_twins(revision);
  if (contains(by_.table.key, by_.column)) {
    move_pure_links(revision);
    return;
  }
  if (by_.table.name == pair_.entity.table) {
    // The target would be its own parent.
    pair_.connection.run(sql("UPDATE main.{table} SET {column} = NULL WHERE id = {into} AND {column} = {from}"));
  }
  pair_.connection.run(sql("UPDATE main.{table} SET {column} = {into} WHERE {column} = {from}"));
}

/// The kept row gets the better evidence, with its wording: that of a row with a source before one without.
void MergedRows::join_twins(std::int64_t revision) const {
  std::vector<std::string> values = {"source_id = ifnull(y.source_id, x.source_id)"};
  for (const std::string_view column : kOfEvidence) {
    if (!contains(by_.table.columns, column)) continue;
    values.push_back(fmt::format("{0} = iif(y.source_id IS NULL AND x.source_id IS NOT NULL, x.{0}, y.{0})", column));
  }
  for (const Column& column : columns_) {
    values.push_back(fmt::format("{} = {}", column.field->column, column.value()));
  }
  // The removed rows go first: a start that the kept one takes over may be part of a unique key.
  pair_.connection.run("DROP TABLE IF EXISTS temp.removed_row");
  pair_.connection.run(sql(R"(
CREATE TEMP TABLE removed_row AS
SELECT w.kept, x.* FROM {twins} AS w JOIN main.{table} AS x ON {x_key} = w.removed)"));
  record_merged_rows(pair_.connection, by_.table.name, by_.table.key,
                     sql("temp.removed_row AS x JOIN main.{table} AS y ON {y_key} = x.kept"), revision);
  pair_.connection.run(sql("DELETE FROM main.{table} AS x WHERE {x_key} IN (SELECT removed FROM {twins})"));
  pair_.connection.run(sql("UPDATE main.{table} AS y SET {values} FROM temp.removed_row AS x WHERE {y_key} = x.kept",
                           fmt::arg("values", model::joined(values))));
}

/// The key of a pure link never changes: the link is removed and added again. In a list it goes to the end.
void MergedRows::move_pure_links(std::int64_t revision) const {
  std::vector<std::string> columns = by_.table.key;
  columns.insert(columns.end(), by_.table.columns.begin(), by_.table.columns.end());
  std::vector<std::string> values;
  for (const std::string& column : columns) {
    std::string value = column == by_.column ? sql("{into}") : column;
    if (by_.is_part && column == "position") {
      value += sql(" + (SELECT ifnull(max(l.position), 0) FROM main.{table} AS l WHERE l.{column} = {into})");
    }
    values.push_back(value);
  }
  std::vector<std::string> moved = {sql("x.{column} = {from} AND y.{column} = {into}")};
  for (const std::string& column : by_.table.key) {
    if (column != by_.column) moved.push_back(fmt::format("y.{0} = x.{0}", column));
  }
  pair_.connection.run(sql(R"(
INSERT INTO main.{table} ({columns}, revision)
SELECT {values}, ? FROM main.{table} WHERE {column} = {from})",
                           fmt::arg("columns", model::joined(columns)), fmt::arg("values", model::joined(values))),
                       revision);
  record_merged_rows(
      pair_.connection, by_.table.name, by_.table.key,
      sql("main.{table} AS x JOIN main.{table} AS y ON {moved}", fmt::arg("moved", model::joined(moved, " AND "))),
      revision);
  pair_.connection.run(sql("DELETE FROM main.{table} WHERE {column} = {from}"));
}

/// Names and positions stay as they are in the kept row; evidence is decided for the whole row.
bool MergedRows::is_put_together(const model::Field& field) const {
  if (by_.is_part || by_.table.key.size() > 1) return false;
  if (field.type == model::FieldType::list || field.is_code()) return false;
  const auto* const evidence = std::find(std::begin(kOfEvidence), std::end(kOfEvidence), field.name);
  if (field.column == by_.column || evidence != std::end(kOfEvidence)) return false;
  const auto key = model::key_fields(*by_.entity);
  return field.name == "valid_from" || std::find(key.begin(), key.end(), &field) == key.end();
}

std::string MergedRows::entity_name() const {
  return model::entity_name(by_.table.name);
}

/// Of two dates that may be the same, the more precise one: there is nothing to choose.
std::string MergedRows::Column::value() const {
  std::string value =
      fmt::format("ifnull({0}.{2}, {1}.{2})", prefers_from ? "x" : "y", prefers_from ? "y" : "x", field->column);
  if (field->type != model::FieldType::date) return value;
  return fmt::format("iif({0} AND length(x.{1}) > length(y.{1}), x.{1}, {2})", dates_alike(*field), field->column,
                     value);
}

}  // namespace iscm::edit
