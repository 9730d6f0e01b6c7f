#include "core/import/rejects.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "core/import/describe.hpp"

namespace iscm::core {
namespace {

constexpr std::array<std::string_view, 5> kAdded = {"iscm_line", "iscm_column", "iscm_code", "iscm_message",
                                                    "iscm_raw"};
constexpr std::size_t kRaw = 4;

void join(std::string& list, const std::string& item) {
  if (!item.empty()) list += (list.empty() ? "" : "; ") + item;
}

class RejectsWriter {
public:
  RejectsWriter(Job& job, const read::RowSource& rows, out::RowWriter& writer)
      : job_(job), rows_(rows), writer_(writer), describer_(job) {
    for (std::size_t i = 0; i < rows.header().size(); ++i) {
      // What a file of rejected rows said of them before is out of date.
      if (!is_rejects_column(rows.header()[i])) kept_.push_back(i);
    }
    const auto uneven = [&](const read::Problem& problem) { return problem.cells.size() != rows.header().size(); };
    with_raw_ = std::any_of(rows.problems().begin(), rows.problems().end(), uneven);
  }

  std::int64_t write() {
    begin();
    db::Statement aside = job_.connection.prepare("SELECT line, cells FROM temp.set_aside ORDER BY row");
    auto broken = rows_.problems().begin();
    for (bool more = aside.step(); more || broken != rows_.problems().end();) {
      const bool aside_next =
          more && (broken == rows_.problems().end() || static_cast<std::size_t>(aside.integer(0)) < broken->line);
      if (aside_next) {
        write_aside(aside);
        more = aside.step();
      } else {
        write_broken(*broken++);
      }
    }
    writer_.end();
    return written_;
  }

private:
  void begin() {
    std::vector<out::Column> columns;
    for (const std::size_t i : kept_) columns.push_back({rows_.header()[i], false});
    for (std::size_t i = 0; i < kAdded.size(); ++i) {
      if (i != kRaw || with_raw_) columns.push_back({std::string(kAdded[i]), false});
    }
    writer_.begin(columns);
  }

  void write_aside(const db::Statement& row) {
    std::vector<std::string> cells;
    db::Statement values = job_.connection.prepare("SELECT value FROM json_each(?) ORDER BY key");
    values.bind(1, row.value(1));
    while (values.step()) cells.push_back(values.text(0));
    write_row(cells, row.integer(0), what_is_wrong(row.integer(0)), {});
  }

  void write_broken(const read::Problem& problem) {
    // A problem of the file, not of a row: there is nothing to write.
    if (problem.raw.empty() && problem.cells.empty()) return;
    const Problem told{problem.line, problem.column, problem.value, problem.code, problem.message, {}};
    // Filled up or cut off, an uneven row would look like a good one that nobody has to correct.
    const bool even = problem.cells.size() == rows_.header().size();
    const std::vector<std::string> no_cells;
    write_row(even ? problem.cells : no_cells, static_cast<std::int64_t>(problem.line), {told},
              even ? "" : problem.raw);
  }

  std::vector<Problem> what_is_wrong(std::int64_t line) {
    std::vector<Problem> problems;
    db::Statement rows = job_.connection.prepare(
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
    const std::string number = std::to_string(line);
    std::vector<out::Cell> row;
    for (const std::size_t i : kept_) {
      row.push_back(i < cells.size() ? out::Cell(std::string_view(cells[i])) : out::Cell());
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
  out::RowWriter& writer_;
  Describer describer_;
  std::vector<std::size_t> kept_;
  bool with_raw_ = false;
  std::int64_t written_ = 0;
};

}  // namespace

std::span<const std::string_view> rejects_columns() {
  return kAdded;
}

bool is_rejects_column(std::string_view name) {
  return std::find(kAdded.begin(), kAdded.end(), name) != kAdded.end();
}

std::int64_t write_rejects(Job& job, const read::RowSource& rows, out::RowWriter& writer) {
  return RejectsWriter(job, rows, writer).write();
}

}  // namespace iscm::core
