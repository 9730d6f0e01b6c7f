#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/import/job.hpp"
#include "core/import/questions.hpp"

namespace iscm::core {

/// Puts what stands in temp.problem into words. Most problems of a large input are the same few again: each is
/// thought about once, and after some hundreds of unknown names no more suggestions are looked for.
class Describer {
public:
  explicit Describer(Job& job) : job_(job), suggestions_(job.connection) {}

  /// The problem of a row of temp.problem, which has the columns line, field, value and code in this order.
  Problem problem(const db::Statement& row);

private:
  void describe(Problem& problem);
  [[nodiscard]] std::string detail_of(const Problem& problem);

  struct Words {
    std::string message;
    std::string hint;
  };

  Job& job_;
  Suggestions suggestions_;
  std::map<std::string, Words, std::less<>> described_;
};

/// The problems of temp.problem in words, by line; at most `most` of them.
std::vector<Problem> describe_problems(Job& job, std::int64_t most);

}  // namespace iscm::core
