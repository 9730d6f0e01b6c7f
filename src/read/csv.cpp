// Long: the search for the header and the reading of the rows share one window, one scanner and the words for what is
// wrong.

#include "read/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "read/blank_rows.hpp"
#include "read/csv_record.hpp"
#include "read/header_names.hpp"
#include "read/problem_log.hpp"
#include "read/reshaped.hpp"
#include "read/swallowed_rows.hpp"
#include "read/text_window.hpp"
#include "text/utf8.hpp"

namespace iscm::read {
namespace {

/// A record, for the place of what is wrong with it.
struct RecordPlace {
  std::string_view text;  ///< from the record's start on, at least as far as it was scanned
  std::size_t line;       ///< the physical line on which it starts
  char line_end;          ///< as in Dialect
  std::span<const std::string> header;
};

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

/// What the scanner found against the rules; its breach() must have a value.
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

/// The text is broken at the end of `record.text`, in the cell where the scanner stopped.
Problem broken_problem(const RecordPlace& record, const RecordScanner& scanner, const BrokenText& broken) {
  const TextPosition at = position_of(record, record.text.size());
  return {at.line, column_name(record.header, scanner.cell_count()), broken.bytes, broken.code,
          fmt::format("character {}: {}{}{}; reading ended here", at.character, broken.explanation,
                      broken.readings.empty() ? "" : "; ", broken.readings)};
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
  return problem_on_line(record.line, "ragged-row",
                         fmt::format("{} {}, but the header has {}", found, found == 1 ? "cell" : "cells", expected));
}

/// A table's header, and what it says about the rows below it.
struct Header {
  std::vector<std::string> names;  ///< trimmed; empty if no header can be read
  Dialect dialect;
  std::size_t line = 1;           ///< the physical line of the header
  std::size_t next_line = 1;      ///< the physical line after the header
  bool has_line_end = false;      ///< whether the last line read ends with a line break
  std::vector<Note> notes;        ///< what was skipped
  std::vector<Problem> problems;  ///< why there is no header, or what is wrong with its names
};

/// Rarest in prose first: if two delimiters give as many columns, the other is text.
constexpr std::array kDelimiters{'\t', '|', ';', ','};

/// What ends the lines of a text: '\n' if an LF is outside quotes near its start, '\r' if only CR is. The LFs that old
/// Macintosh spreadsheets leave within quoted cells of a CR file do not count.
char find_line_end(TextWindow& window) {
  constexpr std::size_t lookahead = std::size_t{64} * 1024;
  while (window.text().size() < lookahead && window.grow()) continue;
  bool within_quotes = false;
  bool saw_cr = false;
  for (const char c : window.text().substr(0, lookahead)) {
    if (c == '"') within_quotes = !within_quotes;
    if (within_quotes) continue;
    if (c == '\n') return '\n';
    if (c == '\r') saw_cr = true;
  }
  return saw_cr ? '\r' : '\n';
}

/// The line at the start of the window, read as if it were the header.
struct Candidate {
  Scan scan = Scan::nothing;
  Dialect dialect;
  RecordScanner scanner;

  [[nodiscard]] bool clean() const { return scan == Scan::complete && !scanner.breach(); }
  [[nodiscard]] bool better_than(const Candidate& other) const {
    if (clean() != other.clean()) return clean();
    return scanner.cell_count() > other.scanner.cell_count();
  }
};

Candidate candidate_with(TextWindow& window, const Dialect& dialect) {
  Candidate candidate{.dialect = dialect, .scanner = RecordScanner(dialect)};
  candidate.scan = scan_record(window, candidate.scanner);
  return candidate;
}

Candidate best_candidate(TextWindow& window, const CsvOptions& options, char line_end) {
  if (options.delimiter) return candidate_with(window, {*options.delimiter, line_end});
  Candidate best = candidate_with(window, {kDelimiters.front(), line_end});
  for (const char delimiter : std::span(kDelimiters).subspan(1)) {
    Candidate other = candidate_with(window, {delimiter, line_end});
    if (other.better_than(best)) best = std::move(other);
  }
  return best;
}

class HeaderSearch {
public:
  HeaderSearch(TextWindow& window, const CsvOptions& options)
      : window_(window), options_(options), searches_(options.is_header && options.header_line == 0) {}

