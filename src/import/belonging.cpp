#include "import/belonging.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "import/resolve.hpp"
#include "import/row_sql.hpp"
#include "import/same_by_date.hpp"

namespace iscm::import {
namespace {

/// The part of the key that may be empty; null if there is none.
const model::Field* owner_of(const model::Entity& entity) {
  for (const model::Field* field : model::key_fields(entity)) {
    if (field->type == model::FieldType::reference && !field->required) return field;
  }
  return nullptr;
}

}  // namespace

void reject_code_of_another(Job& job) {
  if (!job.entity.has_code() || !is_known_by_date(job.entity) || !job.maps("code")) return;
  const std::string given = "i.is_new AND i.by_code";
  if (!job.connection.integer(fmt::format("SELECT 1 FROM temp.input AS i WHERE {} LIMIT 1", given))) return;
  for (const model::Field& field : job.entity.fields) {
    if (field.type != model::FieldType::reference) continue;
    const model::Entity& kind = model::entity_named(field.target);
    collect_known_names(job, kind);
    job.connection.run(
        fmt::format("INSERT INTO temp.detail SELECT i.line, 'code', i.f_code, ?1, ?2 || ' ' || t.code, ?3 || '=' || "
                    "t.code FROM temp.input AS i CROSS JOIN temp.name AS n ON n.kind = ?2 AND n.key = fold(i.f_code) "
                    "JOIN main.{} AS t ON t.id = n.target_id WHERE {} GROUP BY i.row",
                    kind.table, given),
        kCodeOfAnother, kind.name, field.name);
  }
  // One question for each, instead of what else may be wrong with it as a code.
  job.connection.run(
      "DELETE FROM temp.problem WHERE field = 'code' AND line IN (SELECT line FROM temp.detail WHERE code = ?)",
      kCodeOfAnother);
  job.connection.run(
      "INSERT INTO temp.problem SELECT DISTINCT line, field, value, code FROM temp.detail WHERE code = ?",
      kCodeOfAnother);
}

void reject_without_owner(Job& job, bool every, std::span<const std::string> said, bool accepts_codes) {
  const model::Field* owner = owner_of(job.entity);
  if (owner == nullptr || every || std::find(said.begin(), said.end(), owner->name) != said.end()) return;
  const bool has_column = job.maps(*owner);
  std::string condition = "is_new";
  if (has_column) condition += fmt::format(" AND {} IS NULL", text_column(*owner));
  if (has_column && accepts_codes) condition += " AND NOT by_code";
  job.connection.run(
      fmt::format("INSERT INTO temp.problem SELECT line, ?, NULL, ? FROM temp.input WHERE {} AND line NOT IN "
                  "(SELECT line FROM temp.detail WHERE code = ?)",
                  condition),
      owner->name, has_column ? "no-owner" : "no-owner-column", kCodeOfAnother);
}

}  // namespace iscm::import
