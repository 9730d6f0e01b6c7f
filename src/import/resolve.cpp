#include "import/resolve.hpp"

#include <fmt/format.h>

#include <set>

#include "import/answers.hpp"
#include "import/new_records.hpp"
#include "import/row_sql.hpp"
#include "import/staging.hpp"

namespace iscm::import {
namespace {

constexpr std::string_view kUnresolved =
    "NOT EXISTS (SELECT 1 FROM temp.resolved AS r WHERE r.kind = w.kind AND r.value = w.value)";

bool any_unresolved(Job& job, const model::Entity& kind) {
  return job.connection
      .integer(fmt::format("SELECT 1 FROM temp.wanted AS w WHERE w.kind = ? AND {} LIMIT 1", kUnresolved), kind.name)
      .has_value();
}

/// Whether any word means no record, or several: words are few, so this spares a look at every row.
bool any_unclear(Job& job, std::string_view kind) {
  return job.connection
      .integer(
          "SELECT 1 FROM temp.wanted AS w WHERE w.kind = ?1 AND (SELECT count(*) FROM temp.resolved AS r "
          "WHERE r.kind = ?1 AND r.value = w.value) <> 1 LIMIT 1",
          kind)
      .has_value();
}

/// Among which records a name is looked up.
enum class Among { stored, stored_and_new };

/// Whether rows of this very input are new records of this kind, which are known by what they say.
bool are_rows(const Job& job, const model::Entity& kind) {
  return &kind == &job.entity && kind.identity == model::Identity::name;
}

/// Like an alias, an answer may mean several records.
void resolve_by_answer(Job& job, const model::Entity& kind) {
  if (job.answers.empty()) return;
  mark_used(job, kind, fmt::format("SELECT value FROM temp.wanted WHERE kind = {}", model::quoted(kind.name)));
  job.connection.run(fmt::format("INSERT OR IGNORE INTO temp.resolved SELECT w.kind, w.value, t.id, {} "
                                 "FROM temp.wanted AS w JOIN temp.answer AS a ON a.kind = w.kind "
                                 "AND a.key = ifnull(fold(w.value), w.value) AND NOT a.is_new "
                                 "JOIN main.{} AS t ON t.code = a.code WHERE w.kind = ?",
                                 static_cast<int>(model::NameTier::alias), kind.table),
                     kind.name);
}

void resolve_by_exact_code(Job& job, const model::Entity& kind, Among among) {
  const auto from = [&](std::string_view source) {
    job.connection.run(
        fmt::format("INSERT OR IGNORE INTO temp.resolved SELECT w.kind, w.value, t.id, 1 FROM temp.wanted AS w "
                    "JOIN {} AS t ON t.code = w.value WHERE w.kind = ? AND {}",
                    source, kUnresolved),
        kind.name);
  };
  from(fmt::format("main.{}", kind.table));
  if (among == Among::stored_and_new && are_rows(job, kind) && any_unresolved(job, kind)) {
    from("(SELECT record_id AS id, f_code AS code FROM temp.input WHERE is_new)");
  }
}

}  // namespace

void collect_known_names(Job& job, const model::Entity& kind) {
  sqlite::Connection& connection = job.connection;
  connection.run("DELETE FROM temp.name WHERE kind = ?", kind.name);
  for (const model::NameQuery& query : model::name_queries(kind)) {
    connection.run(fmt::format("INSERT INTO temp.name SELECT ?, {}, ?, {} FROM main.{} WHERE {}", query.key, query.id,
                               query.table, query.filled),
                   kind.name, static_cast<std::int64_t>(query.tier));
  }
}

void collect_names(Job& job, const model::Entity& kind) {
  collect_known_names(job, kind);
  if (!are_rows(job, kind)) return;
  for (const model::Field& field : kind.fields) {
    if (field.tier == model::NameTier::none || !job.has_column(field)) continue;
    job.connection.run(fmt::format("INSERT INTO temp.name SELECT ?, fold({0}), ?, record_id FROM temp.input "
                                   "WHERE is_new AND {0} IS NOT NULL",
                                   text_column(field)),
                       kind.name, static_cast<std::int64_t>(field.tier));
  }
}

namespace {

void resolve_by_folded_name(Job& job, const model::Entity& kind, Among among) {
  among == Among::stored ? collect_known_names(job, kind) : collect_names(job, kind);
  job.connection.run(fmt::format(R"(
      INSERT OR IGNORE INTO temp.resolved
      SELECT kind, value, target_id, tier FROM (
        SELECT w.kind, w.value, n.target_id, n.tier, min(n.tier) OVER (PARTITION BY w.value) AS best
        FROM temp.wanted AS w JOIN temp.name AS n ON n.kind = w.kind AND n.key = fold(w.value)
        WHERE w.kind = ? AND {})
      WHERE tier = best)",
                                 kUnresolved),
                     kind.name);
}

void resolve(Job& job, const model::Entity& kind, Among among) {
  resolve_by_answer(job, kind);
  if (kind.has_code()) resolve_by_exact_code(job, kind, among);
  if (any_unresolved(job, kind)) resolve_by_folded_name(job, kind, among);
}

/// Every target of the fields that are of this type, each once.
std::vector<const model::Entity*> targets(const std::vector<const model::Field*>& fields) {
  std::vector<const model::Entity*> kinds;
  std::set<std::string_view> seen;
  for (const model::Field* field : fields) {
    if (seen.insert(field->target).second) kinds.push_back(&model::entity_named(field->target));
  }
  return kinds;
}

void want_items(Job& job, const model::Field& field) {
  job.connection.run(fmt::format("INSERT OR IGNORE INTO temp.wanted SELECT ?, value FROM {}", item_table(field)),
                     field.target);
}

/// Splits the parts that are unknown as a whole at their commas, and numbers the parts of those rows anew.
void split_at_commas(Job& job, const model::Field& field) {
  sqlite::Connection& connection = job.connection;
  connection.run("DELETE FROM temp.finer");
  connection.run(fmt::format(R"(
      INSERT INTO temp.finer
      SELECT t.row, row_number() OVER (PARTITION BY t.row ORDER BY t.position, s.position) AS position, s.value
      FROM {0} AS t JOIN split_text(t.value, iif(EXISTS (
        SELECT 1 FROM temp.resolved AS r WHERE r.kind = {1} AND r.value = t.value), '', ',')) AS s
      WHERE t.row IN (SELECT u.row FROM {0} AS u JOIN temp.wanted AS w ON w.kind = {1} AND w.value = u.value
                      WHERE instr(u.value, ',') > 0 AND {2}))",
                             item_table(field), model::quoted(field.target), kUnresolved));
  connection.run(fmt::format("DELETE FROM {} WHERE row IN (SELECT row FROM temp.finer)", item_table(field)));
  connection.run(fmt::format("INSERT INTO {} SELECT row, position, value FROM temp.finer", item_table(field)));
}