  Header run() {
    header_.dialect.line_end = find_line_end(window_);
    if (searches_) window_.set_mark();
    while (!done_) look_at_line();
    window_.release_mark();
    return std::move(header_);
  }

private:
  void look_at_line() {
    const Candidate candidate = best_candidate(window_, options_, header_.dialect.line_end);
    if (header_.next_line < options_.header_line && candidate.scan != Scan::nothing) return skip_line(candidate);
    if (searches_ && (candidate.scan == Scan::nothing || window_.after_mark() > kHeaderLookahead)) {
      take_first_line();
    } else if (candidate.scan == Scan::nothing) {
      give_up(problem_on_line(1, "no-header", why_no_header()));
    } else if (candidate.clean() && candidate.scanner.is_empty_line()) {
      consume(candidate.scanner);
    } else if (!searches_) {
      candidate.clean() ? accept(candidate) : give_up(problem_of(candidate));
    } else if (candidate.clean() && options_.is_header(texts_.read(window_.text(), candidate.scanner.cells()))) {
      accept(candidate);
    } else {
      skip_line(candidate);
    }
  }

  [[nodiscard]] std::string why_no_header() const {
    if (window_.source().size() == 0) return "the file is empty; a table starts with a line of column names";
    if (options_.header_line > 1) return fmt::format("there is no text from line {} on", options_.header_line);
    return "the file has only empty lines";
  }

  /// No line is the header by itself: it is the first one, whatever it says.
  void take_first_line() {
    searches_ = false;
    window_.return_to_mark();
    header_.next_line = 1;
    header_.has_line_end = skipped_ = false;
    widths_above_.clear();
  }

  void accept(const Candidate& candidate) {
    const std::size_t columns = candidate.scanner.cell_count();
    if (columns > kMaxColumns) {
      return give_up(
          problem_on_line(header_.next_line, "too-many-columns",
                          fmt::format("the header has {} columns; at most {} are read", columns, kMaxColumns)));
    }
    header_.dialect = candidate.dialect;
    header_.line = header_.next_line;
    for (const std::string_view name : texts_.read(window_.text(), candidate.scanner.cells())) {
      header_.names.emplace_back(trimmed_name(name));
    }
    if (skipped_) {
      header_.notes.push_back(
          {header_.line, fmt::format("the header is on line {}; the text above it is skipped", header_.line)});
    }
    const auto above = widths_above_.find(columns);
    if (options_.header_line == 0 && above != widths_above_.end())
      header_.problems.push_back(table_above_problem(above->second, header_.line));
    consume(candidate.scanner);
    done_ = true;
  }

  /// Skips a line of other text. It may be the start of a quoted cell, or have lone quotes: it ends where it ends.
  void skip_line(const Candidate& candidate) {
    skipped_ = true;
    if (candidate.clean()) note_width(texts_.read(window_.text(), candidate.scanner.cells()));
    const std::size_t at = window_.find(header_.dialect.line_end, kMaxRecordBytes);
    header_.has_line_end = at != std::string_view::npos;
    if (header_.has_line_end) {
      window_.consume(at + 1);
      ++header_.next_line;
    } else if (candidate.scan == Scan::complete) {
      window_.consume(window_.text().size());  // the last line of the text
    } else {
      give_up(problem_of(candidate));
    }
  }

