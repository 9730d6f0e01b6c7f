#include "import/seed.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "embedded.hpp"
#include "error.hpp"
#include "history/revision.hpp"
#include "import/plan_changes.hpp"
#include "model/sql_functions.hpp"
#include "read/bytes.hpp"
#include "read/csv.hpp"

namespace iscm::import {
namespace {

/// A file of seeds/: what its rows are, and the source of those that name none.
struct Seed {
  std::string_view file;
  std::string_view entity;
  std::string_view source;
};

/// What others refer to comes first.
constexpr Seed kSeeds[] = {
    {"sources.csv", "source", ""},
    {"mechanism-types.csv", "mechanism-type", "info-sheet"},
    {"regions.csv", "region", "un-m49"},
    {"region-aliases.csv", "region-alias", "iscm-vocabulary"},
    {"themes.csv", "theme", "iscm-vocabulary"},
    {"theme-aliases.csv", "theme-alias", "iscm-vocabulary"},
    {"source-table.tsv", "mechanism", "info-sheet"},
    {"mechanism-names.csv", "mechanism", "iscm-vocabulary"},
    {"mechanism-aliases.csv", "mechanism-alias", "iscm-vocabulary"},
    {"mechanisms.csv", "mechanism", ""},
    {"states.csv", "member", "un-m49"},
    {"state-aliases.csv", "member-alias", "iscm-vocabulary"},
    {"organizations.csv", "member", "iscm-vocabulary"},
    {"memberships.csv", "membership", ""},
    {"gfmd-memberships.csv", "membership", ""},
    {"membership-evidence.csv", "membership", ""},
    {"secretariats.csv", "secretariat", "iscm-vocabulary"},
    {"mechanism-secretariats.csv", "mechanism-secretariat", ""},
    {"chairs.csv", "chair", ""},
    {"meetings.csv", "meeting", ""},
    {"outcomes.csv", "outcome", "info-sheet"},
    {"published-figures.csv", "published-figure", "info-sheet"},
    {"waivers.csv", "waiver", "info-sheet"},
};

/// The codes of the names in the published table.
constexpr std::string_view kAnswers = "mechanism-answers.csv";
constexpr std::string_view kAnswered = "source-table.tsv";

std::string_view text_of(std::string_view file) {
  for (const EmbeddedFile& embedded : embedded_files()) {
    if (embedded.path == fmt::format("seeds/{}", file)) return embedded.text;
  }
  throw Error(Exit::failed, fmt::format("seeds/{} is not in this program", file));
}

std::unique_ptr<read::RowSource> open_seed(std::string_view file) {
  const std::string name = fmt::format("seeds/{}", file);
  return read::open_csv(read::memory_bytes(text_of(file), name), name);
}

std::vector<Answer> read_answers() {
  std::vector<Answer> answers;
  const auto rows = open_seed(kAnswers);
  while (rows->next()) {
    const auto cells = rows->cells();
    answers.push_back({std::string(cells[0]), std::string(cells[1]), std::string(cells[2])});
  }
  return answers;
}

ImportRequest request_for(const Seed& seed, const std::vector<Answer>& answers) {
  return {.entity = &model::entity_named(seed.entity),
          .file = std::string(seed.file),
          .default_source = std::string(seed.source),
          .answers = seed.file == kAnswered ? answers : std::vector<Answer>(),
          .columns = {},
          .takes_acronyms = true,
          // The global consultations are of no mechanism.
          .cleared = {"mechanism"}};
}

history::RevisionNote note_for(const Seed& seed, std::string_view command, std::string_view now,
                               std::string_view author) {
  return {.kind = "seed",
          .author = std::string(author),
          .command = std::string(command),
          .reason = fmt::format("seeds/{}", seed.file),
          .source_id = {},
          .undoes = {},
          .made_at = std::string(now)};
}

SeededFile import_seed(sqlite::Connection& connection, const Seed& seed, const std::vector<Answer>& answers,
                       std::string_view now, std::string_view author) {
  const auto rows = open_seed(seed.file);
  history::OpenRevision revision(connection, note_for(seed, "init", now, author));
  Plan plan(connection, request_for(seed, answers), *rows);
  if (!plan.problems().empty()) {
    const Problem& problem = plan.problems().front();
    throw Error(Exit::failed,
                fmt::format("seeds/{}:{}: {}: {}", seed.file, problem.line, problem.column, problem.message),
                problem.hint);
  }
  plan.apply(revision.id());
  revision.close();
  return {seed.file, revision.id(), plan.counts()};
}

void add_steps(const Seed& seed, Plan& plan, std::vector<SeedStep>& steps) {
  const std::string file(seed.file);
  sqlite::Statement changes = planned_changes(plan.job(), -1);
  while (changes.step()) {
    if (changes.is_null(4)) continue;
    steps.push_back({file, static_cast<std::size_t>(changes.integer(0)), changes.text(2), changes.text(3),
                     changes.text(4), changes.text(5), changes.text(6)});
  }
  sqlite::Statement kept =
      plan.job().connection.prepare("SELECT line, record, field, kept, offered FROM temp.kept ORDER BY line, field");
  while (kept.step()) {
    const bool gone = kept.is_null(2);
    steps.push_back({file, static_cast<std::size_t>(kept.integer(0)), "kept", kept.text(1), kept.text(2), kept.text(3),
                     gone ? "removed here, or its key changed" : kept.text(4)});
  }
  for (const Problem& problem : plan.problems()) {
    steps.push_back({file, problem.line, "skipped", {}, problem.column, {}, problem.message});
  }
}

}  // namespace

std::vector<SeededFile> seed(sqlite::Connection& connection, std::string_view now, std::string_view author) {
  model::add_sql_functions(connection);
  const std::vector<Answer> answers = read_answers();
  std::vector<SeededFile> seeded;
  for (const Seed& file : kSeeds) seeded.push_back(import_seed(connection, file, answers, now, author));
  return seeded;
}

std::vector<SeedStep> seed_again(sqlite::Connection& connection, std::string_view now, std::string_view author) {
  const std::vector<Answer> answers = read_answers();
  std::vector<SeedStep> steps;
  for (const Seed& file : kSeeds) {
    const auto rows = open_seed(file.file);
    ImportRequest request = request_for(file, answers);
    request.keeps_edits = true;
    request.skips_rejected = true;
    Plan plan(connection, request, *rows);
    add_steps(file, plan, steps);
    if (!plan.changes_anything()) continue;
    history::OpenRevision revision(connection, note_for(file, "seed", now, author));
    plan.apply(revision.id());
    revision.close();
  }
  return steps;
}

bool changes_anything(const std::vector<SeedStep>& steps) {
  return std::any_of(steps.begin(), steps.end(),
                     [](const SeedStep& step) { return step.action == "new" || step.action == "change"; });
}

}  // namespace iscm::import
