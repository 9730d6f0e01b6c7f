#include "edit/lost_name.hpp"

#include <fmt/format.h>

#include <string>

#include "model/names.hpp"
#include "model/sql_of.hpp"
#include "text/fold.hpp"

namespace iscm::edit {

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

void note_lost_code(const model::Entity& entity, std::string_view code, EditPlan& plan) {
  if (!entity.alias_table.empty()) return;
  plan.notes.push_back(fmt::format("{} have no aliases: \"{}\" no longer finds it", entity.plural, code));
}

void add_former_name(sqlite::Connection& connection, const model::Entity& entity, std::int64_t record,
                     std::string_view name, std::int64_t revision) {
  connection.run(fmt::format("INSERT INTO main.{} ({}, alias, key, kind, revision, source_id) "
                             "SELECT ?, ?, ?, 'former', id, source_id FROM main.revisions WHERE id = ?",
                             entity.alias_table, owner_column(entity)),
                 record, name, text::fold(name), revision);
}

void plan_waivers(sqlite::Connection& connection, const model::Entity& entity, std::string_view from,
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

}  // namespace iscm::edit
