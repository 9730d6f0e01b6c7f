#include "edit/rename.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "edit/lost_name.hpp"
#include "error.hpp"
#include "import/table_rules.hpp"
#include "model/field_types.hpp"
#include "model/find_record.hpp"
#include "model/names.hpp"
#include "model/sql_of.hpp"

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
    const std::string taken = model::read_code(connection, entity, other);
    const bool same = taken == code;
    throw Error(
        Exit::refused,
        same ? fmt::format("{} {} exists already", entity.name, code)
             : fmt::format("\"{}\" is a name of the {} {} already", code, entity.name, taken),
        same ? fmt::format("`iscm merge {} OTHER {}` makes two records one", entity.name, code) : "give another code");
  }
}

/// Refuses a code that breaks a CHECK of the table together with other columns: States have ISO codes.
void refuse_broken_rule(sqlite::Connection& connection, const model::Entity& entity, std::int64_t id,
                        std::string_view code) {
  const std::string code_column(entity.field("code")->column);
  std::vector<std::string> columns;
  sqlite::Statement names = connection.prepare("SELECT name FROM pragma_table_info(?, 'main')");
  names.bind(1, entity.table);
  while (names.step()) columns.push_back(names.text(0) == code_column ? "?1 AS code" : names.text(0));
  for (const import::TableRule& rule : import::rules_of_table(connection, entity.table)) {
    if (!connection.integer(fmt::format("SELECT 1 FROM (SELECT {} FROM main.{} WHERE id = ?2) WHERE NOT ({})",
                                        model::joined(columns), entity.table, rule.expression),
                            code, id)) {
      continue;
    }
    std::string words = rule.name;
    std::replace(words.begin(), words.end(), '_', ' ');
    throw Error(Exit::refused, fmt::format("a rule of the schema is broken: {}", words), "give another code");
  }
}

}  // namespace

EditPlan plan_rename(sqlite::Connection& connection, const model::Entity& entity, std::string_view name,
                     std::string_view code) {
  if (!entity.has_code()) {
    throw Error(Exit::usage, fmt::format("{} have no code", entity.plural),
                fmt::format("`iscm set {} KEY FIELD=VALUE` changes what identifies one", entity.name));
  }
  const model::Record record = model::find_record(connection, &entity, name);
  EditPlan plan;
  if (record.label == code) return plan;
  refuse_bad_code(entity, code);
  refuse_taken(connection, entity, record.id, code);
  refuse_broken_rule(connection, entity, record.id, code);
  const std::string kind(entity.name);
  plan.changes.push_back({kind, record.label, "change", "code", record.label, std::string(code)});
  const bool keeps = needs_alias(connection, entity, record.id, record.label, "code", code);
  if (keeps) plan.changes.push_back({kind, std::string(code), "new", "alias", "", record.label});
  note_lost_code(entity, record.label, plan);
  plan_waivers(connection, entity, record.label, code, plan.changes);
  plan.write = [&connection, &entity, record, keeps, code = std::string(code)](std::int64_t revision) {
    connection.run(fmt::format("UPDATE main.{} SET code = ? WHERE id = ?", entity.table), code, record.id);
    move_waivers(connection, entity, record.label, code);
    if (keeps) add_former_name(connection, entity, record.id, record.label, revision);
  };
  return plan;
}

}  // namespace iscm::edit
