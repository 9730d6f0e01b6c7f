#include "read/problem_log.hpp"

#include <fmt/format.h>

#include <utility>

#include "read/limits.hpp"

namespace iscm::read {

void ProblemLog::add(Problem problem) {
  const std::size_t line = problem.line;
  problems_.push_back(std::move(problem));
  if (problems_.size() < kMaxProblems) return;
  full_ = true;
  problems_.push_back(problem_on_line(line, "too-many-problems",
                                      fmt::format("there are {} problems; reading ended here", problems_.size())));
}

void ProblemLog::add(Problem problem, std::string_view raw, std::span<const std::string_view> cells) {
  if (raw.ends_with('\n')) raw.remove_suffix(1);
  if (raw.ends_with('\r')) raw.remove_suffix(1);
  if (raw.size() <= kMaxKeptRow && kept_ + raw.size() <= kMaxKeptRows) {
    kept_ += raw.size();
    problem.raw = raw;
    problem.cells.assign(cells.begin(), cells.end());
  }
  add(std::move(problem));
}

std::string column_name(std::span<const std::string> header, std::size_t index) {
  if (index < header.size() && !header[index].empty()) return header[index];
  return fmt::format("column {}", index + 1);
}

Problem problem_on_line(std::size_t line, std::string code, std::string message) {
  return {line, {}, {}, std::move(code), std::move(message)};
}

Problem too_many_rows_problem(std::size_t line, std::size_t max_rows) {
  return problem_on_line(line, "too-many-rows",
                         fmt::format("more rows than the limit of {}; reading ended here", max_rows));
}

}  // namespace iscm::read
