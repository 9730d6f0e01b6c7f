#include <fmt/format.h>

#include <algorithm>

#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/edit.hpp"
#include "cli/output.hpp"
#include "cli/plan_output.hpp"
#include "import/saved_plan.hpp"
#include "import/saved_plan_bind.hpp"
#include "import/saved_plan_read.hpp"
#include "read/bytes.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

std::string read_text(const std::string& file) {
  const auto bytes = read::open_bytes(file);
  std::string text = read::whole_text(*bytes);
  if (bytes->broken()) throw Error(Exit::refused, fmt::format("{}: {}", file, bytes->broken()->explanation));
  return text;
}

/// Puts a problem of a field on the line that sets it, instead of the first line of its record.
std::vector<import::Problem> on_their_lines(const import::SavedPlan& saved, std::vector<import::Problem> problems) {
  for (import::Problem& problem : problems) {
    const auto record = std::find_if(saved.records.begin(), saved.records.end(),
                                     [&](const import::SavedRecord& one) { return one.line == problem.line; });
    if (record == saved.records.end()) continue;
    const std::string name = record->key_in_words();
    const auto value = record->values.find(problem.column);
    if (value != record->values.end()) problem.line = value->second.line;
    problem.column = problem.column.empty() ? name : fmt::format("{} {}", name, problem.column);
  }
  return problems;
}

Exit run(const Invocation& invocation) {
  const std::string file = invocation.argument(0);
  const bool writes = !invocation.has("--dry-run");
  sqlite::Connection connection = open_database(invocation, writes ? sqlite::Intent::write : sqlite::Intent::read);
  std::vector<import::Problem> problems;
  const import::SavedPlan saved = import::read_saved_plan(read_text(file), file, problems);
  if (!problems.empty()) {
    print_problems(file, problems, static_cast<std::int64_t>(problems.size()));
    return Exit::refused;
  }
  sqlite::Transaction lock(connection, writes ? sqlite::Transaction::Kind::write : sqlite::Transaction::Kind::read);
  const auto rows = import::saved_rows(saved, file);
  import::ImportRequest request{
      .entity = saved.entity, .file = file, .default_source = {}, .answers = {}, .columns = {}};
  request.saved = &saved;
  import::Plan plan(connection, request, *rows);
  print_counts(plan);
  if (!writes) print_plan(invocation, plan);
  if (plan.is_blocked()) {
    problems = on_their_lines(saved, plan.problems());
    print_problems(file, problems, plan.problem_count());
    return Exit::refused;
  }
  if (!plan.changes_anything()) {
    write::note("nothing to change");
  } else if (writes) {
    write_plan(connection, lock, plan, invocation, fmt::format("apply {} (made from {})", file, saved.file.name));
  } else {
    write::note(kWasDryRun);
  }
  return Exit::done;
}

constexpr Example kExamples[] = {
    {"iscm import edition.csv --plan edition.plan", "save what would change, one change per line"},
    {"iscm apply edition.plan --dry-run", "preview it after a review, to see whether it still fits the record"},
    {"iscm apply edition.plan --reason \"edition of 2020\"", "write it, as one revision"},
};
constexpr Argument kArguments[] = {
    {"FILE", "a plan that `import --plan` saved; - for standard input"},
};
constexpr Option kOptions[] = {
    kDryRun,
    kReason,
    kAuthor,
    number("--limit", 0, "show at most N records").otherwise("100"),
};

}  // namespace

extern const Command kApply{
    .name = "apply",
    .summary = "write a saved plan",
    .synonyms = "commit",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
    .prints_with = "--dry-run",
};

}  // namespace iscm::cli
