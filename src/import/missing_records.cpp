#include "import/missing_records.hpp"

#include <fmt/format.h>

#include "model/field_types.hpp"
#include "model/sql_of.hpp"

namespace iscm::import {
namespace {

constexpr std::string_view kEnded = "ended";

/// A condition: a record of main.<table> AS t has not ended.
std::string goes_on(const model::Entity& entity) {
  const model::Field* ending = ending_field(entity);
  if (ending == nullptr) return "1";
  if (ending->type == model::FieldType::choice) return fmt::format("t.{} <> {}", ending->column, model::quoted(kEnded));
  return fmt::format("t.{} IS NULL", ending->column);
}

/// A condition: the file is about a record of main.<table> AS t at all.
std::string in_scope(const Job& job) {
  const model::Field& first = *job.entity.field(model::words(job.entity.key).front());
  if (first.type != model::FieldType::reference || !job.maps(first)) return "1";
  return fmt::format("t.{} IN (SELECT {} FROM temp.input)", first.column, id_column(first));
}

}  // namespace

const model::Field* ending_field(const model::Entity& entity) {
  const model::Field* status = entity.field("status");
  if (status != nullptr && status->type == model::FieldType::choice) return status;
  return entity.identity == model::Identity::dated_link ? entity.field("valid_to") : nullptr;
}

std::int64_t find_missing(Job& job) {
  const model::Field* label = job.entity.has_code() ? model::label_field(job.entity) : nullptr;
  job.connection.run(
      fmt::format("INSERT INTO temp.missing SELECT t.id, {}, {} FROM main.{} AS t WHERE {} AND {} AND t.id NOT IN "
                  "(SELECT match_id FROM temp.input WHERE match_id IS NOT NULL)",
                  model::label_of(job.entity, "t"), label == nullptr ? "NULL" : fmt::format("t.{}", label->column),
                  job.entity.table, goes_on(job.entity), in_scope(job)));
  return job.connection.changes();
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
  return job.connection.prepare("SELECT record, name FROM temp.missing ORDER BY record");
}

}  // namespace iscm::import
