#include "read/matrix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "read/reshaped.hpp"
#include "read/table_end.hpp"
#include "read/text_window.hpp"
#include "text/utf8.hpp"

namespace iscm::read {
namespace {

enum Column { kAcross, kDown, kMeaning, kDate };

constexpr std::array<std::string_view, 12> kTicks = {"x",      "\u00d7", "\u2713", "\u2714", "\u221a", "\u2611",
                                                     "\u25cf", "\u2022", "yes",    "oui",    "si",     "s\u00ed"};

class Matrix final : public Reshaped {
public:
  Matrix(std::unique_ptr<RowSource> rows, MatrixOptions options)
      : Reshaped(std::move(rows)),
        options_(std::move(options)),
        ignored_(this->rows().header().size()),
        label_(options_.label) {
    for (const std::size_t column : options_.ignored) ignored_.at(column) = true;
    for (std::size_t i = 0; i < label_.value_or(0); ++i) {
      if (!ignored_[i] && !header_cell(i).empty()) pass_over(i, "the column before the names");
      ignored_[i] = true;
    }
    for (std::size_t i = 0; i < ignored_.size(); ++i) {
      if (!ignored_[i] && is_total(header_cell(i))) pass_over(i, "the column of totals");
    }
  }

  [[nodiscard]] std::span<const std::string> header() const override {
    return rows().header().empty() ? rows().header() : std::span<const std::string>(options_.names);
  }
  [[nodiscard]] std::size_t line() const override { return rows().line() + column_ * kPartOfLine; }
  [[nodiscard]] std::span<const std::string_view> cells() const override {
    return ended_ ? std::span<const std::string_view>() : cells_;
  }
  [[nodiscard]] bool tells_places() const override { return true; }
  [[nodiscard]] std::string cell_place(std::size_t line, std::optional<std::size_t> cell) const override {
    const std::size_t column = line / kPartOfLine;
    if (column == 0) return rows().cell_place(line);
    if (cell == kAcross) return place_of(header_line(), column);
    return place_of(physical_line(line), cell == kDown ? label_.value_or(0) : column);
  }

  bool next() override {
    while (true) {
      if (column_ + 1 >= rows().header().size() || !has_row_) {
        has_row_ = rows().next();
        if (!has_row_) {
          end();
          return false;
        }
        begin_row();
        continue;
      }
      ++column_;
      if (take_cell()) return true;
    }
  }

private:
  /// The first column names the rows; one that has no name and nothing in the first row is none.
  void begin_row() {
    if (!label_) {
      label_ = 0;
      while (*label_ + 1 < ignored_.size() &&
             (ignored_[*label_] || (header_cell(*label_).empty() && !is_filled(rows().cells()[*label_])))) {
        ++*label_;
      }
    }
    column_ = *label_;
    const auto cells = rows().cells();
    for (std::size_t i = column_ + 1; i < cells.size(); ++i) {
      if (!ignored_[i] && is_filled(cells[i])) return;
    }
    if (is_filled(cells[column_])) unmarked_.at(rows().line(), place_of(rows().line(), column_));
  }

  [[nodiscard]] const std::string& header_cell(std::size_t column) const { return rows().header()[column]; }

  void pass_over(std::size_t column, std::string_view what) {
    ignored_[column] = true;
    note({header_line(), fmt::format("{} is passed over", what), place_of(header_line(), column)});
  }

  /// Whether the cell is a row to give.
  bool take_cell() {
    const std::string_view text = text::trimmed(rows().cells()[column_]);
    if (ignored_[column_] || text.empty()) return false;
    cells_ = {header_cell(column_), rows().cells()[*label_], {}, {}};
    const std::string lower = text::ascii_lower(text);
    const auto mark = options_.marks.find(lower);
    if (mark != options_.marks.end() && mark->second.empty()) {
      count(text, "nothing");
      return false;
    }
    if (header_cell(column_).empty()) {
      return refuse(text, "unnamed-column",
                    fmt::format("\"{0}\" is in column {1}, which has no name; --ignore {1} skips the column",
                                shortened(text), column_ + 1));
    }
    if (!is_filled(cells_[kDown])) {
      return refuse(text, "unnamed-row", fmt::format("\"{}\" is in a row without a name", shortened(text)));
    }
    if (mark != options_.marks.end()) {
      cells_[kMeaning] = mark->second;
      count(text, mark->second);
    } else if (std::find(kTicks.begin(), kTicks.end(), lower) != kTicks.end()) {
      cells_[kMeaning] = options_.tick;
      count(text, options_.tick);
    } else if (meaning_ = options_.meaning(text); !meaning_.empty()) {
      cells_[kMeaning] = meaning_;
      count(text, meaning_);
    } else if (text::is_ascii_digit(text.front())) {
      cells_[kDate] = text;
      cells_[kMeaning] = options_.tick;
      count("dates", options_.names[kDate]);
    } else {
      return refuse(text, "unknown-mark",
                    fmt::format("\"{0}\" is no mark that is known; --mark \"{0}={1}\" says what it means (--mark "
                                "\"{0}=\": nothing), --ignore \"{2}\" skips the column",
                                shortened(text), placeholder(), header_cell(column_)));
    }
    return true;
  }

  void count(std::string_view mark, std::string_view meaning) {
    ++read_[fmt::format("{} as {}", text::ascii_lower(shortened(mark)), meaning)];
  }

  bool refuse(std::string_view text, std::string code, std::string message) {
    Problem problem{rows().line(), {}, shortened(text), std::move(code), std::move(message)};
    problem.cells = {std::string(cells_[kAcross]), std::string(cells_[kDown]), std::string(text), {}};
    problem.raw = fmt::format("{}", fmt::join(problem.cells, "\t"));
    problem.place = place_of(rows().line(), column_);
    report(std::move(problem));
    return false;
  }

  /// ROLE
  [[nodiscard]] std::string placeholder() const {
    std::string word = options_.names[kMeaning];
    for (char& c : word) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return word;
  }

  void end() {
    if (std::exchange(ended_, true)) return;
    std::vector<std::string> marks;
    for (const auto& [mark, times] : read_) marks.push_back(fmt::format("{} ({})", mark, times));
    if (!marks.empty()) {
      note({header_line(), fmt::format("marks read: {}", fmt::join(marks, ", ")), rows().cell_place(header_line())});
    }
    note(unmarked_, fmt::format("{} no mark{}", unmarked_.counted("row has", "rows have"), unmarked_.here()));
  }

  MatrixOptions options_;
  std::vector<bool> ignored_;
  std::optional<std::size_t> label_;  // the column that names the rows
  std::size_t column_ = 0;            // of the mark
  bool has_row_ = false;
  bool ended_ = false;
  std::array<std::string_view, 4> cells_;
  std::string meaning_;
  std::map<std::string, std::size_t> read_;  // which marks, how often
  Happened unmarked_;
};

}  // namespace

std::unique_ptr<RowSource> with_marks_as_rows(std::unique_ptr<RowSource> rows, MatrixOptions options) {
  return std::make_unique<Matrix>(std::move(rows), std::move(options));
}

}  // namespace iscm::read
