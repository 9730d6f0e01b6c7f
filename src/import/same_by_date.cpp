#include "import/same_by_date.hpp"

#include <fmt/format.h>

#include "import/row_sql.hpp"
#include "model/field_types.hpp"
#include "text/partial_date.hpp"

namespace iscm::import {
namespace {

bool is_link(const Job& job) {
  return job.entity.identity == model::Identity::dated_link;
}

const model::Field& date_of(const model::Entity& entity) {
  return *model::key_fields(entity).back();
}

/// The fields of the key that the two records have in common: a title may be in other words.
std::vector<const model::Field*> common_fields(const Job& job) {
  std::vector<const model::Field*> fields = model::key_fields(job.entity);
  fields.pop_back();
  if (!is_link(job)) {
    std::erase_if(fields, [](const model::Field* field) { return field->type != model::FieldType::reference; });
  }
  return fields;
}

/// "o.x = w.x AND ..." over the common fields of two records. `optional` is that of a reference that may be empty: the
/// unique keys of the record have it as 0, rows of the input as it is.
std::string have_in_common(const Job& job, const char* optional) {
  std::vector<std::string> equal;
  for (const model::Field* field : common_fields(job)) {
    const bool is_always_there = field->required || !field->fallback.empty();
    equal.push_back(fmt::format(fmt::runtime(is_always_there ? "o.{0} = w.{0}" : optional), field->column));
  }
  return model::joined(equal, " AND ");
}

constexpr const char* kOfRecord = "ifnull(o.{0}, 0) = ifnull(w.{0}, 0)";
constexpr const char* kOfInput = "o.{0} IS w.{0}";

/// What people call a row: the words of its key as they will be.
std::string words_of_row(const Job& job) {
  std::vector<std::string> words;
  for (const model::Field* field : model::key_fields(job.entity)) {
    words.push_back(fmt::format("ifnull({}, '')", shown_value(job, *field, value_to_be(job, *field))));
  }
  return fmt::format("trim({})", model::joined(words, " || ' ' || "));
}

/// The rows that are asked about, under the names of the columns of their record: a query.
std::string asked_rows(const Job& job, std::string_view condition) {
  std::string columns;
  std::string known = "1";
  for (const model::Field* field : model::key_fields(job.entity)) {
    columns += fmt::format(", {} AS {}", value_to_be(job, *field), field->column);
  }
  if (is_link(job)) columns += fmt::format(", {} AS valid_to", value_to_be(job, *job.entity.field("valid_to")));
  std::string alike = model::quoted(date_of(job.entity).name);
  for (const model::Field* field : common_fields(job)) {
    alike += fmt::format(", {}", model::quoted(field->name));
    if (field->type != model::FieldType::reference || !job.maps(*field)) continue;
    known += fmt::format(" AND ({} IS NULL OR {} IS NOT NULL)", text_column(*field), id_column(*field));
  }
  return fmt::format(
      "SELECT i.row, i.line, i.match_id, i.by_code, i.cells, {} AS words, substr({}, 1, 4) AS year{} FROM temp.input "
      "AS i {} WHERE {} AND (i.is_new OR i.row IN (SELECT row FROM temp.change WHERE field IN ({}))) AND {}",
      words_of_row(job), value_to_be(job, date_of(job.entity)), columns, record_join(job), known, alike, condition);
}

/// A condition: the row w and the record o may be the same.
std::string may_be_same(const Job& job) {
  const std::string_view date = date_of(job.entity).column;
  const std::string same_date = model::may_be_same_date(fmt::format("o.{}", date), fmt::format("w.{}", date));
  if (!is_link(job)) {
    // Of two with one title and date there can be only one: that is another problem.
    const std::string_view title = asked_field(job.entity).column;
    return fmt::format("{} AND (o.{} <> w.{} OR o.{} <> w.{})", same_date, date, date, title, title);
  }
  return fmt::format("{} AND o.{} <> w.{} AND NOT {} AND NOT {}", same_date, date, date,
                     model::certainly_before("o.valid_to", "w.valid_from"),
                     model::certainly_before("w.valid_to", "o.valid_from"));
}

/// A condition: nothing is wrong with the date of the row.
std::string has_good_date(const Job& job) {
  return fmt::format("i.line NOT IN (SELECT line FROM temp.problem WHERE field = {})",
                     model::quoted(date_of(job.entity).name));
}

/// Fills temp.near with the stored records that rows may be, unless an answer says that they are others. CROSS JOIN
/// keeps the order: each row looks its records up; the other way round, each record would read the whole input.
void find_near(Job& job, std::string_view condition) {
  job.connection.run("DELETE FROM temp.near");
  job.connection.run(
      fmt::format("INSERT INTO temp.near SELECT w.row, o.id FROM ({}) AS w CROSS JOIN main.{} AS o ON {} AND {} "
                  "AND o.id IS NOT w.match_id WHERE NOT EXISTS (SELECT 1 FROM temp.answer AS a WHERE a.kind = ? "
                  "AND a.is_new AND a.key = fold(w.words))",
                  asked_rows(job, condition), job.entity.table, have_in_common(job, kOfRecord), may_be_same(job)),
      job.entity.name);
}

bool finds_any(Job& job) {
  return job.connection.integer("SELECT 1 FROM temp.near LIMIT 1").has_value();
}

bool has_any(Job& job) {
  return job.connection.integer(fmt::format("SELECT 1 FROM main.{} LIMIT 1", job.entity.table)).has_value();
}

/// Rows take the record of temp.near for which the condition is true, over the row w, the record o and its temp.near n.
/// Returns how many rows did.
std::int64_t take_records(Job& job, const std::string& condition) {
  std::vector<std::string> values = {"match_id = o.id"};
  for (const model::Field* field : job.stored()) {
    const std::string cell = text_column(*field);
    if (field->type == model::FieldType::date) {
      values.push_back(fmt::format("{0} = iif({1} AND length(o.{2}) > length({0}), o.{2}, {0})", cell,
                                   model::may_be_same_date(cell, fmt::format("o.{}", field->column)), field->column));
    } else if (!is_link(job) && field == &asked_field(job.entity)) {
      values.push_back(fmt::format("{} = o.{}", cell, field->column));
    }
  }
  job.connection.run(fmt::format(
      "UPDATE temp.input AS i SET {0} FROM (SELECT n.row, max(n.target_id) AS id FROM temp.near AS n JOIN ({1}) AS w "
      "ON "
      "w.row = n.row JOIN main.{2} AS o ON o.id = n.target_id WHERE {3} GROUP BY n.row HAVING count(*) = 1) AS s "
      "JOIN main.{2} AS o ON o.id = s.id WHERE s.row = i.row",
      model::joined(values), asked_rows(job, "i.is_new AND i.row IN (SELECT row FROM temp.near)"), job.entity.table,
      condition));
  return job.connection.changes();
}

/// What to say of the date of a row beside that of the only record that it may be.
std::string_view precision(const std::string& date, const std::string& stored) {
  if (date.size() == stored.size()) return "";
  return date.size() > stored.size() ? kMorePrecisely : ", told less precisely";
}

}  // namespace

bool is_known_by_date(const model::Entity& entity) {
  return entity.key != "code" && date_of(entity).type == model::FieldType::date;
}

const model::Field& asked_field(const model::Entity& entity) {
  const model::Field* title = entity.field("title");
  return title != nullptr ? *title : date_of(entity);
}

bool may_be_words_of_row(std::string_view text) {
  const auto blank = text.rfind(' ');
  return blank != std::string_view::npos && text::is_partial_date(text.substr(blank + 1));
}

void take_same_answers(Job& job) {
  if (!is_known_by_date(job.entity) || job.matches == job.rows || !has_any(job)) return;
  find_near(job, "i.is_new");
  if (!finds_any(job)) return;
  const std::string kind = model::quoted(job.entity.name);
  job.settled = take_records(
      job, fmt::format("EXISTS (SELECT 1 FROM temp.answer AS a WHERE a.kind = {} AND NOT a.is_new AND a.key = "
                       "fold(w.words) AND (fold(a.code) = fold({}) OR a.code = o.{}))",
                       kind, model::label_of(job.entity, "o"), date_of(job.entity).column));
  // What an import was undone for is forgotten.
  take_records(job, fmt::format("EXISTS (SELECT 1 FROM main.imports AS p JOIN main.imported_rows AS r ON r.import_id = "
                                "p.id WHERE p.entity = {} AND r.record_id = o.id AND r.cells = w.cells AND NOT EXISTS "
                                "(SELECT 1 FROM main.revisions AS u WHERE u.undoes = p.revision))",
                                kind));
  job.matches = job.connection.integer("SELECT count(match_id) FROM temp.input").value_or(0);
}

void keep_precise_dates(Job& job) {
  if (job.matches == 0) return;
  for (const model::Field* field : job.stored()) {
    if (field->type != model::FieldType::date) continue;
    const std::string cell = text_column(*field);
    const std::string stored = fmt::format("t.{}", field->column);
    const std::string less_precise =
        fmt::format("FROM main.{} AS t WHERE {} AND NOT i.is_new AND length({}) < length({}) AND {}", job.entity.table,
                    same_record(job.entity), cell, stored, model::may_be_same_date(stored, cell));
    sqlite::Statement first = job.connection.prepare(fmt::format(
        "SELECT i.line, {0}, (SELECT {1} {2}), count(*) OVER () FROM temp.input AS i WHERE EXISTS (SELECT 1 "
        "{2}) ORDER BY i.row LIMIT 1",
        cell, stored, less_precise));
    if (!first.step()) continue;
    const std::int64_t others = first.integer(3) - 1;
    job.notes.push_back(
        {static_cast<std::size_t>(first.integer(0)),
         fmt::format("{0}: {1} is {2} told less precisely; the record keeps {2}{3}", field->name, first.text(1),
                     first.text(2),
                     others == 0 ? "" : fmt::format("; {} more line{} likewise", others, others == 1 ? "" : "s"))});
    first.reset();
    job.connection.run(fmt::format("UPDATE temp.input AS i SET {} = {} {}", cell, stored, less_precise));
  }
}

void reject_same_by_date(Job& job) {
  if (!is_known_by_date(job.entity) || !has_any(job)) return;
  find_near(job, has_good_date(job));
  if (!finds_any(job)) return;
  job.connection.run(fmt::format("INSERT INTO temp.problem SELECT line, ?, words, ? FROM ({})",
                                 asked_rows(job, "i.row IN (SELECT row FROM temp.near)")),
                     asked_field(job.entity).name, kPossibleDuplicate);
}

void reject_rows_same_by_date(Job& job) {
  if (!is_known_by_date(job.entity) || job.rows - job.matches < 2 || !job.maps(date_of(job.entity))) return;
  const std::string_view date = date_of(job.entity).column;
  std::string same;
  if (is_link(job)) {
    // An empty record takes what was exported from another as it is.
    if (!has_any(job)) return;
    // Most files give every date to one precision.
    const std::int64_t precisions =
        job.connection
            .integer(fmt::format("SELECT count(DISTINCT length({})) FROM temp.input WHERE is_new",
                                 text_column(date_of(job.entity))))
            .value_or(0);
    if (precisions < 2) return;
    same = may_be_same(job);
  } else {
    const std::string_view title = asked_field(job.entity).column;
    same = fmt::format("{0} AND ((o.{1} = w.{1} AND length(o.{1}) = 10) OR fold(o.{2}) = fold(w.{2}))",
                       may_be_same(job), date, title);
  }
  std::string columns = "row, by_code, year";
  for (const model::Field* field : model::key_fields(job.entity)) columns += fmt::format(", {}", field->column);
  if (is_link(job)) columns += ", valid_to";
  // The year is in the join by itself, as an index helps to find it.
  job.connection.run(fmt::format(
      "WITH new AS MATERIALIZED (SELECT {0} FROM ({1})) INSERT INTO temp.near_row (row, other) "
      "SELECT w.row, min(o.row) FROM new AS w JOIN new AS o ON {2} AND o.year = w.year AND o.row < w.row AND {3} "
      "WHERE NOT w.by_code GROUP BY w.row",
      columns, asked_rows(job, "i.is_new AND i.row NOT IN (SELECT row FROM temp.near) AND " + has_good_date(job)),
      have_in_common(job, kOfInput), same));
  if (!job.connection.integer("SELECT 1 FROM temp.near_row LIMIT 1")) return;
  const std::string words =
      asked_rows(job, "i.row IN (SELECT row FROM temp.near_row UNION ALL SELECT other FROM temp.near_row)");
  job.connection.run(
      fmt::format(
          "DELETE FROM temp.near_row WHERE row IN (SELECT w.row FROM ({}) AS w JOIN temp.answer AS a ON a.kind = ? AND "
          "a.is_new AND a.key = fold(w.words))",
          words),
      job.entity.name);
  job.connection.run(fmt::format(
      "UPDATE temp.near_row AS n SET other_line = w.line, name = w.words FROM ({}) AS w WHERE w.row = n.other", words));
  job.connection.run(fmt::format("INSERT INTO temp.problem SELECT w.line, ?, w.words, ? FROM temp.near_row AS n "
                                 "JOIN ({}) AS w ON w.row = n.row",
                                 words),
                     asked_field(job.entity).name, kPossibleSameRow);
}

void describe_same_by_date(Job& job, Problem& problem) {
  const std::string_view date = date_of(job.entity).column;
  const std::string title = is_link(job) ? "NULL" : fmt::format("o.{}", asked_field(job.entity).column);
  sqlite::Statement rows = job.connection.prepare(
      fmt::format("SELECT {0}, o.{1}, {2}, NOT i.is_new FROM temp.rejected AS i JOIN temp.near AS n ON n.row = i.row "
                  "JOIN main.{3} AS o ON o.id = n.target_id WHERE i.line = ? ORDER BY 1 LIMIT 3",
                  model::label_of(job.entity, "o"), date, title, job.entity.table));
  rows.bind(1, static_cast<std::int64_t>(problem.line));
  std::vector<std::string> known;
  std::string first;
  std::string first_date;
  bool has_record = false;
  while (rows.step()) {
    if (known.empty()) {
      first = is_link(job) ? rows.text(1) : rows.text(0);
      first_date = rows.text(1);
      has_record = rows.integer(3) != 0;
    }
    known.push_back(rows.is_null(2) ? rows.text(0)
                                    : fmt::format("{} (\"{}\", {})", rows.text(0), rows.text(2), rows.text(1)));
  }
  const std::string others = fmt::format("{}", fmt::join(known, " or "));
  if (has_record) {
    problem.message = fmt::format("\"{}\" may be the same as {}", problem.value, others);
    problem.hint = fmt::format("--new \"{}\" if it is another; else remove one of the two", problem.value);
    return;
  }
  const std::string row_date = problem.value.substr(problem.value.rfind(' ') + 1);
  problem.message = fmt::format("\"{}\" would be new, but may be {}{}", problem.value, others,
                                known.size() == 1 && is_link(job) ? precision(row_date, first_date) : "");
  problem.hint = fmt::format("--same \"{0}={1}\" or --new \"{0}\" says which", problem.value, first);
}

}  // namespace iscm::import
