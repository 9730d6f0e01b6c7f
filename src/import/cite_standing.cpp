#include "import/cite_standing.hpp"

#include <fmt/format.h>

#include "history/citations.hpp"
#include "history/evidence.hpp"
#include "history/facts.hpp"
#include "import/row_sql.hpp"

namespace iscm::import {
namespace {

/// The key of the row t as two columns.
std::string key_columns(const schema::TrackedTable& table) {
  return fmt::format("t.{}, t.{}", table.key.front(), table.key.back());
}

/// Rows that name a source and whose record may not have it for all of its facts.
std::string may_be_news(const Job& job, const schema::TrackedTable& table) {
  return fmt::format(
      "temp.input AS i JOIN main.{} AS t ON {} WHERE NOT i.is_new AND i.f_source IS NOT NULL AND i.id_source IS NOT "
      "NULL AND (t.source_id IS NOT i.id_source OR {} OR {})",
      job.entity.table, same_record(job.entity), history::has_history(table, "t"), history::has_citations(table, "t"));
}

void leave_out_known(Job& job, const schema::TrackedTable& table) {
  sqlite::Statement cited = job.connection.prepare("SELECT rowid, key1, key2, field, source_id FROM temp.cited");
  std::vector<std::int64_t> known;
  while (cited.step()) {
    const std::vector<std::int64_t> key = {cited.integer(1), cited.integer(2)};
    const std::string field = cited.text(3);
    const std::string_view fact = field.empty() ? std::string_view(job.entity.name) : field;
    if (history::has_source(job.connection, table, key, fact, cited.integer(4))) known.push_back(cited.integer(0));
  }
  cited.reset();
  for (const std::int64_t row : known) job.connection.run("DELETE FROM temp.cited WHERE rowid = ?", row);
}

}  // namespace

void find_cited(Job& job, bool is_saved) {
  job.connection.run("DELETE FROM temp.cited");
  if (job.matches == 0 || !job.maps(model::source_field())) return;
  const schema::TrackedTable table = model::tracked_table(job.connection, job.entity);
  const std::string rows = may_be_news(job, table);
  const auto add = [&](std::string_view field, const std::string& condition) {
    const std::string is_said = is_saved
                                    ? fmt::format(" AND i.row IN (SELECT row FROM temp.bound_field WHERE field = {})",
                                                  model::quoted(field.empty() ? model::source_field().name : field))
                                    : std::string();
    job.connection.run(fmt::format("INSERT INTO temp.cited SELECT i.row, {}, ?, i.id_source FROM {} AND {}{}",
                                   key_columns(table), rows, condition, is_said),
                       field);
  };
  // What is cited of a link is the link as a whole, unless the row only changes what says nothing of it.
  if (!job.entity.has_code()) {
    add("",
        fmt::format("(i.row NOT IN (SELECT row FROM temp.change) OR i.row IN (SELECT row FROM temp.change WHERE field "
                    "NOT IN ({})))",
                    kSaysNothingOfTheLink));
  } else {
    for (const model::Field* field : job.stored()) {
      if (!history::is_fact(field->name)) continue;
      // A name by which the record is found is not something that the row says of it.
      add(field->name,
          fmt::format("{} AND {} IS NOT NULL AND i.row NOT IN (SELECT row FROM temp.change WHERE field = {})",
                      field->tier == model::NameTier::none ? "1" : "i.by_code", stored_value(*field),
                      model::quoted(field->name)));
    }
  }
  leave_out_known(job, table);
  job.connection.run(
      fmt::format("INSERT OR IGNORE INTO temp.change SELECT DISTINCT c.row, ?1, NULL, {} FROM temp.cited AS "
                  "c JOIN temp.input AS i ON i.row = c.row",
                  shown_value(job, model::source_field(), "i.id_source")),
      model::source_field().name);
}

void write_cited(Job& job, std::int64_t revision) {
  const schema::TrackedTable table = model::tracked_table(job.connection, job.entity);
  sqlite::Statement cited =
      job.connection.prepare("SELECT key1, key2, field, source_id FROM temp.cited ORDER BY row, rowid");
  while (cited.step()) {
    history::add_citation(job.connection, table, {cited.integer(0), cited.integer(1)},
                          {.field = cited.text(2), .source = cited.integer(3), .place = {}, .note = {}}, revision);
  }
}

}  // namespace iscm::import
