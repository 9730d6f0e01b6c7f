#include "import/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "error.hpp"
#include "import/answers.hpp"
#include "import/apply.hpp"
#include "import/belonging.hpp"
#include "import/cite_standing.hpp"
#include "import/compare.hpp"
#include "import/identify.hpp"
#include "import/keep_edits.hpp"
#include "import/learned_aliases.hpp"
#include "import/name_rules.hpp"
#include "import/near_duplicates.hpp"
#include "import/new_records.hpp"
#include "import/problems.hpp"
#include "import/resolve.hpp"
#include "import/rules.hpp"
#include "import/same_by_date.hpp"
#include "import/saved_plan_bind.hpp"
#include "import/table_rules.hpp"
#include "model/field_types.hpp"
#include "sqlite/functions.hpp"
#include "text/visible.hpp"
#include "write/json.hpp"

namespace iscm::import {
namespace {

using Arguments = std::span<const std::optional<std::string_view>>;

std::optional<std::string> filled(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

/// The functions that the SQL of the rules calls.
void add_rule_functions(Job& job) {
  const model::Entity& entity = job.entity;
  sqlite::add_text_function(
      job.connection, "broken_rule", 2, [&entity](Arguments arguments) -> std::optional<std::string> {
        return filled(std::string(model::broken_rule(*entity.field(*arguments[0]), *arguments[1])));
      });
  sqlite::add_text_function(job.connection, "has_hidden", 1, [](Arguments arguments) -> std::optional<std::string> {
    return arguments[0] && text::has_hidden(*arguments[0]) ? std::optional<std::string>("1") : std::nullopt;
  });
}

/// Changes whenever another connection has written to the file.
std::int64_t data_version(sqlite::Connection& connection) {
  return connection.integer("PRAGMA main.data_version").value_or(0);
}

/// Whether a reader's problem is one of a row that it skipped, so that the other rows are as good as they were. An
/// unclosed quote may have swallowed some.
bool is_of_one_row(const read::Problem& problem) {
  return !problem.raw.empty() && problem.code != "unclosed-quote";
}

constexpr std::int64_t kMostProblems = 10'000;

/// SQLite's 2 MB are little for an input of which every row is looked at several times. A negative size counts KiB.
void widen_cache(sqlite::Connection& connection) {
  connection.run("PRAGMA temp.cache_size = -73728");
}

/// Many links make their indexes grow in many places at once, so that pages would go to the file and come back.
void widen_cache_of_record(sqlite::Connection& connection, std::int64_t rows) {
  constexpr std::int64_t kManyRows = 50'000;
  if (rows >= kManyRows) connection.run("PRAGMA main.cache_size = -16384");
}

}  // namespace

Problem problem_of(const read::Problem& problem) {
  return {problem.line, problem.column, problem.value, problem.code, problem.message, {}, problem.place};
}

// The whole import on one screen. Each step takes what those before it have put into the tables of schema/import.sql.
Plan::Plan(sqlite::Connection& connection, ImportRequest request, read::RowSource& rows)
    : request_(std::move(request)),
      rows_(rows),
      job_{.connection = connection, .entity = *request_.entity, .columns = {}} {
  map_header();         // which column is which field
  stage();              // the rows as temp.input; from here on the record stays as it is
  take_answers();       // what people said that names mean
  find_records();       // names to records, rows to records
  find_missing();       // records that a complete file does not have
  mark_cleared();       // empty cells that clear their field
  learn_aliases(job_);  // answers to remember
  check_values();       // each row by itself, and beside the others
  compare();            // what would change; a date is not told less precisely than it is known
  check_changes();      // the records as they would be
  reject_rows(job_);    // rows with problems, and those that need them
  add_evidence();       // the basis and source that go with the changes
  collect_problems();   // in words
  count();
}

Plan::~Plan() {
  // Another plan may have taken the temporary tables meanwhile: they stay as they are.
  try {
    release();
  } catch (const Error&) {
    snapshot_.reset();
  }
}

void Plan::map_header() {
  job_.default_source = request_.default_source;
  job_.new_source = request_.new_source;
  job_.answers = request_.saved == nullptr ? request_.answers : saved_answers(*request_.saved);
  job_.creatable = request_.creatable;
  job_.progress = request_.progress;
  job_.columns = map_columns(job_.entity, rows_.header(), request_.columns, problems_);
  for (Problem& problem : problems_) problem.line = rows_.header_line();
  nameless_ = NamelessColumns(rows_.header(), request_.columns);
  if (nameless_.any()) {
    job_.look = [this](std::span<const std::string_view> cells, std::size_t line) { nameless_.look(cells, line); };
  }
  for (const SharedValue& shared : request_.columns.shared) {
    const model::Field& field = model::field_named(job_.entity, shared.field);
    job_.added.push_back(&field);
    job_.shared.emplace_back(&field, model::stored_value(field, shared.value));
  }
  if (request_.complete.ends && !job_.maps(*ending_field(job_.entity))) {
    job_.added.push_back(ending_field(job_.entity));
  }
  const model::Field* basis = job_.entity.field("basis");
  if (basis != nullptr && !job_.maps(*basis) && request_.saved == nullptr) job_.added.push_back(basis);
  const model::Field* acronym = job_.entity.field("acronym");
  if (request_.takes_acronyms && acronym != nullptr && job_.maps("name") && !job_.maps(*acronym)) job_.spare = acronym;
  prepare_cells();
}

/// How the cells are read, and which of them may say an end too.
void Plan::prepare_cells() {
  std::vector<ValueAnswer> values;
  for (const Answer& answer : job_.answers) {
    const model::Field* field = answer.field.empty() ? nullptr : model::find_field(job_.entity, answer.field);
    if (field == nullptr || names_a_record(job_.entity, *field)) continue;
    values.push_back({field, answer.value, answer.answer, answer.learn == Learn::always});
  }
  std::erase_if(job_.answers, [&](const Answer& answer) {
    const model::Field* field = answer.field.empty() ? nullptr : model::find_field(job_.entity, answer.field);
    return field != nullptr && !names_a_record(job_.entity, *field);
  });
  CellOptions options = request_.cells;
  options.is_typed = request_.edit.has_value() || request_.saved != nullptr;
  job_.cells = CellReader(job_.columns, options, std::move(values));
  for (std::size_t i = 0; i < job_.columns.size(); ++i) {
    const model::Field* end = job_.columns[i] == nullptr ? nullptr : model::end_of(job_.entity, *job_.columns[i]);
    if (end == nullptr || request_.saved != nullptr) continue;
    const auto own = std::find(job_.columns.begin(), job_.columns.end(), end);
    if (own != job_.columns.end()) {
      job_.range_ends.push_back({i, end, static_cast<std::size_t>(own - job_.columns.begin())});
    } else if (!job_.maps(*end)) {
      job_.range_ends.push_back({i, end});
    }
  }
}

/// The input may come slowly, from another program: until it is read, there is no lock.
void Plan::stage() {
  const std::int64_t version = data_version(job_.connection);
  widen_cache(job_.connection);
  stage_tables(job_);
  fill_input(job_, rows_);
  if (const ValueAnswer* unused = job_.cells.unused()) {
    throw Error(Exit::usage, fmt::format("no cell of {} has \"{}\"", unused->field->name, unused->value),
                "answer what the file says; case and accents do not matter");
  }
  hold_still(version);
}

/// From here on the record stays as it is until release(). The ids of new rows follow the highest that there was
/// before: if another program has written meanwhile, they are taken anew.
void Plan::hold_still(std::int64_t version) {
  sqlite::Connection& connection = job_.connection;
  if (!connection.in_transaction()) snapshot_.emplace(connection, sqlite::Transaction::Kind::read);
  version_ = data_version(connection);
  if (version_ != version) number_new_rows(job_);
}

void Plan::take_answers() {
  load_answers(job_);
  if (request_.saved != nullptr) bind_plan(job_, *request_.saved);
}

/// Records that have names are found by them first, so that a row may name a new one of the same file. Links are found
/// by the records that they join, whose names come first.
void Plan::find_records() {
  report_step("finding the records of the rows");
  const bool by_name = job_.entity.identity == model::Identity::name;
  if (by_name) identify();
  resolve_references(job_);
  resolve_lists(job_);
  if (!by_name) identify();
}

void Plan::identify() {
  if (request_.saved != nullptr) {
    identify_bound(job_);
  } else if (request_.edit && request_.edit->record) {
    identify_as(job_, *request_.edit->record);
  } else if (job_.entity.identity == model::Identity::name) {
    identify_by_name(job_);
    if (!request_.edit || !request_.edit->is_another) reject_near_duplicates(job_);
    reject_near_rows(job_);
    if (request_.takes_acronyms) take_acronyms(job_);
  } else {
    identify_by_key(job_, request_.edit && request_.edit->is_another);
    if (!request_.edit) take_same_answers(job_);
  }
  if (request_.edit && !request_.edit->record) reject_found(job_);
  give_codes(job_);
}

void Plan::find_missing() {
  if (!request_.complete.lists) return;
  counts_.missing = import::find_missing(job_);
  if (request_.complete.ends) end_missing(job_, request_.complete.end_date);
}

void Plan::mark_cleared() {
  if (job_.cells.any_open()) clear_open_ends(job_);
  import::mark_cleared(job_, request_.clear_empty, request_.cleared);
}

void Plan::check_values() {
  report_step("comparing");
  add_rule_functions(job_);
  check_rows(job_);
}

/// Once for the file, whatever the fields: what a placeholder means is the habit of whoever made it. Where the record
/// has it already, it is a value.
void Plan::ask_about_placeholders() {
  if (is_export(job_.entity, rows_.header())) return;  // there they are values
  for (const auto& [value, fields] : job_.cells.open_placeholders()) {
    std::string rows;
    for (const model::Field* field : fields) {
      rows += fmt::format(
          "{}SELECT line FROM temp.input AS i WHERE {} = ?1 AND (is_new OR row IN (SELECT row FROM temp.change WHERE "
          "field = {}) OR EXISTS (SELECT 1 FROM temp.problem AS p WHERE p.line = i.line AND p.value = ?1))",
          rows.empty() ? "" : " UNION ", text_column(*field), model::quoted(field->name));
    }
    job_.connection.run(
        fmt::format("INSERT INTO temp.problem SELECT line, NULL, ?1, '{}' FROM ({})", kPlaceholder, rows), value);
  }
}

void Plan::compare() {
  if (request_.saved == nullptr && !request_.edit) keep_precise_dates(job_);  // those two say what they mean
  if (request_.adds_to_lists) add_to_lists(job_);
  import::compare(job_);
  if (request_.saved != nullptr) check_bound(job_);
  if (request_.keeps_edits) keep_edits(job_);
}

void Plan::check_changes() {
  check_table_rules(job_);
  check_keys(job_);
  check_basis(job_, will_be_sourced());
  if (request_.saved == nullptr) ask();
  ask_about_placeholders();
  check_names_given(job_);
  check_mode(job_, request_.mode);
}

/// Whether the rows say what is meant. A saved plan has been asked.
void Plan::ask() {
  if (!request_.edit || !request_.edit->is_another) {
    reject_code_of_another(job_);
    reject_same_by_date(job_);
  }
  reject_without_owner(job_, request_.clear_empty, request_.cleared, !request_.edit);
  reject_rows_same_by_date(job_);
}

bool Plan::will_be_sourced() const {
  return request_.edit && !request_.edit->source_to_be.empty();
}

/// Of the rows that are left: what is rejected has none.
void Plan::add_evidence() {
  if (!request_.edit) find_cited(job_, request_.saved != nullptr);  // an edit has said which fields it means
  if (request_.saved == nullptr) give_basis(job_, will_be_sourced());
  compare_sources(job_, request_.edit ? request_.edit->source_to_be : "");
}

/// Those of the header and of the reader come first: they may explain the others.
void Plan::collect_problems() {
  for (Problem& problem : nameless_.problems(rows_.header_line())) problems_.push_back(std::move(problem));
  is_unreadable_ = !problems_.empty();
  for (const read::Problem& problem : rows_.problems()) {
    is_unreadable_ = is_unreadable_ || !is_of_one_row(problem);
    problems_.push_back(problem_of(problem));
  }
  // That a placeholder is no date follows from its being a placeholder.
  job_.connection.run(
      fmt::format("DELETE FROM temp.problem WHERE code <> '{0}' AND (line, value) IN (SELECT line, value FROM "
                  "temp.problem WHERE code = '{0}')",
                  kPlaceholder));
  problem_count_ = static_cast<std::int64_t>(problems_.size()) +
                   job_.connection.integer("SELECT count(*) FROM temp.problem").value_or(0);
  const std::vector<Problem> found = describe_problems(job_, kMostProblems);
  problems_.insert(problems_.end(), found.begin(), found.end());
  if (rows_.tells_places()) name_places();
}

/// Of a workbook, or a table of another shape, people look for the cell. A problem names the field, or the column where
/// there is none.
void Plan::name_places() {
  const auto header = rows_.header();
  for (Problem& problem : problems_) {
    std::optional<std::size_t> cell;
    for (std::size_t i = 0; i < header.size() && !cell; ++i) {
      const bool is_field = job_.columns[i] != nullptr && job_.columns[i]->name == problem.column;
      if (is_field || header[i] == problem.column) cell = i;
    }
    if (problem.place.empty() && problem.line > 0) problem.place = rows_.cell_place(problem.line, cell);
  }
}

void Plan::count() {
  const auto number = [&](std::string_view sql) { return job_.connection.integer(sql).value_or(0); };
  counts_.added = job_.rows - job_.matches;
  counts_.changed = number("SELECT count(DISTINCT row) FROM temp.change");
  counts_.unchanged = job_.matches - counts_.changed;
  const auto broken = rows_.problems();
  counts_.rejected =
      number("SELECT count(*) FROM temp.rejected") + std::count_if(broken.begin(), broken.end(), is_of_one_row);
  // A line of a saved plan that is no row: a record of another kind, an alias.
  if (request_.saved != nullptr) {
    counts_.rejected +=
        number("SELECT count(DISTINCT line) FROM temp.problem WHERE line NOT IN (SELECT line FROM temp.rejected)");
  }
  counts_.created = number("SELECT count(*) FROM temp.created");
  counts_.learned = number("SELECT count(*) FROM temp.learned");
  counts_.settled = job_.settled;
  if (job_.matches > 0) counts_.taken = count_taken(job_);
}

void Plan::report_step(const char* step) const {
  if (job_.progress) job_.progress(step, job_.rows);
}

void Plan::release() {
  // What was made in temporary tables would go with a rollback.
  if (snapshot_) snapshot_->commit();
  snapshot_.reset();
}

bool Plan::is_current() {
  return data_version(job_.connection) == version_;
}

std::int64_t Plan::changes_without_source() {
  return job_.connection
      .integer("SELECT count(*) FROM temp.input WHERE id_source IS NULL AND row IN (SELECT row FROM temp.change)")
      .value_or(0);
}

std::vector<read::Note> Plan::notes() {
  std::vector<read::Note> notes(rows_.notes().begin(), rows_.notes().end());
  const auto add = [&](const std::vector<read::Note>& more) { notes.insert(notes.end(), more.begin(), more.end()); };
  add(nameless_.notes(rows_.header_line()));
  const std::vector<std::string> unknown = unknown_columns(job_.entity, rows_.header(), request_.columns);
  if (!unknown.empty()) {
    notes.push_back({rows_.header_line(),
                     fmt::format("ignored, as {} {} no field of {}: \"{}\"", unknown.size() == 1 ? "it" : "they",
                                 unknown.size() == 1 ? "is" : "are", job_.entity.name, fmt::join(unknown, "\", \""))});
  }
  add(job_.unseen.notes(rows_.header()));
  add(job_.cells.notes());
  add(job_.notes);
  sqlite::Statement repeated = job_.connection.prepare(
      "SELECT line, other_line, (SELECT count(*) FROM temp.repeated) FROM temp.repeated ORDER BY row LIMIT 1");
  if (repeated.step()) {
    const std::int64_t more = repeated.integer(2) - 1;
    notes.push_back({static_cast<std::size_t>(repeated.integer(0)),
                     fmt::format("skipped, as it repeats line {}{}", repeated.integer(1),
                                 more == 0 ? ""
                                           : fmt::format("; so {} more, with earlier lines",
                                                         more == 1 ? "does 1 row" : fmt::format("do {} rows", more)))});
  }
  std::stable_sort(notes.begin(), notes.end(),
                   [](const read::Note& one, const read::Note& other) { return one.line < other.line; });
  return notes;
}

std::vector<Question> Plan::questions() {
  return questions_of(job_, problems_);
}

void Plan::apply(std::int64_t revision) {
  if (is_blocked()) {
    throw Error(Exit::refused, fmt::format("{}: {} problems; nothing was written", request_.file, problem_count_));
  }
  report_step("writing");
  widen_cache_of_record(job_.connection, job_.rows);
  write_changes(job_, revision);
  if (request_.saved != nullptr) {
    keep_bound_rows(job_, request_.saved->file, revision);
  } else if (!request_.edit) {
    keep_rows(job_, request_.file, rows_, revision);
  }
}

}  // namespace iscm::import