  /// Of the text above the header, the first line with each number of cells that are filled. A blank after each
  /// delimiter is prose.
  void note_width(std::span<const std::string_view> cells) {
    const auto is_prose = [](std::string_view cell) { return cell.starts_with(' '); };
    const auto filled = static_cast<std::size_t>(std::count_if(cells.begin(), cells.end(), is_filled));
    constexpr std::size_t narrow = 2;
    if (filled > narrow && std::none_of(cells.begin() + 1, cells.end(), is_prose)) {
      widths_above_.emplace(filled, header_.next_line);
    }
  }

  void consume(const RecordScanner& scanner) {
    window_.consume(scanner.length());
    header_.next_line += scanner.line_ends();
    header_.has_line_end = scanner.has_line_end();
  }

  void give_up(Problem problem) {
    header_.problems.push_back(std::move(problem));
    done_ = true;
  }

  [[nodiscard]] Problem problem_of(const Candidate& candidate) const {
    const RecordPlace place{window_.text(), header_.next_line, header_.dialect.line_end, {}};
    if (candidate.scan == Scan::broken) return broken_problem(place, candidate.scanner, *window_.source().broken());
    if (candidate.scan == Scan::too_long) return too_long_problem(place, candidate.scanner);
    return breach_problem(place, candidate.scanner);
  }

  TextWindow& window_;
  const CsvOptions& options_;
  Header header_;
  CellTexts texts_;
  bool searches_;                                    // for a line that is the header by itself
  bool skipped_ = false;                             // some line above it
  std::map<std::size_t, std::size_t> widths_above_;  // filled cells, and the first line with so many
  bool done_ = false;
};

class CsvReader final : public RowSource {
public:
  CsvReader(std::unique_ptr<ByteSource> bytes, std::string name, const CsvOptions& options)
      : RowSource(std::move(name)),
        window_(std::move(bytes)),
        header_(HeaderSearch(window_, options).run()),
        log_(std::move(header_.problems)),
        scanner_(header_.dialect),
        next_line_(header_.next_line),
        max_rows_(options.max_rows),
        pads_lone_cells_(options.pads_lone_cells),
        ends_with_newline_(header_.has_line_end),
        ended_(header_.names.empty()) {}

  [[nodiscard]] std::span<const std::string> header() const override { return header_.names; }
  [[nodiscard]] std::size_t line() const override { return line_; }
  [[nodiscard]] std::span<const std::string_view> cells() const override { return cells_; }
  [[nodiscard]] std::span<const Problem> problems() const override { return log_.problems(); }
  [[nodiscard]] std::span<const Note> notes() const override { return header_.notes; }
  [[nodiscard]] std::size_t header_line() const override { return header_.line; }
  [[nodiscard]] FileFacts facts() const override {
    return {window_.source().sha256(), window_.source().size(), header_.dialect.delimiter, ends_with_newline_};
  }

  bool next() override {
    cells_ = {};
    while (!ended_) {
      window_.consume(std::exchange(row_bytes_, 0));  // not before: the cells of the row were views into it
      line_ = next_line_;
      if (read_row()) return true;
    }
    past_header_.note_in(header_.notes, "skipped: empty cells to the right of the header in {}");
    return false;
  }

private:
  /// Reads the row at the start of the window; false if there is none to give.
  bool read_row() {
    const Scan scan = scan_record(window_, scanner_);
    if (scan != Scan::complete) {
      ended_ = true;
      if (scan == Scan::broken) report(broken_problem(place(), scanner_, *window_.source().broken()));
      if (scan == Scan::too_long) report(too_long_problem(place(), scanner_));
      return false;
    }
    row_bytes_ = scanner_.length();
    next_line_ += scanner_.line_ends();
    ends_with_newline_ = scanner_.has_line_end();
    if (scanner_.breach()) {
      report(breach_problem(place(), scanner_), {});
      return false;
    }
    if (std::exchange(may_be_tags_, false) && scanner_.cell_count() <= header_.names.size() && are_hxl_tags(texts())) {
      header_.notes.push_back({line_, std::string(kTagsSkipped)});
      return false;
    }
    if (pads_lone_cells_ && scanner_.cell_count() == 1 && !scanner_.is_empty_line() && header_.names.size() > 1) {
      lone_.assign(header_.names.size(), {});
      lone_.front() = texts().front();
      return give(lone_);
    }
    if (scanner_.cell_count() != header_.names.size() && scanner_.is_empty_line()) return false;
    const auto row = in_width();
    if (row.empty()) {
      report(ragged_problem(place(), scanner_.cell_count()), texts());
      return false;
    }
    return !has_swallowed_rows() && give(row);
  }

