#include "edit/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "edit/lost_name.hpp"
#include "edit/remove.hpp"
#include "error.hpp"
#include "model/field_types.hpp"
#include "model/sql_of.hpp"
#include "query/filter.hpp"
#include "text/fold.hpp"
#include "text/partial_date.hpp"
#include "text/suggest.hpp"
#include "text/visible.hpp"

namespace iscm::edit {
namespace {

/// A code or name of one of the two records that should still find the target.
struct LostName {
  std::string name;
  std::string_view field{};  ///< of the target, which is about to lose it; empty for a name of the source
  std::string next{};        ///< what that field becomes
};

/// What becomes of the fields of the target.
struct MergedFields {
  std::vector<const model::Field*> taken;  ///< from the source
  std::vector<LostName> names;
};

/// Everything that is decided, until it is written.
struct Merge {
  MergedPair pair;
  MergedFields fields{};
  std::vector<MergedRows> rows{};
};

void refuse_same_record(const MergedPair& pair) {
  if (pair.from.id != pair.into.id) return;
  throw Error(Exit::refused, fmt::format("both are the {} {}", pair.entity.name, pair.into.label), "name two");
}

/// The ancestors of a record, its parent first; none if records of this entity have no parents.
std::vector<std::int64_t> ancestors_of(const MergedPair& pair, std::int64_t record) {
  std::vector<std::int64_t> ancestors;
  if (pair.entity.field("parent") == nullptr) return ancestors;
  sqlite::Statement rows = pair.connection.prepare(
      fmt::format("WITH RECURSIVE up (id, steps) AS (SELECT parent_id, 1 FROM main.{0} WHERE id = ?1 UNION "
                  "SELECT t.parent_id, steps + 1 FROM main.{0} AS t JOIN up ON t.id = up.id) "
                  "SELECT id FROM up WHERE id IS NOT NULL ORDER BY steps",
                  pair.entity.table));
  rows.bind(1, record);
  while (rows.step()) ancestors.push_back(rows.integer(0));
  return ancestors;
}

/// "world > africa > eastern-africa": if world and eastern-africa became one, africa would be its own ancestor.
void refuse_circle(const MergedPair& pair) {
  const std::vector<std::int64_t> above = ancestors_of(pair, pair.into.id);
  const auto found = std::find(above.begin(), above.end(), pair.from.id);
  if (found == above.end() || found == above.begin()) return;
  const std::string between = model::read_code(pair.connection, pair.entity, *std::prev(found));
  throw Error(Exit::refused,
              fmt::format("{} lies below {}, with {} between", pair.into.label, pair.from.label, between),
              fmt::format("merge the other way round, or first `iscm set {} {} parent=`", pair.entity.name, between));
}

/// A choice for a field that does not exist is a typing error; one for a field that needs no choice is not.
void refuse_unknown_choices(const MergedPair& pair, const MergeChoices& choices,
                            const std::vector<model::Referring>& referring) {
  std::vector<std::string> known;
  for (const model::Field& field : pair.entity.fields) known.emplace_back(field.name);
  for (const model::Referring& by : referring) {
    if (by.entity == nullptr) continue;
    for (const model::Field& field : by.entity->fields) {
      known.push_back(fmt::format("{}.{}", by.entity->name, field.name));
    }
  }
  for (const auto& [field, choice] : choices) {
    if (std::find(known.begin(), known.end(), field) != known.end()) continue;
    const std::string guess = text::did_you_mean(field, known);
    throw Error(Exit::usage, fmt::format("--keep: there is no field \"{}\" here", field),
                guess.empty() ? fmt::format("`iscm fields {}` lists the fields; those of links are written as "
                                            "membership.valid_to",
                                            pair.entity.name)
                              : guess);
  }
}

/// A value of the source and of the target, as people write it; empty if it is not known.
struct Values {
  std::string from, into;
};

/// The value of a field as people write it; a reference between the two records counts as empty.
std::string shown_value(const MergedPair& pair, const model::Field& field, std::int64_t record) {
  std::string value = query::shown_value(pair.entity, field);
  if (field.target == pair.entity.name) {
    value = fmt::format("iif(t.{} IN ({}, {}), NULL, {})", field.column, pair.from.id, pair.into.id, value);
  }
  return pair.connection
      .text(fmt::format("SELECT {} FROM main.{} AS t WHERE t.id = ?", value, pair.entity.table), record)
      .value_or("");
}

Values values_of(const MergedPair& pair, const model::Field& field) {
  Values values{shown_value(pair, field, pair.from.id), shown_value(pair, field, pair.into.id)};
  // A fallback says nothing about the record.
  if (values.from == field.fallback) values.from.clear();
  if (values.into == field.fallback && !values.from.empty()) values.into.clear();
  // The target would be its own ancestor.
  if (field.target == pair.entity.name) {
    const std::vector<std::int64_t> above = ancestors_of(pair, pair.from.id);
    if (std::find(above.begin(), above.end(), pair.into.id) != above.end()) values.from.clear();
  }
  return values;
}

bool becomes_alias(const model::Entity& entity, const model::Field& field) {
  return !entity.alias_table.empty() && (field.tier == model::NameTier::name || field.tier == model::NameTier::alias);
}

/// Whether the target refers to the source by this field: the source is its parent.
bool refers_to_source(const MergedPair& pair, const model::Field& field) {
  return field.target == pair.entity.name &&
         pair.connection
             .integer(fmt::format("SELECT 1 FROM main.{} WHERE id = ? AND {} = ?", pair.entity.table, field.column),
                      pair.into.id, pair.from.id)
             .has_value();
}

history::ChangeRow field_change(const MergedPair& pair, const model::Field& field, const std::string& value) {
  return {std::string(pair.entity.name),
          pair.into.label,
          "change",
          std::string(field.name),
          refers_to_source(pair, field) ? pair.from.label : shown_value(pair, field, pair.into.id),
          value};
}

void decide(const MergedPair& pair, const model::Field& field, const MergeChoices& choices, MergedFields& merged,
            EditPlan& plan) {
  const Values values = values_of(pair, field);
  const auto found = choices.find(field.name);
  const std::string choice = found == choices.end() ? "" : found->second;
  const bool is_name = becomes_alias(pair.entity, field);
  if (values.from.empty() && refers_to_source(pair, field)) plan.changes.push_back(field_change(pair, field, ""));
  if (values.from.empty() || values.from == values.into) return;
  if ((values.into.empty() && choice != "into") || choice == "from") {
    merged.taken.push_back(&field);
    plan.changes.push_back(field_change(pair, field, values.from));
    if (is_name && !values.into.empty()) merged.names.push_back({values.into, field.name, values.from});
  } else if (is_name) {
    merged.names.push_back({values.from});
  } else if (choice.empty()) {
    plan.problems.push_back(value_conflict(pair, std::string(field.name), "", values.from, values.into));
  }
}

/// Each value is possible in its record, but maybe not together with a value of the other.
void find_impossible(const MergedPair& pair, const MergedFields& merged, EditPlan& plan) {
  const auto value_to_be = [&](const model::Field* field) {
    const bool taken = std::find(merged.taken.begin(), merged.taken.end(), field) != merged.taken.end();
    return shown_value(pair, *field, taken ? pair.from.id : pair.into.id);
  };
  for (const model::Span& span : model::spans_of(pair.entity)) {
    const std::string began = value_to_be(span.from);
    const std::string ended = value_to_be(span.to);
    if (began.empty() || ended.empty() || !text::certainly_before(ended, began)) continue;
    plan.problems.push_back(
        {.line = 1,
         .column = std::string(span.to->name),
         .value = ended,
         .code = "ends-before-it-begins",
         .message =
             fmt::format("it would end before it begins: {} {}, {} {}", span.from->name, began, span.to->name, ended),
         .hint = fmt::format("correct one of them first: `iscm set {} KEY FIELD=VALUE`", pair.entity.name)});
  }
}

MergedFields merge_fields(const MergedPair& pair, const MergeChoices& choices, EditPlan& plan) {
  MergedFields merged;
  merged.names.push_back({pair.from.label});
  for (const model::Field& field : pair.entity.fields) {
    if (field.type == model::FieldType::list || field.is_code()) continue;
    decide(pair, field, choices, merged, plan);
  }
  // "return" and "Return" would be the same alias.
  std::set<std::string> known;
  std::erase_if(merged.names, [&](const LostName& lost) { return !known.insert(text::fold(lost.name)).second; });
  if (plan.problems.empty() && !merged.taken.empty()) find_impossible(pair, merged, plan);
  return merged;
}

/// The values that the target takes over have the source that the user named; else they keep their own evidence.
void plan_evidence(const MergedPair& pair, const MergedFields& fields, const EditOptions& options, EditPlan& plan) {
  const std::string source = options.source.empty() ? options.source_to_be : options.source;
  if (fields.taken.empty() || source.empty()) return;
  plan.changes.push_back(
      {std::string(pair.entity.name), pair.into.label, "change", std::string(model::source_field().name), "", source});
}

/// Writes the fields that the target takes over. The values are in temp.merged_source, as the source has to be removed
/// first: a code of its own kind may be unique. Their evidence is found by merged_rows.
void write_fields(const MergedPair& pair, const MergedFields& fields, std::int64_t revision) {
  if (!fields.taken.empty()) {
    std::vector<std::string> values;
    for (const model::Field* field : fields.taken) values.push_back(fmt::format("{0} = o.{0}", field->column));
    pair.connection.run(fmt::format(R"(
UPDATE main.{} AS t
SET {}, source_id = ifnull((SELECT source_id FROM main.revisions WHERE id = ?1), ifnull(t.source_id, o.source_id))
FROM temp.merged_source AS o
WHERE t.id = ?2)",
                                    pair.entity.table, model::joined(values)),
                        revision, pair.into.id);
  }
  for (const LostName& lost : fields.names) {
    if (!needs_alias(pair.connection, pair.entity, pair.into.id, lost.name)) continue;
    add_former_name(pair.connection, pair.entity, pair.into.id, lost.name, revision);
  }
}

void write(const Merge& merge, std::int64_t revision) {
  const MergedPair& pair = merge.pair;
  pair.connection.run("DROP TABLE IF EXISTS temp.merged_source");
  pair.connection.run(
      fmt::format("CREATE TEMP TABLE merged_source AS SELECT * FROM main.{} WHERE id = ?", pair.entity.table),
      pair.from.id);
  record_merged_rows(pair.connection, pair.entity.table, {"id"},
                     fmt::format("main.{0} AS x JOIN main.{0} AS y ON x.id = {1} AND y.id = {2}", pair.entity.table,
                                 pair.from.id, pair.into.id),
                     revision);
  for (const MergedRows& rows : merge.rows) rows.write(revision);
  move_waivers(pair.connection, pair.entity, pair.from.label, pair.into.label);
  pair.connection.run(fmt::format("DELETE FROM main.{} WHERE id = ?", pair.entity.table), pair.from.id);
  write_fields(pair, merge.fields, revision);
}

}  // namespace

