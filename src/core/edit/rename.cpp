#include "core/edit/rename.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/edit/other_name.hpp"
#include "core/edit/record.hpp"
#include "core/field_rules.hpp"
#include "core/fields.hpp"
#include "core/import/table_rules.hpp"
#include "core/names.hpp"
#include "db/tracked.hpp"
#include "error.hpp"

namespace iscm::core {
namespace {

void refuse_bad_code(const Entity& entity, std::string_view code) {
  const Field& field = *entity.field("code");
  if (broken_rule(field, code).empty()) return;
  throw Error(Exit::refused, fmt::format("code: \"{}\" does not fit", code), rule_in_words(field));
}

void refuse_taken(db::Connection& connection, const Entity& entity, std::int64_t id, std::string_view code) {
  for (const std::int64_t other : find_named(connection, entity, code).ids) {
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
void refuse_broken_rule(db::Connection& connection, const Entity& entity, std::int64_t id, std::string_view code) {
  const std::string code_column(entity.field("code")->column);
  std::string columns;
  db::Statement names = connection.prepare("SELECT name FROM pragma_table_info(?, 'main')");
  names.bind(1, entity.table);
  while (names.step()) {
    const std::string name = names.text(0);
    columns += fmt::format("{}{}", columns.empty() ? "" : ", ", name == code_column ? "?1 AS code" : name);
  }
  for (const TableRule& rule : rules_of_table(connection, entity.table)) {
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

void tell_waivers(db::Connection& connection, const Entity& entity, std::string_view from, std::string_view into,
                  std::vector<ChangeRow>& changes) {
  db::Statement waivers = connection.prepare(
      fmt::format("SELECT {}, EXISTS (SELECT 1 FROM main.waivers AS o WHERE o.check_name = t.check_name "
                  "AND o.entity = t.entity AND o.record_key = ?3) "
                  "FROM main.waivers AS t WHERE t.entity = ?1 AND t.record_key = ?2 ORDER BY 1",
                  label_of(entity_named("waiver"), "t")));
  waivers.bind_all(entity.name, from, into);
  while (waivers.step()) {
    if (waivers.integer(1) == 1) {
      changes.push_back({"waiver", waivers.text(0), "removed", "", "", ""});
    } else {
      changes.push_back({"waiver", waivers.text(0), "change", "key", std::string(from), std::string(into)});
    }
  }
}

void move_waivers(db::Connection& connection, const Entity& entity, std::string_view from, std::string_view into) {
  connection.run(
      "DELETE FROM main.waivers WHERE entity = ?1 AND record_key = ?2 AND check_name IN "
      "(SELECT check_name FROM main.waivers WHERE entity = ?1 AND record_key = ?3)",
      entity.name, from, into);
  connection.run("UPDATE main.waivers SET record_key = ?3 WHERE entity = ?1 AND record_key = ?2", entity.name, from,
                 into);
}

EditPlan plan_rename(db::Connection& connection, const Entity& entity, std::string_view name, std::string_view code) {
  if (!entity.has_code()) {
    throw Error(Exit::usage, fmt::format("{} have no code", entity.plural),
                fmt::format("`iscm set {}` changes what identifies one", entity.name));
  }
  const EditedRecord record = record_called(connection, entity, name);
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

}  // namespace iscm::core
