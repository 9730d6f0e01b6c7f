#include "core/edit/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "core/edit/merge_fields.hpp"
#include "core/edit/merge_links.hpp"
#include "core/edit/merged_rows.hpp"
#include "core/edit/other_name.hpp"
#include "core/edit/rename.hpp"
#include "core/fields.hpp"
#include "error.hpp"
#include "text/suggest.hpp"
#include "text/visible.hpp"

namespace iscm::core {
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
void refuse_unused(const Pair& pair, const Keep& keep, const std::vector<Referring>& referring) {
  std::vector<std::string> known;
  for (const Field& field : pair.entity.fields) known.emplace_back(field.name);
  for (const Referring& by : referring) {
    if (by.entity == nullptr) continue;
    for (const Field& field : by.entity->fields) known.push_back(fmt::format("{}.{}", by.entity->name, field.name));
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

ChangeRow gone(const Pair& pair) {
  const Field* name = label_field(pair.entity);
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
  plan.changes.push_back(
      {std::string(pair.entity.name), pair.into.label, "change", std::string(source_field().name), before, after});
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

EditPlan plan_merge(db::Connection& connection, const Entity& entity, std::string_view from, std::string_view into,
                    const Keep& keep, const EditOptions& options) {
  if (!entity.has_code()) {
    throw Error(Exit::usage, fmt::format("{} are not merged by themselves", entity.plural),
                "twins fold into one where their records are merged; `iscm remove` takes one away");
  }
  auto merge = std::make_shared<Merge>(
      Merge{{connection, entity, record_called(connection, entity, from), record_called(connection, entity, into)}});
  const Pair& pair = merge->pair;
  refuse_the_same(pair);
  refuse_circle(pair);
  const std::vector<Referring> referring = referring_to(connection, entity);
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
  for (const Referring& by : referring) merge->rows.emplace_back(pair, by);
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

}  // namespace iscm::core
