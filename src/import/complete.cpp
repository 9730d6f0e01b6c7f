#include "import/complete.hpp"

#include <fmt/format.h>

#include "model/field_types.hpp"

namespace iscm::import {
namespace {

constexpr std::string_view kEnded = "ended";

/// The condition under which a record of main.<table> AS t has not ended.
std::string goes_on(const model::Entity& entity) {
  const model::Field* ending = ending_field(entity);
  if (ending == nullptr) return "1";
  if (ending->type == model::FieldType::choice) return fmt::format("t.{} <> {}", ending->column, model::quoted(kEnded));
  return fmt::format("t.{} IS NULL", ending->column);
}

/// The condition under which the file speaks of a record of main.<table> AS t at all.
std::string in_scope(const Job& job) {
  const model::Field& first = *job.entity.field(model::words(job.entity.key).front());
  if (first.type != model::FieldType::reference || !job.maps(first)) return "1";
  return fmt::format("t.{} IN (SELECT {} FROM temp.input)", first.column, id_column(first));
}

/// The code of a record, or the words of its key, over main.<table> AS t.
std::string stored_label(const model::Entity& entity) {
  if (entity.has_code()) return "t.code";
  std::string label;
  for (const std::string_view name : model::words(entity.key)) {
    const model::Field& field = *entity.field(name);
    const std::string value = field.type == model::FieldType::reference
                                  ? fmt::format("(SELECT code FROM main.{} WHERE id = t.{})",
                                                model::entity_named(field.target).table, field.column)
                                  : fmt::format("t.{}", field.column);
    label += fmt::format("{}ifnull({}, '')", label.empty() ? "" : " || ' ' || ", value);
  }
  return fmt::format("rtrim({})", label);
}

}  // namespace

const model::Field* ending_field(const model::Entity& entity) {
  const model::Field* status = entity.field("status");
  if (status != nullptr && status->type == model::FieldType::choice) return status;
  return entity.identity == model::Identity::dated_link ? entity.field("valid_to") : nullptr;
}

void find_missing(Job& job) {
  job.connection.run("DROP TABLE IF EXISTS temp.missing");
  job.connection.run(
      fmt::format("CREATE TEMP TABLE missing AS SELECT t.id FROM main.{} AS t WHERE {} AND {} AND t.id NOT IN "
                  "(SELECT match_id FROM temp.input WHERE match_id IS NOT NULL)",
                  job.entity.table, goes_on(job.entity), in_scope(job)));
}

void end_missing(Job& job, std::string_view end_date) {
  const model::Field& ending = *ending_field(job.entity);
  const std::string_view value = ending.type == model::FieldType::choice ? kEnded : end_date;
  job.connection.run(fmt::format("INSERT INTO temp.input (line, cells, match_id, {}) SELECT 0, '[]', id, ? "
                                 "FROM temp.missing ORDER BY id",
                                 text_column(ending)),
                     value);
  job.rows += job.connection.changes();
  job.matches += job.connection.changes();
}

sqlite::Statement missing_records(Job& job) {
  const model::Field* label = job.entity.has_code() ? model::label_field(job.entity) : nullptr;
  return job.connection.prepare(fmt::format(
      "SELECT {} AS record, {} AS name FROM temp.missing AS m JOIN main.{} AS t ON t.id = m.id ORDER BY 1",
      stored_label(job.entity), label == nullptr ? "NULL" : fmt::format("t.{}", label->column), job.entity.table));
}

}  // namespace iscm::import
