#include "import/problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "import/header.hpp"
#include "import/near_duplicates.hpp"
#include "model/spreadsheet.hpp"

namespace iscm::import {
namespace {

/// How the codes of broken_rule() begin.
constexpr std::string_view kBrokenRule = "not-";

/// What a problem is for people. {0} is the value, {1} the entity, {2} what temp.detail says, {3} the other record that
/// it names, {4} the key of the entity.
struct Wording {
  std::string_view code;
  std::string_view message;
  std::string_view hint;  ///< empty: what the field means
};

constexpr Wording kWordings[] = {
    {"missing", "a new record needs a value here", ""},
    {"required", "cannot be cleared: every record has one", ""},
    {"stated-by-none", "no source states it", "give the source with --source, or leave the basis out"},
    {"no-name", "\"{0}\" has neither letter nor digit", "give a name"},
    {"rival", "more than one row could be the {1} whose start is not known",
     "import the one that it is, then the others"},
    {"code-of-another", "\"{0}\" would be the code of the {1}, but is the {2}", "leave the code out, and give {3}"},
    {"no-owner", "the {1} names no mechanism", "write its code here; --clear-empty says that it is of none"},
    {"no-owner-column", "the {1} names no mechanism",
     "--map COLUMN=mechanism says which column does; --clear-empty says that it is of none"},
    {"circle", "the {1} would be above itself", "give another parent"},
    {"ends-before-it-begins", "it would end before it begins: {0}", "correct one of the two"},
    {"taken", "\"{0}\" belongs to the {1} {3} already", "give another"},
    {"passed-on", "\"{0}\" belongs to the {1} {3}, which this file changes too",
     "first clear these values: the same rows with an empty cell here, and --clear-empty; then import this file"},
    {"taken-key", "another {1} would be the same: {3}", "no two have the same {4}"},
    {"exists-already", "{1} {3} exists already{2}", "`iscm set {1} {3} FIELD=VALUE` changes it"},
    {"rule", "a rule of the schema is broken: {2} ({0})", "`iscm fields {1}` lists the rules"},
    {"doubled", "\"{0}\" is on an earlier line too", "remove one of the rows"},
    {"doubled-row", "line {3} is about the same {1}", "remove one of the rows"},
    {"several-match", "more than one {1} could be meant", "give the start that says which"},
    {"exists", "the {1} exists and has another value here; --mode add leaves it as it is",
     "leave out --mode add to change it"},
    {"gone", "there is no {1} of this key any more",
     "make the plan again if it was renamed, else delete this line from the plan"},
    {"there-now", "the {1} exists by now, with other values: {0}", "make the plan again"},
    {"moved", "has changed since the plan was made: it is \"{0}\" now", "make the plan again"},
    {"moved-elsewhere", "the {1} has changed since the plan was made: {0}", "make the plan again"},
    {"created-there", "the {0} is there by now, under another name or code", "make the plan again"},
    {"alias-there", "\"{0}\" is a name of another record by now", "delete this line from the plan, or make it again"},
    {"no-source", "there is no source \"{0}\"", "`iscm list source` shows those that there are"},
    {"alias-gone", "there is no {0} any more", "delete this line from the plan, or make it again"},
    {"reads-otherwise", "the words of the input mean \"{0}\" now", "make the plan again"},
    {"unknown", "there is no such {1} to update", "leave out --mode update to add it"},
    {"rejected-record", "\"{0}\" is a new {1} whose own row is rejected", "correct that row"},
};

struct Detail {
  std::string text;
  std::string other;
};

Detail detail_of(Job& job, const Problem& problem) {
  sqlite::Statement found = job.connection.prepare(
      "SELECT text, other FROM temp.detail WHERE line = ? AND field = ? AND value = ? AND code = ?");
  found.bind_all(static_cast<std::int64_t>(problem.line), problem.column, problem.value, problem.code);
  if (!found.step()) return {};
  return {found.text(0), found.text(1)};
}

}  // namespace

void Describer::describe(Problem& problem) {
  const bool is_question =
      problem.code == "unknown" || problem.code == "ambiguous" || problem.code == kPossibleDuplicate;
  if (is_question && !problem.value.empty()) return describe_question(job_, suggestions_, problem);
  if (problem.code == kPossibleSameRow) return describe_possible_same_row(job_, problem);
  const model::Field* field = model::find_field(job_.entity, problem.column);
  if (problem.code == "known") {
    problem.message = fmt::format("\"{}\" is {}", problem.value, detail_of(job_, problem).text);
    problem.hint = problem.column == "alias" ? "an alias is a name that no other record has"
                                             : "use the code of that one, or give a name of its own";
    return;
  }
  if (problem.code.starts_with(kBrokenRule)) {
    problem.message = fmt::format("\"{}\" does not fit", problem.value);
    problem.hint = model::rule_in_words(*field);
    if (std::string advice = job_.cells.advice_on(problem.value); !advice.empty() && problem.code == "not-a-date") {
      problem.hint = std::move(advice);
      return;
    }
    if (const MarkedValue marked = without_marks(*field, problem.value); !marked.mark.empty()) {
      problem.message += fmt::format(": \"{}\" is a footnote mark", marked.mark);
      problem.hint = "--strip-notes takes such marks off";
      return;
    }
    if (auto trace = model::spreadsheet_trace(*field, problem.value)) {
      problem.message += ": " + trace->what;
      problem.hint = std::move(trace->hint);
      if (!trace->date.empty() && !job_.cells.is_typed()) problem.hint += "; --accept-dates reads it so";
    }
    return;
  }
  if (problem.code == kPlaceholder) {
    std::vector<std::string> open;
    for (const auto& [value, fields] : job_.cells.open_placeholders()) open.push_back(value);
    problem.message = fmt::format("\"{}\" may stand for nothing, or be a value", problem.value);
    problem.hint =
        fmt::format("--empty \"{}\" reads it as empty, --literal \"{}\" as it is", fmt::join(open, ","), problem.value);
    return;
  }
  const auto* wording = std::find_if(std::begin(kWordings), std::end(kWordings),
                                     [&](const Wording& candidate) { return candidate.code == problem.code; });
  if (wording == std::end(kWordings)) {
    problem.message = problem.code;
    return;
  }
  const Detail detail = detail_of(job_, problem);
  const auto in_words = [&](std::string_view words) {
    return fmt::format(fmt::runtime(words), problem.value, job_.entity.name, detail.text, detail.other,
                       fmt::join(model::words(job_.entity.key), ", "));
  };
  problem.message = in_words(wording->message);
  problem.hint = wording->hint.empty() && field != nullptr ? std::string(field->meaning) : in_words(wording->hint);
}

Problem Describer::problem(const sqlite::Statement& row) {
  Problem problem{.line = static_cast<std::size_t>(row.integer(0)),
                  .column = row.text(1),
                  .value = row.text(2),
                  .code = row.text(3),
                  .message = {},
                  .hint = {}};
  const std::string key = fmt::format("{}\n{}\n{}", problem.code, problem.column, problem.value);
  if (const auto known = described_.find(key); known != described_.end()) {
    problem.message = known->second.message;
    problem.hint = known->second.hint;
    return problem;
  }
  describe(problem);
  // If every value is different, keeping them saves nothing.
  constexpr std::size_t kMostKept = 10'000;
  // What is said about a possible duplicate or a whole row depends on the row.
  if (described_.size() < kMostKept && problem.code != kPossibleDuplicate && !problem.value.empty())
    described_.emplace(key, Words{problem.message, problem.hint});
  return problem;
}

std::vector<Problem> describe_problems(Job& job, std::int64_t most) {
  std::vector<Problem> problems;
  Describer describer(job);
  sqlite::Statement rows = job.connection.prepare(
      fmt::format("SELECT line, field, value, code FROM temp.problem ORDER BY line % {}, line, field, value LIMIT ?",
                  read::kPartOfLine));
  rows.bind_all(most);
  while (rows.step()) problems.push_back(describer.problem(rows));
  return problems;
}

namespace {

constexpr std::size_t kRaw = 4;

void join(std::string& list, const std::string& item) {
  if (!item.empty()) list += (list.empty() ? "" : "; ") + item;
}

class RejectsWriter {
public:
  RejectsWriter(Job& job, const read::RowSource& rows, write::RowWriter& writer)
      : job_(job), rows_(rows), writer_(writer), describer_(job) {
    for (std::size_t i = 0; i < rows.header().size(); ++i) {
      // What a file of rejected rows said of them before is out of date.
      if (!is_rejects_column(rows.header()[i])) kept_.push_back(i);
    }
    const auto uneven = [&](const read::Problem& problem) { return problem.cells.size() != rows.header().size(); };
    const auto all = rows.problems();
    with_raw_ = std::any_of(all.begin(), all.end(), uneven);
  }

