#include "import/keep_edits.hpp"

#include <fmt/format.h>

#include "import/row_sql.hpp"

namespace iscm::import {
namespace {

/// Revisions of people, and of other programs.
constexpr std::string_view kByPeople = "(SELECT id FROM main.revisions WHERE kind NOT IN ('seed', 'migration'))";

/// Moves the changes of a field whose record, main.<table> AS t, meets a condition.
void keep_changes(Job& job, const model::Field& field, const std::string& condition) {
  if (!job.connection.integer("SELECT 1 FROM temp.change WHERE field = ? LIMIT 1", field.name)) return;
  const std::string id = job.entity.is_pure_link
                             ? fmt::format("JOIN main.{} AS t ON {}", job.entity.table, same_record(job.entity))
                             : record_join(job);
  job.connection.run(fmt::format("INSERT INTO temp.kept SELECT i.line, {}, c.field, c.old, c.new, i.row "
                                 "FROM temp.change AS c JOIN temp.input AS i ON i.row = c.row {} "
                                 "WHERE c.field = ? AND {}",
                                 record_label(job), id, condition),
                     field.name);
}

/// A condition: people made the version in which the field got its value, the one after the last that had another.
std::string set_by_people(const Job& job, const model::Field& field) {
  return fmt::format(
      "(SELECT ifnull(min(h.revision), t.revision) FROM main.{0}_history AS h WHERE {1} AND h.revision > ifnull("
      "(SELECT max(o.revision) FROM main.{0}_history AS o WHERE {2} AND o.{3} IS NOT t.{3}), -1)) IN {4}",
      job.entity.table, same_as_stored(job.entity, "h"), same_as_stored(job.entity, "o"), field.column, kByPeople);
}

/// A list is kept as a whole when any of its links was made or removed by people.
std::string linked_by_people(const Job& job, const model::Field& field) {
  return fmt::format(
      "(EXISTS (SELECT 1 FROM main.{0} AS l WHERE l.{1} = t.id AND l.revision IN {2}) OR "
      "EXISTS (SELECT 1 FROM main.{0}_history AS h WHERE h.{1} = t.id AND h.replaced_by IN {2}))",
      field.link_table, model::owner_column(job.entity), kByPeople);
}

/// New rows whose key a record had until people removed it or changed its key.
void keep_removed(Job& job) {
  if (job.matches == job.rows) return;
  std::string same;
  for (const model::Field* field : identifying_fields(job.entity)) {
    same += " AND " + equals(*field, "h", new_value(job, *field));
  }
  job.connection.run(
      fmt::format("INSERT INTO temp.kept SELECT i.line, {}, NULL, NULL, NULL, i.row FROM temp.input AS i {} "
                  "WHERE i.is_new AND EXISTS (SELECT 1 FROM main.{}_history AS h WHERE h.replaced_by IN {}{})",
                  record_label(job), record_join(job), job.entity.table, kByPeople, same));
  job.connection.run("DELETE FROM temp.input WHERE row IN (SELECT row FROM temp.kept WHERE field IS NULL)");
  job.rows -= job.connection.changes();
  // What is wrong with a row that is not wanted is no matter: a renamed record is near to itself.
  job.connection.run("DELETE FROM temp.problem WHERE line IN (SELECT line FROM temp.kept WHERE field IS NULL)");
}

}  // namespace

void keep_edits(Job& job) {
  for (const model::Field* field : job.stored()) keep_changes(job, *field, set_by_people(job, *field));
  for (const model::Field* field : job.mapped(model::FieldType::list))
    keep_changes(job, *field, linked_by_people(job, *field));
  job.connection.run("DELETE FROM temp.change WHERE (row, field) IN (SELECT row, field FROM temp.kept)");
  keep_removed(job);
}

}  // namespace iscm::import
