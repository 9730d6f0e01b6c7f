#include "import/plan_changes.hpp"

#include <fmt/format.h>

#include <vector>

#include "import/compare.hpp"
#include "import/new_records.hpp"
#include "import/row_sql.hpp"
#include "model/field_types.hpp"

namespace iscm::import {
namespace {

void list_records(Job& job, std::int64_t most) {
  job.connection.run(fmt::format("INSERT INTO temp.planned SELECT i.row, i.line, iif(i.is_new, 'new', 'change'), {} "
                                 "FROM temp.input AS i {} "
                                 "WHERE i.is_new OR i.row IN (SELECT row FROM temp.change) ORDER BY i.row LIMIT ?",
                                 record_label(job), record_join(job)),
                     most);
}

void list_values(Job& job, const model::Field& field, std::int64_t place) {
  // The source of a whole file is no news for each of its rows.
  if (&field == &model::source_field() && !job.maps(field)) return;
  job.connection.run(
      "INSERT INTO temp.planned_value SELECT p.row, ?1, c.field, c.old, c.new FROM temp.planned AS p "
      "CROSS JOIN temp.change AS c ON c.row = p.row AND c.field = ?2",
      place, field.name);
  if (job.matches == job.rows) return;
  job.connection.run(fmt::format("INSERT INTO temp.planned_value SELECT * FROM (SELECT p.row, ?, ?, NULL, {} AS new "
                                 "FROM temp.planned AS p CROSS JOIN temp.input AS i ON i.row = p.row {} "
                                 "WHERE i.is_new LIMIT -1) WHERE new IS NOT NULL",
                                 shown_new_value(job, field), record_join(job)),
                     place, field.name);
}

/// Further evidence for the field, or with null for links as a whole.
void list_citations(Job& job, const model::Field* field, std::int64_t place) {
  const std::string value = field == nullptr ? "NULL" : shown_value(job, *field, fmt::format("t.{}", field->column));
  job.connection.run(
      fmt::format("INSERT INTO temp.planned_citation SELECT p.row, ?1, ?2, {}, {} FROM temp.cited AS c CROSS JOIN "
                  "temp.planned AS p ON p.row = c.row CROSS JOIN temp.input AS i ON i.row = c.row JOIN main.{} AS t "
                  "ON {} WHERE c.field = ?3",
                  value, shown_value(job, model::source_field(), "c.source_id"), job.entity.table,
                  same_record(job.entity)),
      place, field == nullptr ? job.entity.name : field->name, field == nullptr ? std::string_view() : field->name);
}

/// The rows after those of the input are the records of other kinds, then the aliases.
std::int64_t last_row(Job& job) {
  return job.connection
      .integer(
          "SELECT max(ifnull((SELECT max(row) FROM temp.input), 0), ifnull((SELECT max(row) FROM temp.planned), 0))")
      .value_or(0);
}

void list_created(Job& job, std::int64_t most) {
  const std::int64_t last = last_row(job);
  sqlite::Statement rows = job.connection.prepare(
      "SELECT c.kind, c.code, c.name, c.acronym, c.address, ifnull(c.line, (SELECT line FROM temp.input AS i "
      "WHERE i.row = c.row)) FROM temp.created AS c ORDER BY c.row, c.kind, c.id LIMIT ?");
  rows.bind_all(most);
  for (std::int64_t row = last + 1; rows.step(); ++row) {
    const model::Entity& kind = model::entity_named(rows.text(0));
    job.connection.run("INSERT INTO temp.planned VALUES (?, ?, 'new', ?)", row, rows.value(5),
                       fmt::format("{} {}", kind.name, rows.text(1)));
    std::int64_t place = 0;
    for (const model::Field* field : created_fields(kind)) {
      const int column = static_cast<int>(++place) + 1;
      if (field == nullptr || rows.is_null(column)) continue;
      job.connection.run("INSERT INTO temp.planned_value VALUES (?, ?, ?, NULL, ?)", row, place, field->name,
                         rows.value(column));
    }
  }
}

void list_learned(Job& job, std::int64_t most) {
  const std::int64_t last = last_row(job);
  job.connection.run(
      "INSERT INTO temp.planned SELECT ? + row_number() OVER (ORDER BY kind, alias), NULL, 'new', "
      "kind || '-alias ' || alias FROM temp.learned ORDER BY kind, alias LIMIT ?",
      last, most);
  job.connection.run(
      "INSERT INTO temp.planned_value SELECT p.row, 1, l.kind, NULL, l.code FROM temp.planned AS p "
      "JOIN (SELECT ? + row_number() OVER (ORDER BY kind, alias) AS row, kind, code FROM temp.learned) AS l "
      "ON l.row = p.row",
      last);
}

}  // namespace

void list_changes(Job& job, std::int64_t most) {
  index_items(job);
  job.connection.run("DELETE FROM temp.planned");
  job.connection.run("DELETE FROM temp.planned_value");
  job.connection.run("DELETE FROM temp.planned_citation");
  list_records(job, most);
  // People read a record in the order in which its entity describes it.
  std::int64_t place = 0;
  const bool cites = job.connection.integer("SELECT 1 FROM temp.cited LIMIT 1").has_value();
  for (const model::Field& field : job.entity.fields) {
    const bool has_value = job.maps(field) || !field.fallback.empty();
    if (!has_value || field.is_code()) continue;
    list_values(job, field, ++place);
    if (cites && field.type != model::FieldType::list) list_citations(job, &field, place);
  }
  list_values(job, model::source_field(), ++place);
  if (cites) list_citations(job, nullptr, ++place);
  const auto room = [&] {
    const auto listed = job.connection.integer("SELECT count(*) FROM temp.planned");
    return most < 0 ? most : most - listed.value_or(0);
  };
  list_created(job, room());
  list_learned(job, room());
}

sqlite::Statement planned_changes(Job& job, std::int64_t most) {
  list_changes(job, most);
  // A row that only cites has a change of its source, which the citations say better.
  return job.connection.prepare(
      "SELECT p.line, p.row, ifnull(v.action, p.action), p.record, v.field, v.old, v.new FROM (SELECT row, 0 AS place, "
      "NULL AS action, NULL AS field, NULL AS old, NULL AS new FROM temp.planned UNION ALL SELECT row, place, NULL, "
      "field, old, new FROM temp.planned_value AS s WHERE field <> 'source' OR row NOT IN (SELECT row FROM temp.cited) "
      "OR EXISTS (SELECT 1 FROM temp.planned_value AS o WHERE o.row = s.row AND o.field <> 'source') UNION ALL SELECT "
      "row, place, 'cited', fact, value, source FROM temp.planned_citation) AS v JOIN temp.planned AS p ON p.row = "
      "v.row ORDER BY v.row, v.place");
}

sqlite::Statement changes_by_field(Job& job) {
  return job.connection.prepare(
      "SELECT field, count(*) AS changes FROM temp.change GROUP BY field ORDER BY changes DESC, field");
}

}  // namespace iscm::import
