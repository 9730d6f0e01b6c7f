#include "sqlite/file_health.hpp"

#include <string_view>

#include "error.hpp"
#include "sqlite/file_header.hpp"

namespace iscm::sqlite {
namespace {

/// SQLite puts a line before the first of a file's problems; there is but one file here.
constexpr std::string_view kPreamble = "*** in database main ***\n";

StorageProblem problem_of(std::string message) {
  if (message.starts_with(kPreamble)) message.erase(0, kPreamble.size());
  StorageProblem problem{std::move(message), {}, true};
  for (const std::string_view rule : {"CHECK constraint failed in ", "NULL value in "}) {
    if (!problem.message.starts_with(rule)) continue;
    problem.damage = false;
    problem.table = problem.message.substr(rule.size());
    problem.table = problem.table.substr(0, problem.table.find('.'));
  }
  return problem;
}

}  // namespace

std::vector<StorageProblem> storage_problems(Connection& connection) {
  std::vector<StorageProblem> problems;
  if (const auto fault = header_fault(connection.handle())) problems.push_back({fault->message, {}, true});
  try {
    Statement rows = connection.prepare("SELECT integrity_check FROM pragma_integrity_check");
    while (rows.step()) {
      if (rows.text(0) != "ok") problems.push_back(problem_of(rows.text(0)));
    }
  } catch (const Error& error) {
    if (error.exit() == Exit::interrupted) throw;
    problems.push_back({error.what(), {}, true});
  }
  return problems;
}

}  // namespace iscm::sqlite
