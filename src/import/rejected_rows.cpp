#include "import/rejected_rows.hpp"

#include <fmt/format.h>

#include "import/new_records.hpp"

namespace iscm::import {
namespace {

constexpr std::string_view kRejected = "line IN (SELECT line FROM temp.problem)";

/// A row whose record is unknown is reported with the field that should have named it: its code or name.
void reject_new_rows(Job& job) {
  std::string field = "NULL";
  std::string value = "NULL";
  if (job.entity.identity == model::Identity::name && job.maps("name")) {
    field = "iif(by_code, 'code', 'name')";
    value = "iif(by_code, f_code, f_name)";
  } else if (job.maps("code")) {
    field = "'code'";
    value = "f_code";
  }
  job.connection.run(
      fmt::format("INSERT INTO temp.problem SELECT line, {}, {}, 'unknown' FROM temp.input "
                  "WHERE is_new AND line NOT IN (SELECT line FROM temp.problem)",
                  field, value));
}

/// Rows of the same file may refer to each other: those that refer to a rejected one cannot be written either.
/// Returns whether any was found.
bool reject_dependent_rows(Job& job) {
  bool found = false;
  for (const model::Field* field : job.mapped(model::FieldType::reference)) {
    if (field->target != job.entity.name) continue;
    job.connection.run(fmt::format("INSERT INTO temp.problem SELECT i.line, ?, i.{0}, 'rejected-record' "
                                   "FROM temp.input AS i JOIN temp.input AS o ON o.record_id = i.{1} "
                                   "WHERE o.is_new AND o.{2} AND NOT i.{2}",
                                   text_column(*field), id_column(*field), kRejected),
                       field->name);
    found = found || job.connection.changes() > 0;
  }
  return found;
}

void take_out_rejected(Job& job) {
  sqlite::Connection& connection = job.connection;
  while (reject_dependent_rows(job)) {
  }
  connection.run(fmt::format(
      "INSERT INTO temp.rejected SELECT row, line, cells, by_code, is_new FROM temp.input WHERE {}", kRejected));
  connection.run("DELETE FROM temp.input WHERE row IN (SELECT row FROM temp.rejected)");
  connection.run("DELETE FROM temp.change WHERE row IN (SELECT row FROM temp.rejected)");
  job.rows = connection.integer("SELECT count(*) FROM temp.input").value_or(0);
  job.matches = connection.integer("SELECT count(match_id) FROM temp.input").value_or(0);
}

}  // namespace

void check_mode(Job& job, Mode mode) {
  if (mode == Mode::add) {
    job.connection.run(
        "INSERT INTO temp.problem SELECT i.line, c.field, c.new, 'exists' FROM temp.change AS c "
        "JOIN temp.input AS i ON i.row = c.row");
  } else if (mode == Mode::update && job.matches < job.rows) {
    reject_new_rows(job);
  }
}

void reject_rows(Job& job) {
  if (job.connection.integer("SELECT 1 FROM temp.problem LIMIT 1")) take_out_rejected(job);
  drop_needless_records(job);
}

}  // namespace iscm::import
