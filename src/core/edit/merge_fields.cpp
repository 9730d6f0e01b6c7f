#include "core/edit/merge_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/edit/other_name.hpp"
#include "core/field_rules.hpp"
#include "core/fields.hpp"
#include "text/fold.hpp"
#include "text/partial_date.hpp"

namespace iscm::core {
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
std::string told_value(const Pair& pair, const Field& field, std::int64_t record) {
  std::string value = fmt::format("t.{}", field.column);
  if (field.type == FieldType::reference) {
    value = fmt::format("(SELECT code FROM main.{} WHERE id = {}", entity_named(field.target).table, value);
    if (field.target == pair.entity.name) value += fmt::format(" AND id NOT IN ({}, {})", pair.from.id, pair.into.id);
    value += ")";
  }
  return pair.connection
      .text(fmt::format("SELECT {} FROM main.{} AS t WHERE t.id = ?", value, pair.entity.table), record)
      .value_or("");
}

Values values_of(const Pair& pair, const Field& field) {
  Values values{told_value(pair, field, pair.from.id), told_value(pair, field, pair.into.id)};
  // What a record has where nothing is said is no knowledge.
  if (values.from == field.fallback) values.from.clear();
  if (values.into == field.fallback && !values.from.empty()) values.into.clear();
  if (field.name == "parent" && lies_below(pair, pair.from.id, pair.into.id)) values.from.clear();
  return values;
}

/// A name that differs is no conflict: the other one becomes an alias.
bool is_name(const Entity& entity, const Field& field) {
  return !entity.alias_table.empty() && (field.tier == NameTier::name || field.tier == NameTier::alias);
}

/// True where the record that stays has the one that goes for its parent.
bool is_below(const Pair& pair, const Field& field) {
  return field.target == pair.entity.name &&
         pair.connection
             .integer(fmt::format("SELECT 1 FROM main.{} WHERE id = ? AND {} = ?", pair.entity.table, field.column),
                      pair.into.id, pair.from.id)
             .has_value();
}

void tell_change(const Pair& pair, const Field& field, const std::string& value, EditPlan& plan) {
  plan.changes.push_back({std::string(pair.entity.name), pair.into.label, "change", std::string(field.name),
                          is_below(pair, field) ? pair.from.label : told_value(pair, field, pair.into.id), value});
}

void decide(const Pair& pair, const Field& field, Keep& keep, MergedFields& merged, EditPlan& plan) {
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
  const auto value_to_be = [&](const Field* field) {
    const bool taken = std::find(merged.taken.begin(), merged.taken.end(), field) != merged.taken.end();
    return told_value(pair, *field, taken ? pair.from.id : pair.into.id);
  };
  for (const Span& span : spans_of(pair.entity)) {
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

Problem conflict(const std::string& field, std::string_view record, const std::string& from, const std::string& into) {
  return {.line = 1,
          .column = field,
          .value = {},
          .code = "conflict",
          .message = fmt::format("{}{}\"{}\" in the one that goes, \"{}\" in the one that stays", record,
                                 record.empty() ? "" : ": ", from, into),
          .hint = fmt::format("choose with --keep {0}=from or --keep {0}=into; several with commas between", field)};
}

MergedFields merge_fields(const Pair& pair, Keep& keep, EditPlan& plan) {
  MergedFields merged;
  merged.names.push_back(pair.from.label);
  for (const Field& field : pair.entity.fields) {
    if (field.type != FieldType::list && field.name != "code") decide(pair, field, keep, merged, plan);
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
    for (const Field* field : fields.taken) assignments += fmt::format("{0} = o.{0}, ", field->column);
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

}  // namespace iscm::core
