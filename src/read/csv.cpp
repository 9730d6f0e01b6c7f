#include "read/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "read/csv_problems.hpp"
#include "read/csv_record.hpp"
#include "read/problem_log.hpp"
#include "read/text_window.hpp"
#include "text/utf8.hpp"

namespace iscm::read {
namespace {

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

void check_names(Header& header, std::size_t line) {
  const auto& names = header.names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) {
      header.problems.push_back({line, column_name(names, i), {}, "empty-header", "the column has no name"});
      continue;
    }
    const auto first = std::find(names.begin(), names.end(), names[i]);
    const auto first_index = static_cast<std::size_t>(first - names.begin());
    if (first_index != i) {
      header.problems.push_back({line, names[i], names[i], "duplicate-header",
                                 fmt::format("columns {} and {} have the same name", first_index + 1, i + 1)});
    }
  }
}

class HeaderSearch {
public:
  HeaderSearch(TextWindow& window, const CsvOptions& options)
      : window_(window), options_(options), searches_(options.is_header) {}

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
    if (searches_ && (candidate.scan == Scan::nothing || window_.after_mark() > kHeaderLookahead)) {
      take_first_line();
    } else if (candidate.scan == Scan::nothing) {
      give_up({1, {}, {}, "no-header", no_header_message()});
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

  /// No line is the header by itself: it is the first one, whatever it says.
  void take_first_line() {
    searches_ = false;
    window_.return_to_mark();
    header_.next_line = 1;
    header_.has_line_end = skipped_ = false;
  }

  void accept(const Candidate& candidate) {
    const std::size_t columns = candidate.scanner.cell_count();
    if (columns > kMaxColumns) {
      return give_up({header_.next_line,
                      {},
                      {},
                      "too-many-columns",
                      fmt::format("the header has {} columns; at most {} are read", columns, kMaxColumns)});
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
    check_names(header_, header_.next_line);
    consume(candidate.scanner);
    done_ = true;
  }

  /// Skips a line of other text. It may be the start of a quoted cell, or have lone quotes: it ends where it ends.
  void skip_line(const Candidate& candidate) {
    skipped_ = true;
    std::size_t at = line_end_at();
    while (at == std::string_view::npos && window_.text().size() <= kMaxRecordBytes && window_.grow())
      at = line_end_at();
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

  [[nodiscard]] std::size_t line_end_at() const {
    return window_.text().substr(0, kMaxRecordBytes).find(header_.dialect.line_end);
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

  [[nodiscard]] std::string no_header_message() const {
    if (window_.source().size() == 0) return "the file is empty; a table starts with a line of column names";
    return "the file has only empty lines";
  }

  TextWindow& window_;
  const CsvOptions& options_;
  Header header_;
  CellTexts texts_;
  bool searches_;         // for a line that is the header by itself
  bool skipped_ = false;  // some line above it
  bool done_ = false;
};

bool is_tag(std::string_view cell) {
  return cell.size() > 1 && cell[0] == '#' && text::is_ascii_letter(cell[1]) &&
         text::is_ascii_word(cell.substr(1), "_+ ");
}

/// Whether a row is one of HXL tags, which some publishers put under the header: every cell that is not blank is a
/// hashtag with attributes (#country+code), and there is at least one. https://hxlstandard.org
bool are_hxl_tags(std::span<const std::string_view> cells) {
  bool any = false;
  for (std::string_view cell : cells) {
    cell.remove_prefix(std::min(cell.find_first_not_of(' '), cell.size()));
    if (cell.empty()) continue;
    if (!is_tag(cell)) return false;
    any = true;
  }
  return any;
}

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
      header_.notes.push_back({line_, "a row of HXL tags is skipped"});
      return false;
    }
    if (scanner_.cell_count() != header_.names.size()) {
      if (!scanner_.is_empty_line()) report(ragged_problem(place(), scanner_.cell_count()), texts());
      return false;
    }
    if (rows_ == max_rows_) {
      report(too_many_rows_problem(line_, max_rows_));
      ended_ = true;
      return false;
    }
    ++rows_;
    cells_ = texts();
    return true;
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
  std::size_t row_bytes_ = 0;  // of the row at the start of the window
  std::size_t line_ = 0;
  std::size_t next_line_;
  std::size_t max_rows_;
  std::size_t rows_ = 0;     // given
  bool may_be_tags_ = true;  // the next record is right under the header
  bool ends_with_newline_;
  bool ended_;
};

}  // namespace

std::unique_ptr<RowSource> open_csv(std::unique_ptr<ByteSource> bytes, std::string display_name,
                                    const CsvOptions& options) {
  return std::make_unique<CsvReader>(std::move(bytes), std::move(display_name), options);
}

}  // namespace iscm::read
