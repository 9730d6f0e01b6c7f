#include "edit/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

#include "edit/rename.hpp"
#include "error.hpp"
#include "model/field_types.hpp"
#include "model/find_record.hpp"
#include "text/fold.hpp"
#include "text/partial_date.hpp"
#include "text/suggest.hpp"
#include "text/visible.hpp"

namespace iscm::edit {
namespace {

/// Everything that is decided, until it is written.
struct Merge {
  Pair pair;
  MergedFields fields{};
  std::vector<MovedRows> rows{};
};

void refuse_the_same(const Pair& pair) {
  if (pair.from.id != pair.into.id) return;
  throw Error(Exit::refused, fmt::format("both are the {} {}", pair.entity.name, pair.into.label), "name two");
}

/// "world > africa > eastern-africa": were the first made one with the last, the one between would be above itself.
void refuse_circle(const Pair& pair) {
  if (pair.entity.field("parent") == nullptr) return;
  const auto between = pair.connection.text(
      fmt::format("WITH RECURSIVE up (id, via) AS (SELECT parent_id, NULL FROM main.{0} WHERE id = ?1 UNION "
                  "SELECT t.parent_id, t.code FROM main.{0} AS t JOIN up ON t.id = up.id) "
                  "SELECT via FROM up WHERE id = ?2 AND via IS NOT NULL",
                  pair.entity.table),
      pair.into.id, pair.from.id);
  if (!between) return;
  throw Error(Exit::refused,
              fmt::format("{} lies below {}, with {} between", pair.into.label, pair.from.label, *between),
              fmt::format("merge the other way round, or first `iscm set {} {} parent=`", pair.entity.name, *between));
}

/// What was to be kept of a field that needs no choice is a slip, unless it is a field with one value.
void refuse_unused(const Pair& pair, const Keep& keep, const std::vector<model::Referring>& referring) {
  std::vector<std::string> known;
  for (const model::Field& field : pair.entity.fields) known.emplace_back(field.name);
  for (const model::Referring& by : referring) {
    if (by.entity == nullptr) continue;
    for (const model::Field& field : by.entity->fields)
      known.push_back(fmt::format("{}.{}", by.entity->name, field.name));
  }
  for (const auto& [field, choice] : keep) {
    if (std::find(known.begin(), known.end(), field) != known.end()) continue;
    const std::string guess = text::did_you_mean(field, known);
    throw Error(Exit::usage, fmt::format("--keep: there is no field \"{}\" here", field),
                guess.empty() ? fmt::format("`iscm fields {}` lists the fields; those of links are written as "
                                            "membership.valid_to",
                                            pair.entity.name)
                              : guess);
  }
}

history::ChangeRow gone(const Pair& pair) {
  const model::Field* name = model::label_field(pair.entity);
  const auto called =
      name == nullptr
          ? std::nullopt
          : pair.connection.text(fmt::format("SELECT {} FROM main.{} WHERE id = ?", name->column, pair.entity.table),
                                 pair.from.id);
  return {std::string(pair.entity.name), pair.from.label, "removed", "", called.value_or(""), ""};
}

/// The record that stays rests on the source that was named, or on that of what it takes where it has none
/// (write_fields()).
void tell_source(const Pair& pair, const MergedFields& fields, const EditOptions& options, EditPlan& plan) {
  if (fields.taken.empty()) return;
  const auto source_of = [&](std::int64_t record) {
    return pair.connection
        .text(fmt::format("SELECT (SELECT code FROM main.sources WHERE id = t.source_id) FROM main.{} AS t "
                          "WHERE t.id = ?",
                          pair.entity.table),
              record)
        .value_or("");
  };
  const std::string before = source_of(pair.into.id);
  std::string after = options.source.empty() ? options.source_to_be : options.source;
  if (after.empty() && before.empty()) after = source_of(pair.from.id);
  if (after.empty() || after == before) return;
  plan.changes.push_back({std::string(pair.entity.name), pair.into.label, "change",
                          std::string(model::source_field().name), before, after});
}

void write(const Merge& merge, std::int64_t revision) {
  const Pair& pair = merge.pair;
  keep_values(pair);
  keep_merged(pair.connection, pair.entity.table, {"id"},
              fmt::format("main.{0} AS x JOIN main.{0} AS y ON x.id = {1} AND y.id = {2}", pair.entity.table,
                          pair.from.id, pair.into.id),
              revision);
  for (const MovedRows& rows : merge.rows) rows.write(revision);
  move_waivers(pair.connection, pair.entity, pair.from.label, pair.into.label);
  pair.connection.run(fmt::format("DELETE FROM main.{} WHERE id = ?", pair.entity.table), pair.from.id);
  write_fields(pair, merge.fields, revision);
}

}  // namespace

Keep read_keep(std::string_view list) {
  Keep keep;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    const std::string_view choice = text::trimmed(list.substr(0, comma));
    const auto equals = choice.find('=');
    const std::string_view side = equals == std::string_view::npos ? "" : choice.substr(equals + 1);
    if (side != "from" && side != "into") {
      throw Error(Exit::usage, fmt::format("--keep: \"{}\" is no choice", choice), "write FIELD=from or FIELD=into");
    }
    const std::string field(choice.substr(0, equals));
    if (!keep.emplace(field, side).second) {
      throw Error(Exit::usage, fmt::format("--keep: {} is chosen twice", field), "choose one side of each field");
    }
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return keep;
}

EditPlan plan_merge(sqlite::Connection& connection, const model::Entity& entity, std::string_view from,
                    std::string_view into, const Keep& keep, const EditOptions& options) {
  if (!entity.has_code()) {
    throw Error(Exit::usage, fmt::format("{} are not merged by themselves", entity.plural),
                "twins fold into one where their records are merged; `iscm remove` takes one away");
  }
  auto merge = std::make_shared<Merge>(Merge{{connection, entity, model::record_called(connection, entity, from),
                                              model::record_called(connection, entity, into)}});
  const Pair& pair = merge->pair;
  refuse_the_same(pair);
  refuse_circle(pair);
  const std::vector<model::Referring> referring = model::referring_to(connection, entity);
  refuse_unused(pair, keep, referring);
  EditPlan plan;
  Keep open = keep;
  plan.changes.push_back(gone(pair));
  merge->fields = merge_fields(pair, open, plan);
  tell_source(pair, merge->fields, options, plan);
  for (const std::string& name : merge->fields.names) {
    if (!needs_alias(connection, entity, pair.into.id, name)) continue;
    plan.changes.push_back({std::string(entity.name), pair.into.label, "new", "alias", "", name});
  }
  for (const model::Referring& by : referring) merge->rows.emplace_back(pair, by);
  for (MovedRows& rows : merge->rows) rows.plan(open, plan);
  tell_waivers(connection, entity, pair.from.label, pair.into.label, plan.changes);
  tell_lost_name(entity, pair.from.label, plan);
  plan.write = [merge](std::int64_t revision) {
    try {
      write(*merge, revision);
    } catch (const Error& error) {
      if (error.exit() != Exit::refused || !error.hint().empty()) throw;
      throw Error(error.exit(), error.what(),
                  "the values do not go together: choose others with --keep FIELD=from or into");
    }
  };
  return plan;
}

namespace {

/// A value of both records: as it is stored, and as people write it.
struct Values {
  std::string from, into;  ///< empty where nothing is known
};

/// True of a record that lies below another: from there its parent is no value to take.
bool lies_below(const Pair& pair, std::int64_t record, std::int64_t above) {
  return pair.connection
      .integer(fmt::format("WITH RECURSIVE up (id) AS (SELECT parent_id FROM main.{0} WHERE id = ?1 UNION "
                           "SELECT t.parent_id FROM main.{0} AS t JOIN up ON t.id = up.id) "
                           "SELECT 1 FROM up WHERE id = ?2",
                           pair.entity.table),
               record, above)
      .has_value();
}

/// The value of a field as people write it; that one of the two refers to the other is none.
std::string told_value(const Pair& pair, const model::Field& field, std::int64_t record) {
  std::string value = fmt::format("t.{}", field.column);
  if (field.type == model::FieldType::reference) {
    value = fmt::format("(SELECT code FROM main.{} WHERE id = {}", model::entity_named(field.target).table, value);
    if (field.target == pair.entity.name) value += fmt::format(" AND id NOT IN ({}, {})", pair.from.id, pair.into.id);
    value += ")";
  }
  return pair.connection
      .text(fmt::format("SELECT {} FROM main.{} AS t WHERE t.id = ?", value, pair.entity.table), record)
      .value_or("");
}

Values values_of(const Pair& pair, const model::Field& field) {
  Values values{told_value(pair, field, pair.from.id), told_value(pair, field, pair.into.id)};
  // What a record has where nothing is said is no knowledge.
  if (values.from == field.fallback) values.from.clear();
  if (values.into == field.fallback && !values.from.empty()) values.into.clear();
  if (field.name == "parent" && lies_below(pair, pair.from.id, pair.into.id)) values.from.clear();
  return values;
}

/// A name that differs is no conflict: the other one becomes an alias.
bool is_name(const model::Entity& entity, const model::Field& field) {
  return !entity.alias_table.empty() && (field.tier == model::NameTier::name || field.tier == model::NameTier::alias);
}

/// True where the record that stays has the one that goes for its parent.
bool is_below(const Pair& pair, const model::Field& field) {
  return field.target == pair.entity.name &&
         pair.connection
             .integer(fmt::format("SELECT 1 FROM main.{} WHERE id = ? AND {} = ?", pair.entity.table, field.column),
                      pair.into.id, pair.from.id)
             .has_value();
}

void tell_change(const Pair& pair, const model::Field& field, const std::string& value, EditPlan& plan) {
  plan.changes.push_back({std::string(pair.entity.name), pair.into.label, "change", std::string(field.name),
                          is_below(pair, field) ? pair.from.label : told_value(pair, field, pair.into.id), value});
}

void decide(const Pair& pair, const model::Field& field, Keep& keep, MergedFields& merged, EditPlan& plan) {
  const Values values = values_of(pair, field);
  const auto chosen = keep.find(field.name);
  const std::string choice = chosen == keep.end() ? "" : chosen->second;
  if (chosen != keep.end()) keep.erase(chosen);
  if (values.from.empty() && is_below(pair, field)) tell_change(pair, field, "", plan);
  if (values.from.empty() || values.from == values.into) return;
  if ((values.into.empty() && choice != "into") || choice == "from") {
    merged.taken.push_back(&field);
    tell_change(pair, field, values.from, plan);
    if (is_name(pair.entity, field) && !values.into.empty()) merged.names.push_back(values.into);
  } else if (is_name(pair.entity, field)) {
    merged.names.push_back(values.from);
  } else if (choice.empty()) {
    plan.problems.push_back(conflict(std::string(field.name), "", values.from, values.into));
  }
}

/// Names that are the same folded are one alias: "return" and "Return".
void keep_one_of_each(std::vector<std::string>& names) {
  std::set<std::string> known;
  std::erase_if(names, [&](const std::string& name) { return !known.insert(text::fold(name)).second; });
}

/// Values of two records, each possible in its own, may not be so together.
void tell_impossible(const Pair& pair, const MergedFields& merged, EditPlan& plan) {
  const auto value_to_be = [&](const model::Field* field) {
    const bool taken = std::find(merged.taken.begin(), merged.taken.end(), field) != merged.taken.end();
    return told_value(pair, *field, taken ? pair.from.id : pair.into.id);
  };
  for (const model::Span& span : model::spans_of(pair.entity)) {
    const std::string began = value_to_be(span.from);
    const std::string ended = value_to_be(span.to);
    if (began.empty() || ended.empty() || !text::certainly_before(ended, began)) continue;
    plan.problems.push_back({.line = 1,
                             .column = std::string(span.to->name),
                             .value = ended,
                             .code = "ends-before-it-begins",
                             .message = fmt::format("it would end before it begins: {} {}, {} {}", span.from->name,
                                                    began, span.to->name, ended),
                             .hint = fmt::format("correct one of them first, with `iscm set {}`", pair.entity.name)});
  }
}

}  // namespace

import::Problem conflict(const std::string& field, std::string_view record, const std::string& from,
                         const std::string& into){
    return {.line = 1,
            .column = field,
            .value = {},
            .code = "conflict",
            .message = fmt::format("{}{}\"{}\" in the one that goes, \"{}\" in the one that stays", record,
                                   record.empty() ? "" : ": ", from, into),
            .hint = fmt::format("choose with --keep {0}=from or --keep {0}=into; several with commas between", field)};
}  // namespace iscm::edit

MergedFields merge_fields(const Pair& pair, Keep& keep, EditPlan& plan) {
  MergedFields merged;
  merged.names.push_back(pair.from.label);
  for (const model::Field& field : pair.entity.fields) {
    if (field.type != model::FieldType::list && field.name != "code") decide(pair, field, keep, merged, plan);
  }
  keep_one_of_each(merged.names);
  if (plan.problems.empty() && !merged.taken.empty()) tell_impossible(pair, merged, plan);
  return merged;
}

void keep_values(const Pair& pair) {
  pair.connection.run("DROP TABLE IF EXISTS temp.merged_record");
  pair.connection.run(
      fmt::format("CREATE TEMP TABLE merged_record AS SELECT * FROM main.{} WHERE id = ?", pair.entity.table),
      pair.from.id);
}

/// The values that are taken rest on what they rested on (merged_rows), so the record may keep its source, unless
/// another is named for the merge itself.
void write_fields(const Pair& pair, const MergedFields& fields, std::int64_t revision) {
  if (!fields.taken.empty()) {
    std::string assignments;
    for (const model::Field* field : fields.taken) assignments += fmt::format("{0} = o.{0}, ", field->column);
    pair.connection.run(fmt::format("UPDATE main.{} AS t SET {}source_id = ifnull((SELECT source_id FROM "
                                    "main.revisions WHERE id = ?1), ifnull(t.source_id, o.source_id)) "
                                    "FROM temp.merged_record AS o WHERE t.id = ?2",
                                    pair.entity.table, assignments),
                        revision, pair.into.id);
  }
  for (const std::string& name : fields.names) {
    if (!needs_alias(pair.connection, pair.entity, pair.into.id, name)) continue;
    add_former_name(pair.connection, pair.entity, pair.into.id, name, revision);
  }
}

namespace {

bool contains(const std::vector<std::string>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// The unique keys in which a column takes part; of a pure link its own key is one.
std::vector<std::vector<std::string>> keys_with(const model::Referring& by) {
  std::vector<std::vector<std::string>> keys = by.table.unique_keys;
  if (by.table.key.size() > 1) keys.push_back(by.table.key);
  std::erase_if(keys, [&](const std::vector<std::string>& terms) {
    return std::none_of(terms.begin(), terms.end(),
                        [&](const std::string& term) { return term.find(by.column) != std::string::npos; });
  });
  return keys;
}

bool is_dated_link(const model::Referring& by) {
  return by.entity != nullptr && by.entity->identity == model::Identity::dated_link;
}

std::string entity_name(const model::Referring& by) {
  return by.entity == nullptr ? by.table.name : std::string(by.entity->name);
}

/// Names and places are kept as they are in the row that stays; evidence is decided for the whole row.
bool is_put_together(const model::Referring& by, const model::Field& field) {
  if (by.is_part || by.table.key.size() > 1) return false;
  if (field.type == model::FieldType::list || field.column == by.column || field.name == "code") return false;
  if (field.name == "basis" || field.name == "published_name") return false;
  const auto key = model::words(by.entity->key);
  return field.name == "valid_from" || std::find(key.begin(), key.end(), field.name) == key.end();
}

}  // namespace

MovedRows::MovedRows(const Pair& pair, model::Referring by)
    : pair_(pair), by_(std::move(by)), twin_table_(fmt::format("twin_{}_{}", by_.table.name, by_.column)) {
  find_twins();
  if (is_dated_link(by_)) find_undated_twins();
  has_twins_ = pair_.connection.integer(fmt::format("SELECT 1 FROM temp.{} LIMIT 1", twin_table_)).has_value();
}

void MovedRows::find_twins() {
  sqlite::Connection& connection = pair_.connection;
  connection.run(fmt::format("DROP TABLE IF EXISTS temp.{}", twin_table_));
  connection.run(fmt::format("CREATE TEMP TABLE {} (gone INTEGER PRIMARY KEY, stays INTEGER UNIQUE)", twin_table_));
  for (const std::vector<std::string>& terms : keys_with(by_)) {
    std::string same;
    for (const std::string& term : terms) {
      const bool refers = term.find(by_.column) != std::string::npos;
      same += refers ? fmt::format(" AND y.{} = {}", by_.column, pair_.into.id)
                     : fmt::format(" AND {} = {}", schema::through(by_.table, term, "x"),
                                   schema::through(by_.table, term, "y"));
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
  for (const std::string_view name : model::words(by_.entity->key)) {
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
    for (const model::Field& field : by_.entity->fields) {
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
  sqlite::Statement folded = pair_.connection.prepare(
      fmt::format("SELECT {}, {} FROM {} ORDER BY 1", by_.label("x"), by_.label("y"), twins()));
  while (folded.step()) {
    plan.changes.push_back({entity_name(by_), folded.text(0), "removed", "", "the same as " + folded.text(1), ""});
  }
  for (const Column& column : columns_) {
    const std::string value = merged_value(column, "x." + column.name, "y." + column.name);
    sqlite::Statement changed =
        pair_.connection.prepare(fmt::format("SELECT {0}, y.{1}, {2} FROM {3} WHERE {2} IS NOT y.{1} ORDER BY 1",
                                             by_.label("y"), column.name, value, twins()));
    while (changed.step()) {
      plan.changes.push_back({entity_name(by_), changed.text(0), "change",
                              column.field.substr(column.field.find('.') + 1), changed.text(1), changed.text(2)});
    }
  }
}

void MovedRows::tell_conflicts(const Column& column, const model::Field& field, EditPlan& plan) const {
  const auto told = [&](std::string_view row) {
    std::string value = fmt::format("{}.{}", row, column.name);
    if (field.type != model::FieldType::reference) return value;
    return fmt::format("(SELECT code FROM main.{} WHERE id = {})", model::entity_named(field.target).table, value);
  };
  sqlite::Statement rows =
      pair_.connection.prepare(fmt::format("SELECT {0}, {1}, {2} FROM {3} WHERE x.{4} <> y.{4} ORDER BY 1",
                                           by_.label("y"), told("x"), told("y"), twins(), column.name));
  while (rows.step()) {
    plan.problems.push_back(conflict(column.field, rows.text(0), rows.text(1), rows.text(2)));
  }
}

void MovedRows::tell_moves(EditPlan& plan) const {
  const std::string itself = by_.table.name == pair_.entity.table ? fmt::format(" AND t.id <> {}", pair_.into.id) : "";
  sqlite::Statement rows = pair_.connection.prepare(
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
                                   by_.table.name, schema::column_list(columns), values, by_.column),
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

void keep_merged(sqlite::Connection& connection, std::string_view table, const std::vector<std::string>& key,
                 std::string_view pairs, std::int64_t revision) {
  connection.run(fmt::format("INSERT INTO main.merged_rows (table_name, into_key1, into_key2, revision, from_key1, "
                             "from_key2) SELECT ?1, y.{0}, y.{1}, ?2, x.{0}, x.{1} FROM {2}",
                             key.front(), key.back(), pairs),
                 table, revision);
}

}  // namespace iscm::edit
