#include "read/delimited.hpp"

#include <utility>
#include <vector>

#include "read/header_search.hpp"
#include "read/hxl.hpp"
#include "read/problem_log.hpp"
#include "read/record_problems.hpp"
#include "read/scan_record.hpp"
#include "read/text_window.hpp"

namespace iscm::read {
namespace {

class DelimitedReader final : public RowSource {
public:
  DelimitedReader(std::unique_ptr<ByteSource> bytes, std::string name, const DelimitedOptions& options)
      : name_(std::move(name)),
        window_(std::move(bytes)),
        header_(find_header(window_, options)),
        log_(std::move(header_.problems)),
        scanner_(header_.dialect),
        next_line_(header_.next_line),
        max_rows_(options.max_rows),
        ends_with_newline_(header_.has_line_end),
        ended_(header_.names.empty()) {}

  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] std::span<const std::string> header() const override { return header_.names; }
  [[nodiscard]] std::size_t line() const override { return line_; }
  [[nodiscard]] std::span<const std::string_view> cells() const override { return cells_; }
  [[nodiscard]] std::span<const Problem> problems() const override { return log_.problems(); }
  [[nodiscard]] std::span<const Note> notes() const override { return header_.notes; }
  [[nodiscard]] std::size_t header_line() const override { return header_.line; }
  [[nodiscard]] std::string sha256() const override { return window_.source().sha256(); }
  [[nodiscard]] std::size_t bytes() const override { return window_.source().size(); }
  [[nodiscard]] bool ends_with_newline() const override { return ends_with_newline_; }
  [[nodiscard]] char delimiter() const override { return header_.dialect.delimiter; }

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
  /// Reads the row at the start of the window; false where there is none to give.
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

  std::string name_;
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
  bool may_be_tags_ = true;  // the next record stands right under the header
  bool ends_with_newline_;
  bool ended_;
};

}  // namespace

std::unique_ptr<RowSource> open_delimited(std::unique_ptr<ByteSource> bytes, std::string display_name,
                                          const DelimitedOptions& options) {
  return std::make_unique<DelimitedReader>(std::move(bytes), std::move(display_name), options);
}

}  // namespace iscm::read
