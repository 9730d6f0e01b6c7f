#include "core/import/plan.hpp"

#include <fmt/format.h>

#include "core/import/answers.hpp"
#include "core/import/compare.hpp"
#include "core/import/create.hpp"
#include "core/import/identify.hpp"
#include "core/import/near_duplicates.hpp"
#include "core/import/questions.hpp"
#include "core/import/resolve.hpp"
#include "core/import/rules.hpp"
#include "core/import/stage.hpp"
#include "core/waive.hpp"
#include "db/functions.hpp"
#include "error.hpp"
#include "text/fold.hpp"
#include "text/trim.hpp"

namespace iscm::core {
namespace {

using Arguments = std::span<const std::optional<std::string_view>>;

std::optional<std::string> filled(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

void add_rule_function(Job& job) {
  const Entity& entity = job.entity;
  db::add_text_function(job.connection, "broken_rule", 2, [&entity](Arguments arguments) -> std::optional<std::string> {
    return filled(std::string(broken_rule(*entity.field(*arguments[0]), *arguments[1])));
  });
}

/// Every row rests on the source of the whole file where it names none itself.
void set_default_source(Job& job) {
  if (job.default_source.empty()) return;
  const auto id = job.connection.integer("SELECT id FROM main.sources WHERE code = ?", job.default_source);
  if (!id) {
    throw Error(Exit::refused, fmt::format("unknown source \"{}\"", job.default_source),
                "`iscm list source` shows them");
  }
  job.connection.run("UPDATE temp.input SET id_source = ? WHERE f_source IS NULL", *id);
}

}  // namespace

void add_import_functions(db::Connection& connection) {
  const auto add = [&](const char* name, std::string (*function)(std::string_view)) {
    db::add_text_function(connection, name, 1, [function](Arguments arguments) -> std::optional<std::string> {
      if (!arguments[0]) return std::nullopt;
      return filled(function(*arguments[0]));
    });
  };
  add("fold", text::fold);
  add("slug", text::slug);
  add("tidy", text::squeezed);
  db::add_split_text(connection);
}

Problem problem_of(const read::Problem& problem) {
  return {problem.line, problem.column, problem.value, problem.code, problem.message, {}};
}

Plan::Plan(db::Connection& connection, ImportRequest request, read::RowSource& rows)
    : request_(std::move(request)),
      rows_(rows),
      job_{connection, *request_.entity, {}, request_.default_source, request_.answers} {
  job_.columns = map_columns(job_.entity, rows.header(), request_.columns, problems_);
  for (Problem& problem : problems_) problem.line = rows.header_line();
  add_rule_function(job_);
  job_.creatable = request_.creatable;
  stage_tables(job_);
  load_answers(job_);
  fill_input(job_, rows);
  for (const read::Problem& problem : rows.problems()) {
    problems_.push_back(problem_of(problem));
  }
  const bool by_name = job_.entity.identity == Identity::name;
  if (by_name) identify();
  resolve_references(job_);
  resolve_lists(job_);
  if (!by_name) identify();
  set_default_source(job_);
  clear_empty_cells(job_, request_.clear_empty, request_.cleared);
  learn_aliases(job_);
  find_problems(job_);
  const std::vector<Problem> found = describe_problems(job_);
  problems_.insert(problems_.end(), found.begin(), found.end());
  compare(job_);
  count();
}

void Plan::identify() {
  if (request_.edit) {
    identify_as(job_, request_.edit->record);
  } else if (job_.entity.identity == Identity::name) {
    identify_by_name(job_);
    hold_near_duplicates(job_);
  } else {
    identify_by_key(job_);
  }
  give_codes(job_);
}

void Plan::count() {
  const auto number = [&](std::string_view sql) { return job_.connection.integer(sql).value_or(0); };
  counts_.changed = number("SELECT count(DISTINCT row) FROM temp.change");
  counts_.added = job_.rows - job_.matches;
  counts_.unchanged = job_.matches - counts_.changed;
  counts_.created = number("SELECT count(*) FROM temp.created");
  counts_.learned = number("SELECT count(*) FROM temp.learned");
  counts_.rejected = static_cast<std::int64_t>(rows_.problems().size());
  if (number("SELECT count(*) FROM temp.problem") == 0) return;
  constexpr std::string_view kSound = "line NOT IN (SELECT line FROM temp.problem)";
  counts_.added = number(fmt::format("SELECT count(*) FROM temp.input WHERE is_new AND {}", kSound));
  counts_.changed =
      number(fmt::format("SELECT count(*) FROM temp.input WHERE row IN (SELECT row FROM temp.change) AND {}", kSound));
  counts_.rejected =
      number("SELECT count(DISTINCT line) FROM temp.problem") + static_cast<std::int64_t>(rows_.problems().size());
  counts_.unchanged =
      number(fmt::format("SELECT count(*) FROM temp.input WHERE {}", kSound)) - counts_.added - counts_.changed;
}

namespace {

/// What tells a row of the input to a person: its code, or the words of its key.
std::string row_label(const Job& job) {
  if (job.entity.has_code()) {
    return fmt::format("ifnull((SELECT code FROM main.{} WHERE id = i.record_id), i.f_code)", job.entity.table);
  }
  std::string label;
  for (const std::string_view name : words(job.entity.key)) {
    if (!job.maps(name)) continue;
    label += fmt::format("{}ifnull(i.f_{}, '')", label.empty() ? "" : " || ' ' || ", name);
  }
  return label.empty() ? "''" : fmt::format("rtrim({})", label);
}

}  // namespace

db::Statement Plan::changes() {
  constexpr std::string_view kSound = "NOT EXISTS (SELECT 1 FROM temp.problem AS p WHERE p.line = i.line)";
  return job_.connection.prepare(
      fmt::format("SELECT i.line, 'change' AS action, {0} AS record, c.field, c.old, c.new FROM temp.change AS c "
                  "JOIN temp.input AS i ON i.row = c.row WHERE {1} "
                  "UNION ALL SELECT i.line, 'new', {0}, NULL, NULL, {2} FROM temp.input AS i WHERE i.is_new AND {1} "
                  "UNION ALL SELECT * FROM ({3}) ORDER BY 1 NULLS LAST, 4",
                  row_label(job_), kSound, job_.maps("name") ? "i.f_name" : "NULL", side_changes()));
}

std::int64_t Plan::changes_without_source() {
  return job_.connection
      .integer("SELECT count(*) FROM temp.input WHERE id_source IS NULL AND row IN (SELECT row FROM temp.change)")
      .value_or(0);
}

std::vector<Question> Plan::questions() {
  return questions_of(job_, problems_);
}

void Plan::apply(std::int64_t revision) {
  if (!problems_.empty()) {
    throw Error(Exit::refused, fmt::format("{}: {} problems; nothing was written", request_.file, problems_.size()));
  }
  write_changes(job_, revision);
  if (job_.entity.name == "waiver") seal_waivers(job_.connection);
  if (!request_.edit) keep_rows(revision);
}

void Plan::keep_rows(std::int64_t revision) {
  std::vector<std::string_view> header(rows_.header().begin(), rows_.header().end());
  std::vector<std::string_view> mapping;
  for (const Field* field : job_.columns) mapping.push_back(field == nullptr ? std::string_view() : field->name);
  const char delimiter = rows_.delimiter();
  db::Connection& connection = job_.connection;
  connection.run(
      "INSERT INTO main.imports (revision, file, sha256, bytes, delimiter, ends_with_newline, entity, header, mapping) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      revision, request_.file, rows_.sha256(), static_cast<std::int64_t>(rows_.bytes()),
      std::string_view(&delimiter, 1), std::int64_t{rows_.ends_with_newline()}, job_.entity.name, json_array(header),
      json_array(mapping));
  const db::TriggersOff off(connection);
  connection.run(
      "INSERT INTO main.imported_rows (import_id, line, cells, record_id) "
      "SELECT (SELECT max(id) FROM main.imports), line, cells, iif(?, NULL, record_id) FROM temp.input ORDER BY line",
      std::int64_t{job_.entity.is_pure_link});
}

}  // namespace iscm::core
