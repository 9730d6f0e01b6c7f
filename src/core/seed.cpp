#include "core/seed.hpp"

#include <fmt/format.h>

#include "core/history/revision.hpp"
#include "embedded.hpp"
#include "error.hpp"
#include "read/bytes.hpp"
#include "read/delimited.hpp"

namespace iscm::core {
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
  return read::open_delimited(read::memory_bytes(text_of(file), name), name);
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

SeededFile import_seed(db::Connection& connection, const Seed& seed, const std::vector<Answer>& answers,
                       std::string_view now, std::string_view author) {
  const auto rows = open_seed(seed.file);
  OpenRevision revision(connection, {.kind = "seed",
                                     .author = std::string(author),
                                     .command = "init",
                                     .reason = fmt::format("seeds/{}", seed.file),
                                     .source_id = {},
                                     .undoes = {},
                                     .made_at = std::string(now)});
  Plan plan(connection,
            {.entity = &entity_named(seed.entity),
             .file = std::string(seed.file),
             .default_source = std::string(seed.source),
             .answers = seed.file == kAnswered ? answers : std::vector<Answer>(),
             .columns = {}},
            *rows);
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

}  // namespace

std::vector<SeededFile> seed(db::Connection& connection, std::string_view now, std::string_view author) {
  add_import_functions(connection);
  const std::vector<Answer> answers = read_answers();
  std::vector<SeededFile> seeded;
  for (const Seed& file : kSeeds) seeded.push_back(import_seed(connection, file, answers, now, author));
  return seeded;
}

}  // namespace iscm::core
