#pragma once

// The problems of an input as a reader collects them; what the readers of all formats say about a column or a row.

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "read/row_source.hpp"

namespace iscm::read {

/// The problems of one input, and of their rows as much as may be kept.
class ProblemLog {
public:
  ProblemLog() = default;
  explicit ProblemLog(std::vector<Problem> problems) : problems_(std::move(problems)) {}

  void add(Problem problem);
  /// A problem of a row: `raw` is the row as it is in the input, `cells` what it divides into, empty if it does
  /// not. Both are kept within kMaxKeptRow and kMaxKeptRows.
  void add(Problem problem, std::string_view raw, std::span<const std::string_view> cells);

  /// There are kMaxProblems of them, the last one says that reading ended: no more may be added.
  [[nodiscard]] bool full() const { return full_; }
  [[nodiscard]] std::span<const Problem> problems() const { return problems_; }

private:
  std::vector<Problem> problems_;
  std::size_t kept_ = 0;  // bytes
  bool full_ = false;
};

/// The header's name of the column `index`, counted from 0; "column 3" if it has none.
std::string column_name(std::span<const std::string> header, std::size_t index);

/// A problem of a whole row or file.
Problem problem_on_line(std::size_t line, std::string code, std::string message);

/// The row on `line` would be one more than are read.
Problem too_many_rows_problem(std::size_t line, std::size_t max_rows);

}  // namespace iscm::read
