#include "core/edit/other_name.hpp"

#include <fmt/format.h>

#include "core/names.hpp"
#include "text/fold.hpp"

namespace iscm::core {

bool needs_alias(db::Connection& connection, const Entity& entity, std::int64_t record, std::string_view name,
                 std::string_view lost, std::string_view next) {
  const std::string key = text::fold(name);
  if (entity.alias_table.empty() || key.empty() || key == text::fold(next)) return false;
  for (const NameQuery& query : name_queries(entity)) {
    if (query.tier == NameTier::alias && query.table != entity.alias_table) continue;
    if (query.called == lost) continue;
    const auto known = connection.integer(fmt::format("SELECT 1 FROM main.{} WHERE {} = ? AND {} AND {} = ?",
                                                      query.table, query.id, query.filled, query.key),
                                          record, key);
    if (known) return false;
  }
  return true;
}

void tell_lost_name(const Entity& entity, std::string_view code, EditPlan& plan) {
  if (!entity.alias_table.empty()) return;
  plan.notes.push_back(fmt::format("{} have no other names: \"{}\" no longer finds it", entity.plural, code));
}

void add_former_name(db::Connection& connection, const Entity& entity, std::int64_t record, std::string_view name,
                     std::int64_t revision) {
  connection.run(fmt::format("INSERT INTO main.{} ({}, alias, key, kind, revision, source_id) "
                             "SELECT ?, ?, ?, 'former', id, source_id FROM main.revisions WHERE id = ?",
                             entity.alias_table, owner_column(entity)),
                 record, name, text::fold(name), revision);
}

}  // namespace iscm::core
