#include "edit/rename.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "error.hpp"
#include "import/table_rules.hpp"
#include "model/field_types.hpp"
#include "model/find_record.hpp"
#include "model/names.hpp"
#include "model/sql_of.hpp"
#include "schema/tables.hpp"
#include "text/fold.hpp"

namespace iscm::edit {
namespace {

void refuse_bad_code(const model::Entity& entity, std::string_view code) {
  const model::Field& field = *entity.field("code");
  if (model::broken_rule(field, code).empty()) return;
  throw Error(Exit::refused, fmt::format("code: \"{}\" does not fit", code), model::rule_in_words(field));
}

void refuse_taken(sqlite::Connection& connection, const model::Entity& entity, std::int64_t id, std::string_view code) {
  for (const std::int64_t other : model::find_named(connection, entity, code).ids) {
    if (other == id) continue;
    const auto taken = connection.text(fmt::format("SELECT code FROM main.{} WHERE id = ?", entity.table), other);
    const bool same = *taken == code;
    throw Error(
        Exit::refused,
        same ? fmt::format("{} {} exists already", entity.name, code)
             : fmt::format("\"{}\" is a name of the {} {} already", code, entity.name, *taken),
        same ? fmt::format("`iscm merge {} OTHER {}` makes two records one", entity.name, code) : "give another code");
  }
}

/// A rule of the table that the row would break with this code: States have ISO codes.
void refuse_broken_rule(sqlite::Connection& connection, const model::Entity& entity, std::int64_t id,
                        std::string_view code) {
  const std::string code_column(entity.field("code")->column);
  std::string columns;
  sqlite::Statement names = connection.prepare("SELECT name FROM pragma_table_info(?, 'main')");
  names.bind(1, entity.table);
  while (names.step()) {
    const std::string name = names.text(0);
    columns += fmt::format("{}{}", columns.empty() ? "" : ", ", name == code_column ? "?1 AS code" : name);
  }
  for (const import::TableRule& rule : import::rules_of_table(connection, entity.table)) {
    if (!connection.integer(fmt::format("SELECT 1 FROM (SELECT {} FROM main.{} WHERE id = ?2) WHERE NOT ({})", columns,
                                        entity.table, rule.expression),
                            code, id)) {
      continue;
    }
    std::string words = rule.name;
    std::replace(words.begin(), words.end(), '_', ' ');
    throw Error(Exit::refused, fmt::format("a rule of the schema is broken: {}", words), "give another code");
  }
}

}  // namespace

void tell_waivers(sqlite::Connection& connection, const model::Entity& entity, std::string_view from,
                  std::string_view into, std::vector<history::ChangeRow>& changes) {
  sqlite::Statement waivers = connection.prepare(
      fmt::format("SELECT {}, EXISTS (SELECT 1 FROM main.waivers AS o WHERE o.check_name = t.check_name "
                  "AND o.entity = t.entity AND o.record_key = ?3) "
                  "FROM main.waivers AS t WHERE t.entity = ?1 AND t.record_key = ?2 ORDER BY 1",
                  model::label_of(model::entity_named("waiver"), "t")));
  waivers.bind_all(entity.name, from, into);
  while (waivers.step()) {
    if (waivers.integer(1) == 1) {
      changes.push_back({"waiver", waivers.text(0), "removed", "", "", ""});
    } else {
      changes.push_back({"waiver", waivers.text(0), "change", "key", std::string(from), std::string(into)});
    }
  }
}

void move_waivers(sqlite::Connection& connection, const model::Entity& entity, std::string_view from,
                  std::string_view into) {
  connection.run(
      "DELETE FROM main.waivers WHERE entity = ?1 AND record_key = ?2 AND check_name IN "
      "(SELECT check_name FROM main.waivers WHERE entity = ?1 AND record_key = ?3)",
      entity.name, from, into);
  connection.run("UPDATE main.waivers SET record_key = ?3 WHERE entity = ?1 AND record_key = ?2", entity.name, from,
                 into);
}

EditPlan plan_rename(sqlite::Connection& connection, const model::Entity& entity, std::string_view name,
                     std::string_view code) {
  if (!entity.has_code()) {
    throw Error(Exit::usage, fmt::format("{} have no code", entity.plural),
                fmt::format("`iscm set {}` changes what identifies one", entity.name));
  }
  const model::EditedRecord record = model::record_called(connection, entity, name);
  EditPlan plan;
  if (record.label == code) return plan;
  refuse_bad_code(entity, code);
  refuse_taken(connection, entity, record.id, code);
  refuse_broken_rule(connection, entity, record.id, code);
  const std::string kind(entity.name);
  plan.changes.push_back({kind, record.label, "change", "code", record.label, std::string(code)});
  const bool keeps = needs_alias(connection, entity, record.id, record.label, "code", code);
  if (keeps) plan.changes.push_back({kind, std::string(code), "new", "alias", "", record.label});
  tell_lost_name(entity, record.label, plan);
  tell_waivers(connection, entity, record.label, code, plan.changes);
  plan.write = [&connection, &entity, record, keeps, code = std::string(code)](std::int64_t revision) {
    connection.run(fmt::format("UPDATE main.{} SET code = ? WHERE id = ?", entity.table), code, record.id);
    move_waivers(connection, entity, record.label, code);
    if (keeps) add_former_name(connection, entity, record.id, record.label, revision);
  };
  return plan;
}

bool needs_alias(sqlite::Connection& connection, const model::Entity& entity, std::int64_t record,
                 std::string_view name, std::string_view lost, std::string_view next) {
  const std::string key = text::fold(name);
  if (entity.alias_table.empty() || key.empty() || key == text::fold(next)) return false;
  for (const model::NameQuery& query : model::name_queries(entity)) {
    if (query.tier == model::NameTier::alias && query.table != entity.alias_table) continue;
    if (query.called == lost) continue;
    const auto known = connection.integer(fmt::format("SELECT 1 FROM main.{} WHERE {} = ? AND {} AND {} = ?",
                                                      query.table, query.id, query.filled, query.key),
                                          record, key);
    if (known) return false;
  }
  return true;
}

void tell_lost_name(const model::Entity& entity, std::string_view code, EditPlan& plan) {
  if (!entity.alias_table.empty()) return;
  plan.notes.push_back(fmt::format("{} have no other names: \"{}\" no longer finds it", entity.plural, code));
}

void add_former_name(sqlite::Connection& connection, const model::Entity& entity, std::int64_t record,
                     std::string_view name, std::int64_t revision) {
  connection.run(fmt::format("INSERT INTO main.{} ({}, alias, key, kind, revision, source_id) "
                             "SELECT ?, ?, ?, 'former', id, source_id FROM main.revisions WHERE id = ?",
                             entity.alias_table, owner_column(entity)),
                 record, name, text::fold(name), revision);
}

}  // namespace iscm::edit
