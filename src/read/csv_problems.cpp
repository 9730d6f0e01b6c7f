#include "read/csv_problems.hpp"

#include <fmt/format.h>

#include <utility>

#include "read/limits.hpp"
#include "read/problem_log.hpp"

namespace iscm::read {
namespace {

TextPosition position_of(const RecordPlace& record, std::size_t offset) {
  return TextPosition{record.line, 1}.after(record.text.substr(0, offset), record.line_end);
}

std::string cell_content(const RecordPlace& record, const RecordScanner& scanner, std::size_t cell) {
  if (cell >= scanner.cells().size()) return {};
  const CellSpan& span = scanner.cells()[cell];
  return shortened(record.text.substr(span.begin, span.end - span.begin));
}

std::string opened_elsewhere(const RecordPlace& record, const RecordScanner& scanner, const BreachPlace& breach,
                             const TextPosition& at) {
  if (breach.cell >= scanner.cells().size()) return {};
  const TextPosition opened = position_of(record, scanner.cells()[breach.cell].begin - 1);
  return opened.line == at.line ? std::string() : fmt::format(" that was opened on line {}", opened.line);
}

}  // namespace

Problem breach_problem(const RecordPlace& record, const RecordScanner& scanner) {
  const BreachPlace& breach = *scanner.breach();
  const TextPosition at = position_of(record, breach.offset);
  Problem problem{at.line, column_name(record.header, breach.cell), cell_content(record, scanner, breach.cell), {}, {}};
  switch (breach.breach) {
    case Breach::quote_within_cell:
      problem.code = "stray-quote";
      problem.message = fmt::format(
          "a quote at character {}, within a cell that does not start with one; "
          "put the cell in quotes and double those within",
          at.character);
      break;
    case Breach::text_after_quote:
      problem.code = "stray-quote";
      problem.message = fmt::format(
          "text at character {}, after the closing quote of a cell{}; double the quotes within a quoted cell",
          at.character, opened_elsewhere(record, scanner, breach, at));
      break;
    case Breach::stray_line_end: {
      const bool lf_file = record.line_end == '\n';
      problem.code = lf_file ? "stray-carriage-return" : "stray-line-feed";
      problem.message = fmt::format("a {} alone at character {}, in a file whose lines end with a {}",
                                    lf_file ? "carriage return" : "line feed", at.character,
                                    lf_file ? "line feed" : "carriage return");
      break;
    }
    case Breach::cell_too_long:
      problem.code = "cell-too-long";
      problem.message = fmt::format("the cell has more than {} bytes", kMaxCellBytes);
      break;
    case Breach::quote_never_closed:
      problem.code = "unclosed-quote";
      problem.message =
          fmt::format("the quote opened at character {} is never closed; reading ended here", at.character);
      break;
  }
  return problem;
}

Problem broken_problem(const RecordPlace& record, const RecordScanner& scanner, const BrokenText& broken) {
  const TextPosition at = position_of(record, record.text.size());
  return {at.line, column_name(record.header, scanner.cell_count()), broken.bytes, broken.code,
          fmt::format("character {}: {}; reading ended here", at.character, broken.explanation)};
}

Problem too_long_problem(const RecordPlace& record, const RecordScanner& scanner) {
  std::string message = fmt::format("the row has more than {} bytes; reading ended here", kMaxRecordBytes);
  std::string column;
  if (scanner.within_quotes()) {
    const TextPosition opened = position_of(record, scanner.cell_start());
    message += fmt::format("; is the quote on line {}, character {} closed?", opened.line, opened.character);
    column = column_name(record.header, scanner.cell_count());
  }
  return {record.line, std::move(column), shortened(record.text), "line-too-long", std::move(message)};
}

Problem ragged_problem(const RecordPlace& record, std::size_t found) {
  const std::size_t expected = record.header.size();
  return {record.line,
          {},
          {},
          "ragged-row",
          fmt::format("{} {}, but the header has {}", found, found == 1 ? "cell" : "cells", expected)};
}

}  // namespace iscm::read