  std::int64_t write() {
    begin();
    sqlite::Statement rejected = job_.connection.prepare("SELECT line, cells FROM temp.rejected ORDER BY row");
    const auto problems = rows_.problems();
    auto broken = problems.begin();
    for (bool more = rejected.step(); more || broken != problems.end();) {
      const bool rejected_next =
          more && (broken == problems.end() || read::physical_line(static_cast<std::size_t>(rejected.integer(0))) <
                                                   read::physical_line(broken->line));
      if (rejected_next) {
        write_rejected(rejected);
        more = rejected.step();
      } else {
        write_broken(*broken++);
      }
    }
    writer_.end();
    return written_;
  }

private:
  void begin() {
    std::vector<write::Column> columns;
    for (const std::size_t i : kept_) columns.push_back({rows_.header()[i], false});
    for (std::size_t i = 0; i < rejects_columns().size(); ++i) {
      if (i != kRaw || with_raw_) columns.push_back({std::string(rejects_columns()[i]), false});
    }
    writer_.begin(columns);
  }

  void write_rejected(const sqlite::Statement& row) {
    std::vector<std::string> cells;
    sqlite::Statement values = job_.connection.prepare("SELECT value FROM json_each(?) ORDER BY key");
    values.bind(1, row.value(1));
    while (values.step()) cells.push_back(values.text(0));
    write_row(cells, row.integer(0), what_is_wrong(row.integer(0)), {});
  }

