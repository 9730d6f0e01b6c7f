#include "import/identify.hpp"

#include <fmt/format.h>

#include "import/answers.hpp"
#include "import/resolve.hpp"
#include "import/row_sql.hpp"
#include "model/sql_of.hpp"

namespace iscm::import {
namespace {

void count_matches(Job& job) {
  job.matches = job.connection.integer("SELECT count(match_id) FROM temp.input").value_or(0);
}

/// An answer counts as the code of its row.
void take_answers_as_codes(Job& job) {
  if (job.answers.empty()) return;
  for (const model::Field* field : job.mapped()) {
    if (field->tier != model::NameTier::name) continue;
    const std::string name = text_column(*field);
    mark_used(job, job.entity, fmt::format("SELECT {0} AS value FROM temp.input WHERE {0} IS NOT NULL", name));
    job.connection.run(fmt::format("UPDATE temp.input SET f_code = (SELECT code FROM temp.answer WHERE kind = ? "
                                   "AND key = ifnull(fold({0}), {0})) WHERE f_code IS NULL AND {0} IS NOT NULL",
                                   name),
                       job.entity.name);
  }
}

bool lacks_codes(Job& job) {
  return job.connection.integer("SELECT 1 FROM temp.input WHERE f_code IS NULL AND match_id IS NULL LIMIT 1")
      .has_value();
}

/// Identifies rows by this column.
void match_column(Job& job, std::string_view column, std::string_view condition) {
  job.connection.run(fmt::format("INSERT OR IGNORE INTO temp.wanted SELECT ?, {0} FROM temp.input "
                                 "WHERE {0} IS NOT NULL AND {1}",
                                 column, condition),
                     job.entity.name);
  resolve_among_stored(job, job.entity);
  job.connection.run(
      fmt::format("UPDATE temp.input SET match_id = (SELECT iif(count(*) = 1, max(target_id), NULL) FROM temp.resolved "
                  "WHERE kind = ? AND value = {0}) WHERE {0} IS NOT NULL AND {1}",
                  column, condition),
      job.entity.name);
  job.connection.run(fmt::format("INSERT INTO temp.problem SELECT line, ?, {0}, 'ambiguous' FROM temp.input "
                                 "WHERE {0} IS NOT NULL AND {1} AND EXISTS "
                                 "(SELECT 1 FROM temp.resolved WHERE kind = ? AND value = {0})",
                                 column, condition),
                     column.substr(2), job.entity.name);
}

/// A code is only ever a code: "rcm" in a column of codes is no acronym.
void match_codes(Job& job) {
  job.connection.run(fmt::format("UPDATE temp.input AS i SET match_id = t.id FROM main.{} AS t WHERE t.code = i.f_code",
                                 job.entity.table));
}

/// "record = input" over the key, as a condition on main.<table> AS t and temp.input AS i. A key field that the file
/// does not have is what a new record would get.
std::string same_key(const Job& job, bool with_start) {
  std::vector<const model::Field*> fields = model::key_fields(job.entity);
  if (!with_start) fields.pop_back();
  std::vector<std::string> conditions;
  for (const model::Field* field : fields) {
    const bool is_never_null =
        field->folded_column.empty() && (!field->fallback.empty() || (field->required && job.maps(*field)));
    const std::string value = new_value(job, *field);
    conditions.push_back(is_never_null ? fmt::format("t.{} = {}", field->column, value) : equals(*field, "t", value));
  }
  return model::joined(conditions, " AND ");
}

void match(Job& job, const std::string& candidate, const std::string& rows) {
  job.connection.run(fmt::format(
      "UPDATE temp.input AS i SET match_id = (SELECT iif(count(*) = 1, max({}), NULL) FROM main.{} AS t WHERE {}) "
      "WHERE i.match_id IS NULL AND {}",
      model::identifier(job.entity, "t"), job.entity.table, candidate, rows));
}

/// Rejects rows that no exact start has matched and that claim the same undated link. The order of the join is
/// given: SQLite, which knows no numbers of temp.input, would look through all of it for each link.
void reject_rivals(Job& job, const std::string& base) {
  job.connection.run(
      fmt::format("INSERT INTO temp.problem SELECT i.line, 'valid_from', i.f_valid_from, 'rival' "
                  "FROM temp.input AS i CROSS JOIN main.{} AS t ON t.id = i.match_id AND {} "
                  "WHERE t.valid_from IS NULL AND i.f_valid_from IS NOT NULL AND i.match_id IN "
                  "(SELECT match_id FROM temp.input WHERE match_id IS NOT NULL GROUP BY match_id HAVING count(*) > 1)",
                  job.entity.table, base));
}

void match_unknown_starts(Job& job) {
  const std::string base = same_key(job, false);
  const bool starts = job.maps("valid_from");
  if (starts) {
    // A link whose start is the same, more or less precisely, is the likelier one: same_by_date.hpp asks about it.
    const std::string has_near = fmt::format("SELECT 1 FROM main.{} AS t WHERE {} AND {}", job.entity.table, base,
                                             model::may_be_same_date("t.valid_from", "i.f_valid_from"));
    match(job,
          fmt::format("{} AND t.valid_from IS NULL AND NOT {} AND t.id NOT IN (SELECT match_id FROM "
                      "temp.input WHERE match_id IS NOT NULL) AND NOT EXISTS ({})",
                      base, model::certainly_before("t.valid_to", "i.f_valid_from"), has_near),
          "i.f_valid_from IS NOT NULL");
    reject_rivals(job, base);
  }
  // Whether another row has matched it does not matter here: two rows about one link are a problem of their own.
  const std::string without_start = starts ? "i.f_valid_from IS NULL" : "1";
  match(job, base, without_start);
  job.connection.run(
      fmt::format("INSERT INTO temp.problem SELECT i.line, 'valid_from', NULL, 'several-match' "
                  "FROM temp.input AS i WHERE i.match_id IS NULL AND {} AND "
                  "(SELECT count(*) FROM main.{} AS t WHERE {}) > 1",
                  without_start, job.entity.table, base));
}

/// What the row t that was found for the row i has in common with it, unless it is the whole key: an expression.
std::string how_found(const Job& job) {
  if (job.entity.identity == model::Identity::dated_link) {
    const char* start = job.maps("valid_from") ? "i.f_valid_from" : "NULL";
    return fmt::format("iif(t.valid_from IS {}, '', '{}')", start, kMayBeTheSame);
  }
  std::string found = "''";
  for (const model::Field* field : job.mapped()) {
    if (field->tier != model::NameTier::name || job.entity.identity != model::Identity::name) continue;
    found = fmt::format("iif(i.f_code IS NULL AND i.{0} IS NOT NULL, ', and has the name \"' || i.{0} || '\"', {1})",
                        text_column(*field), found);
  }
  return found;
}

/// The expression for the code of a new row, over temp.input.
std::string code_expression(const Job& job) {
  if (job.entity.identity == model::Identity::name) {
    std::string parts;
    for (const char* name : {"acronym", "name", "title"}) {
      if (job.maps(name)) parts += fmt::format("{}slug(f_{})", parts.empty() ? "" : ", ", name);
    }
    return parts.empty() ? "NULL" : fmt::format("coalesce({}, NULL)", parts);
  }
  // What is of no mechanism, the global consultations held: the GRCP.
  const std::string mechanism =
      job.maps("mechanism") ? "ifnull((SELECT code FROM main.mechanisms WHERE id = id_mechanism), 'grcp')" : "'grcp'";
  if (job.maps("date")) return mechanism + " || '-' || f_date";
  return job.maps("title") ? mechanism + " || '-' || slug(f_title)" : "NULL";
}

}  // namespace

void identify_by_name(Job& job) {
  take_answers_as_codes(job);
  match_codes(job);
  if (lacks_codes(job)) {
    for (const model::Field* field : job.mapped()) {
      if (field->tier != model::NameTier::name) continue;
      match_column(job, text_column(*field), "f_code IS NULL AND match_id IS NULL");
    }
  }
  count_matches(job);
}

void identify_by_key(Job& job, bool by_start) {
  if (job.entity.has_code()) match_codes(job);
  bool known = true;
  for (const std::string_view name : model::words(job.entity.key)) {
    const model::Field& field = *job.entity.field(name);
    known = known && (job.maps(field) || !field.required);
  }
  if (known && job.entity.key != "code") match(job, same_key(job, true), "1");
  if (known && !by_start && job.entity.identity == model::Identity::dated_link) match_unknown_starts(job);
  count_matches(job);
}

void identify_as(Job& job, std::int64_t record) {
  job.connection.run("UPDATE temp.input SET by_code = 1, match_id = ?", record);
  count_matches(job);
}

void reject_found(Job& job) {
  if (job.matches == 0) return;
  job.connection.run(fmt::format(
      "INSERT INTO temp.detail SELECT i.line, '', '', 'exists-already', {}, {} FROM temp.input AS i JOIN main.{} AS t "
      "ON {}",
      how_found(job), model::label_of(job.entity, "t"), job.entity.table, same_record(job.entity)));
  job.connection.run(
      "INSERT INTO temp.problem SELECT line, NULL, NULL, code FROM temp.detail "
      "WHERE code = 'exists-already'");
}

void give_codes(Job& job) {
  if (!job.entity.has_code()) return;
  const std::string missing = "is_new AND f_code IS NULL";
  if (!job.connection.integer(fmt::format("SELECT 1 FROM temp.input WHERE {} LIMIT 1", missing))) return;
  // A number never begins with 0, so that "-07" after a year is a month and no number.
  job.connection.run(fmt::format(R"(
      WITH wish AS (SELECT row, {0} AS code FROM temp.input WHERE {1}),
           numbered AS (
             SELECT row, code,
               row_number() OVER (PARTITION BY code ORDER BY row)
                 - NOT EXISTS (SELECT 1 FROM main.{2} AS t WHERE t.code = wish.code) AS later,
               ifnull((SELECT max(CAST(substr(t.code, length(wish.code) + 2) AS INTEGER)) FROM main.{2} AS t
                       WHERE t.code GLOB wish.code || '-[1-9]*'
                         AND substr(t.code, length(wish.code) + 2) NOT GLOB '*[^0-9]*'), 1) AS highest
             FROM wish WHERE code IS NOT NULL AND code <> '')
      UPDATE temp.input SET f_code = (SELECT iif(later = 0, code, code || '-' || (highest + later)) FROM numbered
                                      WHERE numbered.row = input.row)
      WHERE {1})",
                                 code_expression(job), missing, job.entity.table));
}

}  // namespace iscm::import