bool any_unresolved_with_comma(Job& job, const model::Field& field) {
  return job.connection
      .integer(fmt::format("SELECT 1 FROM temp.wanted AS w WHERE w.kind = ? AND instr(w.value, ',') > 0 AND {}",
                           kUnresolved),
               field.target)
      .has_value();
}

/// Only an alias may mean several records. The values are few, the items many.
void check_items(Job& job, const model::Field& field) {
  job.connection.run(fmt::format(R"(
      WITH bad AS MATERIALIZED (
        SELECT w.value, iif(r.value IS NULL, 'unknown', 'ambiguous') AS code
        FROM temp.wanted AS w LEFT JOIN temp.resolved AS r ON r.kind = w.kind AND r.value = w.value
        WHERE w.kind = ?2 GROUP BY w.value
        HAVING r.value IS NULL OR (count(*) > 1 AND min(r.tier) < 3))
      INSERT INTO temp.problem SELECT i.line, ?1, t.value, bad.code FROM {} AS t
      JOIN bad USING (value) JOIN temp.input AS i ON i.row = t.row WHERE EXISTS (SELECT 1 FROM bad))",
                                 item_table(field)),
                     field.name, field.target);
}

void resolve_list(Job& job, const model::Field& field) {
  const model::Entity& kind = model::entity_named(field.target);
  job.connection.run(fmt::format("INSERT INTO {0} SELECT i.row, s.position, s.value "
                                 "FROM temp.input AS i, split_text(i.{1}, ?) AS s WHERE i.{1} IS NOT NULL",
                                 item_table(field), text_column(field)),
                     field.separator);
  want_items(job, field);
  resolve(job, kind, Among::stored_and_new);
  if (field.separator == ";" && any_unresolved_with_comma(job, field)) {
    split_at_commas(job, field);
    want_items(job, field);
    resolve(job, kind, Among::stored_and_new);
  }
  create_missing(job, kind, fmt::format("SELECT row, value FROM {}", item_table(field)));
  check_items(job, field);
}

}  // namespace

void resolve_among_stored(Job& job, const model::Entity& kind) {
  resolve(job, kind, Among::stored);
}

void resolve_references(Job& job) {
  std::vector<const model::Field*> fields = job.mapped(model::FieldType::reference);
  if (job.maps(model::source_field())) fields.push_back(&model::source_field());
  for (const model::Field* field : fields) {
    job.connection.run(fmt::format("INSERT OR IGNORE INTO temp.wanted SELECT DISTINCT ?, {0} FROM temp.input "
                                   "WHERE {0} IS NOT NULL",
                                   text_column(*field)),
                       field->target);
  }
  for (const model::Entity* kind : targets(fields)) resolve(job, *kind, Among::stored_and_new);
  create_default_source(job);
  for (const model::Field* field : fields) {
    create_missing(job, model::entity_named(field->target),
                   fmt::format("SELECT row, {0} AS value FROM temp.input WHERE {0} IS NOT NULL", text_column(*field)));
  }

  add_id_columns(job, fields);
  for (const model::Field* field : fields) {
    if (!any_unclear(job, field->target)) continue;
    job.connection.run(fmt::format(R"(
        INSERT INTO temp.problem SELECT line, ?, {0},
          iif(EXISTS (SELECT 1 FROM temp.resolved WHERE kind = ? AND value = {0}), 'ambiguous', 'unknown')
        FROM temp.input WHERE {0} IS NOT NULL AND {1} IS NULL)",
                                   text_column(*field), id_column(*field)),
                       field->name, field->target);
  }
}

void resolve_lists(Job& job) {
  for (const model::Field* field : job.mapped(model::FieldType::list)) resolve_list(job, *field);
}

}  // namespace iscm::import