  void write_broken(const read::Problem& problem) {
    // A problem of the file, not of a row: there is nothing to write.
    if (problem.raw.empty() && problem.cells.empty()) return;
    const Problem described{problem.line, problem.column, problem.value, problem.code, problem.message, {}};
    // Filled up or cut off, an uneven row would look like a good one that nobody has to correct.
    const bool even = problem.cells.size() == rows_.header().size();
    const std::vector<std::string> no_cells;
    write_row(even ? problem.cells : no_cells, static_cast<std::int64_t>(problem.line), {described},
              even ? "" : problem.raw);
  }

  std::vector<Problem> what_is_wrong(std::int64_t line) {
    std::vector<Problem> problems;
    sqlite::Statement rows = job_.connection.prepare(
        "SELECT line, field, value, code FROM temp.problem WHERE line = ? ORDER BY field, value");
    rows.bind_all(line);
    while (rows.step()) problems.push_back(describer_.problem(rows));
    return problems;
  }

  /// People look for the column of their file, not for our field.
  [[nodiscard]] std::string column_of(const std::string& field) const {
    for (std::size_t i = 0; i < rows_.header().size() && i < job_.columns.size(); ++i) {
      if (job_.columns[i] != nullptr && job_.columns[i]->name == field) return rows_.header()[i];
    }
    return field;
  }

  void write_row(const std::vector<std::string>& cells, std::int64_t line, const std::vector<Problem>& problems,
                 const std::string& raw) {
    std::string columns;
    std::string codes;
    std::string messages;
    for (const Problem& problem : problems) {
      join(columns, column_of(problem.column));
      join(codes, problem.code);
      join(messages, problem.message + (problem.hint.empty() ? "" : " (" + problem.hint + ")"));
    }
    const std::string number = std::to_string(read::physical_line(static_cast<std::size_t>(line)));
    std::vector<write::Cell> row;
    for (const std::size_t i : kept_) {
      row.push_back(i < cells.size() ? write::Cell(std::string_view(cells[i])) : write::Cell());
    }
    for (const std::string_view added :
         {std::string_view(number), std::string_view(columns), std::string_view(codes), std::string_view(messages)})
      row.emplace_back(added);
    if (with_raw_) row.emplace_back(std::string_view(raw));
    writer_.row(row);
    ++written_;
  }

  Job& job_;
  const read::RowSource& rows_;
  write::RowWriter& writer_;
  Describer describer_;
  std::vector<std::size_t> kept_;
  bool with_raw_ = false;
  std::int64_t written_ = 0;
};

}  // namespace

std::int64_t write_rejects(Job& job, const read::RowSource& rows, write::RowWriter& writer) {
  return RejectsWriter(job, rows, writer).write();
}

}  // namespace iscm::import
