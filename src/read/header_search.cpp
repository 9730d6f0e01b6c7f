#include "read/header_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>

#include "read/limits.hpp"
#include "read/line_end.hpp"
#include "read/record_problems.hpp"
#include "read/scan_record.hpp"
#include "read/text_position.hpp"

namespace iscm::read {
namespace {

/// Rarest in prose first: where two delimiters give as many columns, the other is text.
constexpr std::array kDelimiters{'\t', '|', ';', ','};

char find_line_end(TextWindow& window) {
  for (;;) {
    if (const auto found = line_end_of(window.text(), window.ended())) return *found;
    window.grow();
  }
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

Candidate best_candidate(TextWindow& window, const DelimitedOptions& options, char line_end) {
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
  HeaderSearch(TextWindow& window, const DelimitedOptions& options)
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
    if (searches_ && (candidate.scan == Scan::nothing || window_.behind_mark() > kHeaderLookahead)) {
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
      header_.notes.push_back({header_.line, fmt::format("the header stands on line {}, below other text, which is "
                                                         "skipped",
                                                         header_.line)});
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
  const DelimitedOptions& options_;
  Header header_;
  CellTexts texts_;
  bool searches_;         // for a line that is the header by itself
  bool skipped_ = false;  // some line above it
  bool done_ = false;
};

}  // namespace

Header find_header(TextWindow& window, const DelimitedOptions& options) {
  return HeaderSearch(window, options).run();
}

}  // namespace iscm::read
