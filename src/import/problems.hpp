#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "import/questions.hpp"
#include "import/staging.hpp"
#include "read/row_source.hpp"
#include "write/row_writer.hpp"

namespace iscm::import {

/// Puts the problems in temp.problem into words. Most problems of a large input are the same few again: the words for
/// each are looked for once, and after some hundreds of unknown names no more suggestions.
class Describer {
public:
  explicit Describer(Job& job) : job_(job), suggestions_(job.connection) {}

  /// The problem of a row of temp.problem, which has the columns line, field, value and code in this order.
  Problem problem(const sqlite::Statement& row);

private:
  void describe(Problem& problem);

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

/// Writes every rejected row as it was read, with its line and what is wrong with it: columns
/// iscm_line, iscm_column, iscm_code and iscm_message. If a row could not be divided into as many cells as there are
/// columns, these stay empty and iscm_raw has it as it is in the input. Returns the number of rows.
std::int64_t write_rejects(Job& job, const read::RowSource& rows, write::RowWriter& writer);

}  // namespace iscm::import