MergeChoices read_choices(std::string_view list) {
  MergeChoices choices;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    const std::string_view choice = text::trimmed(list.substr(0, comma));
    const auto equals = choice.find('=');
    const std::string_view side = equals == std::string_view::npos ? "" : choice.substr(equals + 1);
    if (side != "from" && side != "into") {
      throw Error(Exit::usage, fmt::format("--keep: \"{}\" is not a choice", choice), "write FIELD=from or FIELD=into");
    }
    const std::string field(choice.substr(0, equals));
    if (!choices.emplace(field, side).second) {
      throw Error(Exit::usage, fmt::format("--keep: {} is chosen twice", field), "choose one side of each field");
    }
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return choices;
}

EditPlan plan_merge(sqlite::Connection& connection, const model::Entity& entity, std::string_view from,
                    std::string_view into, const MergeChoices& choices, const EditOptions& options) {
  if (!entity.has_code()) {
    throw Error(Exit::usage, fmt::format("{} cannot be merged by themselves", entity.plural),
                "two that are the same become one if their records are merged; `iscm remove ENTITY KEY` removes one");
  }
  auto merge = std::make_shared<Merge>(Merge{{connection, entity, model::find_record(connection, &entity, from),
                                              model::find_record(connection, &entity, into)}});
  const MergedPair& pair = merge->pair;
  refuse_same_record(pair);
  refuse_circle(pair);
  const std::vector<model::Referring> referring = model::referring_to(connection, entity);
  refuse_unknown_choices(pair, choices, referring);
  EditPlan plan;
  plan.changes.push_back(removal_of(connection, entity, pair.from));
  merge->fields = merge_fields(pair, choices, plan);
  plan_evidence(pair, merge->fields, options, plan);
  for (const LostName& lost : merge->fields.names) {
    if (!needs_alias(connection, entity, pair.into.id, lost.name, lost.field, lost.next)) continue;
    plan.changes.push_back({std::string(entity.name), pair.into.label, "new", "alias", "", lost.name});
  }
  for (const model::Referring& by : referring) merge->rows.emplace_back(pair, by);
  for (MergedRows& rows : merge->rows) rows.plan(choices, plan);
  plan_waivers(connection, entity, pair.from.label, pair.into.label, plan.changes);
  note_lost_code(entity, pair.from.label, plan);
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

}  // namespace iscm::edit
