#include "core/import/changes.hpp"

#include <fmt/format.h>

#include "core/import/compare.hpp"
#include "core/import/create.hpp"

namespace iscm::core {
namespace {

/// One word of the key of a row: as its record has it, where it exists and the input does not say.
std::string key_word(const Job& job, const Field& field) {
  const bool given = job.maps(field);
  const bool stored = !job.entity.is_pure_link;
  if (field.type == FieldType::reference) {
    const std::string id = given ? fmt::format("i.{}", id_column(field)) : "NULL";
    const std::string known = stored ? fmt::format("ifnull({}, t.{})", id, field.column) : id;
    return code_of_id(job, field, known);
  }
  const std::string text = given ? fmt::format("i.{}", text_column(field)) : "NULL";
  return stored ? fmt::format("coalesce({}, t.{})", text, field.column) : text;
}

std::vector<const Field*> shown_fields(const Job& job) {
  std::vector<const Field*> fields = job.mapped();
  std::erase_if(fields, [](const Field* field) { return field->name == "code"; });
  if (job.maps(source_field())) fields.push_back(&source_field());
  return fields;
}

}  // namespace

std::string record_join(const Job& job) {
  if (job.entity.is_pure_link) return "";
  return fmt::format("LEFT JOIN main.{} AS t ON t.id = i.match_id", job.entity.table);
}

std::string record_label(const Job& job) {
  if (job.entity.has_code()) return "ifnull(t.code, i.f_code)";
  std::string label;
  for (const std::string_view name : words(job.entity.key)) {
    label +=
        fmt::format("{}ifnull({}, '')", label.empty() ? "" : " || ' ' || ", key_word(job, *job.entity.field(name)));
  }
  return fmt::format("rtrim({})", label);
}

db::Statement planned_changes(Job& job, std::int64_t most) {
  index_items(job);
  // The place of a field is that of the description, which is how people read a record.
  std::string places;
  std::string values;
  std::int64_t place = 0;
  // Each part joins them anew: a table of theirs, named once, would be made of all rows.
  const std::string shown = fmt::format("CROSS JOIN temp.input AS i ON i.row = p.row {}", record_join(job));
  const std::string label = record_label(job);
  for (const Field* field : shown_fields(job)) {
    places += fmt::format("{}SELECT {} AS name, {} AS place", places.empty() ? "" : " UNION ALL ", quoted(field->name),
                          ++place);
    values += fmt::format(
        " UNION ALL SELECT i.row, i.line, 'new', {0}, {1}, NULL, {2}, {3} FROM picked AS p {4} "
        "WHERE i.is_new AND {2} IS NOT NULL",
        label, quoted(field->name), planned_value(job, *field), place, shown);
  }
  // A new record of which nothing but the code is known is shown too.
  return job.connection.prepare(fmt::format(
      "WITH picked AS MATERIALIZED (SELECT row FROM temp.input WHERE is_new OR row IN (SELECT row FROM temp.change) "
      "ORDER BY row LIMIT {0}), told (row, line, action, record, field, old, new, place) AS ("
      "SELECT i.row, i.line, 'change', {1}, c.field, c.old, c.new, n.place FROM picked AS p "
      "CROSS JOIN temp.change AS c ON c.row = p.row {2} JOIN ({3}) AS n ON n.name = c.field"
      " UNION ALL SELECT i.row, i.line, 'new', {1}, NULL, NULL, NULL, 0 FROM picked AS p {2} WHERE i.is_new{4}"
      " UNION ALL SELECT (SELECT ifnull(max(row), 0) FROM temp.input) + s.place, s.line, 'new', s.record, s.field, "
      "NULL, s.new, "
      "s.part FROM ({5}) AS s WHERE {0} < 0 OR s.place <= {0} - (SELECT count(*) FROM picked)) "
      "SELECT line, row, action, record, field, old, new FROM told ORDER BY row, place",
      most, label, shown, places.empty() ? "SELECT NULL AS name, 0 AS place" : places, values, side_changes()));
}

db::Statement changes_by_field(Job& job) {
  return job.connection.prepare(
      "SELECT field, count(*) AS changes FROM temp.change GROUP BY field ORDER BY changes DESC, field");
}

}  // namespace iscm::core