  bool give(std::span<const std::string_view> cells) {
    if (rows_ == max_rows_) {
      report(too_many_rows_problem(line_, max_rows_));
      ended_ = true;
      return false;
    }
    ++rows_;
    cells_ = cells;
    return true;
  }

  /// The cells of the row, as many as the header has: what is past the header or missing does not matter where there is
  /// nothing but blanks. Nothing if it matters.
  std::span<const std::string_view> in_width() {
    const std::size_t width = header_.names.size();
    const auto row = texts();
    if (scanner_.cell_count() == width) return row;
    if (scanner_.cell_count() != row.size()) return {};
    if (std::all_of(row.begin(), row.end(), is_blank)) {
      blank_.resize(width);
      return blank_;
    }
    if (row.size() < width || !std::all_of(row.begin() + static_cast<std::ptrdiff_t>(width), row.end(), is_blank)) {
      return {};
    }
    past_header_.count(line_);
    return row.first(width);
  }

  /// Whether a cell of the row holds rows. It is a problem then.
  bool has_swallowed_rows() {
    if (scanner_.line_ends() < 2) return false;
    const auto cells = texts();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::size_t rows = swallowed_rows(cells[i], header_.dialect.delimiter, cells.size(), i);
      if (rows == 0) continue;
      const TextPosition at = position_of(place(), scanner_.cells()[i].begin);
      report(
          {at.line, column_name(header_.names, i), shortened(cells[i]), "swallowed-rows",
           fmt::format("{} in one cell, after the quote at character {}: is the quote meant? If it is all one "
                       "text, put a blank after each \"{}\" in it",
                       rows == 1 ? "a line that looks like a row" : fmt::format("{} lines that look like rows", rows),
                       at.character - 1, header_.dialect.delimiter)},
          cells);
      return true;
    }
    return false;
  }

  /// The cells of the row at the start of the window.
  std::span<const std::string_view> texts() {
    return texts_.read(window_.text().substr(0, row_bytes_), scanner_.cells());
  }

  [[nodiscard]] RecordPlace place() const { return {window_.text(), line_, header_.dialect.line_end, header_.names}; }

  void report(Problem problem) {
    log_.add(std::move(problem));
    ended_ = ended_ || log_.full();
  }

  void report(Problem problem, std::span<const std::string_view> cells) {
    log_.add(std::move(problem), window_.text().substr(0, row_bytes_), cells);
    ended_ = ended_ || log_.full();
  }

  TextWindow window_;
  Header header_;
  ProblemLog log_;
  RecordScanner scanner_;
  CellTexts texts_;
  std::span<const std::string_view> cells_;
  std::vector<std::string_view> blank_;  // a row of nothing, as wide as the header
  CountedRows past_header_;
  std::size_t row_bytes_ = 0;  // of the row at the start of the window
  std::size_t line_ = 0;
  std::size_t next_line_;
  std::size_t max_rows_;
  bool pads_lone_cells_;
  std::vector<std::string_view> lone_;  // a row of one cell, padded
  std::size_t rows_ = 0;                // given
  bool may_be_tags_ = true;             // the next record is right under the header
  bool ends_with_newline_;
  bool ended_;
};

}  // namespace

std::unique_ptr<RowSource> open_csv(std::unique_ptr<ByteSource> bytes, std::string display_name,
                                    const CsvOptions& options) {
  return std::make_unique<CsvReader>(std::move(bytes), std::move(display_name), options);
}

}  // namespace iscm::read
