#include "read/sheet_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "error.hpp"
#include "read/header_names.hpp"
#include "read/problem_log.hpp"
#include "read/text_window.hpp"
#include "text/utf8.hpp"

namespace iscm::read {
namespace {

constexpr std::size_t kNone = SIZE_MAX;

/// The name of a sheet as spreadsheets write it before a cell: 'My list'!A1.
std::string quoted_sheet(const std::string& name) {
  const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return text::is_ascii_letter(c) || text::is_ascii_digit(c) || c == '_' || c == '.' || !text::is_ascii({&c, 1});
  });
  return plain ? name : "'" + name + "'";
}

/// Something that is counted, and told with the place where it is first.
struct Tally {
  std::size_t count = 0;
  std::size_t line = 0;
  std::string place;
};

std::string counted(std::size_t count, std::string_view one, std::string_view several) {
  return fmt::format("{} {}", count, count == 1 ? one : several);
}

/// What is wrong with a cell, and what to do about it.
Problem problem_of_cell(CellFlaw flaw, std::string_view text) {
  Problem problem;
  problem.value = shortened(text);
  problem.code = "no-date";
  switch (flaw) {
    case CellFlaw::error:
      problem.code = "error-cell";
      problem.message = fmt::format("the cell shows the error {}; mend it there, or empty it", problem.value);
      break;
    case CellFlaw::no_value:
      problem.code = "no-value";
      problem.message = "a formula without a stored value; open the file in a spreadsheet program and save it";
      break;
    case CellFlaw::no_number:
      problem.code = "no-number";
      problem.message = fmt::format("\"{}\" is stored as a number, and is none", problem.value);
      break;
    case CellFlaw::day_60:
      problem.message = "day 60 of the year 1900 is 29 February, which never was; write the date as text: 1900-03-01";
      break;
    case CellFlaw::no_day:
    case CellFlaw::none:
      problem.message =
          fmt::format("the number {}, shown as a date, is none; write the date as text: 2013-05-14", problem.value);
      break;
  }
  return problem;
}

class SheetTable final : public RowSource {
public:
  SheetTable(SheetOrigin origin, std::unique_ptr<SheetRows> rows, WorkbookOptions options)
      : RowSource(origin.file),
        options_(std::move(options)),
        origin_(std::move(origin)),
        prefix_(quoted_sheet(origin_.sheet) + "!"),
        rows_(std::move(rows)) {
    find_header();
    for (std::string& note : origin_.notes) notes_.push_back({header_line_, std::move(note)});
    note_hidden_columns();
  }

  [[nodiscard]] std::span<const std::string> header() const override { return names_; }
  [[nodiscard]] std::size_t header_line() const override { return header_line_; }
  [[nodiscard]] std::size_t line() const override { return line_; }
  [[nodiscard]] std::span<const std::string_view> cells() const override { return cells_; }
  [[nodiscard]] std::span<const Problem> problems() const override { return log_.problems(); }
  [[nodiscard]] std::span<const Note> notes() const override { return notes_; }
  [[nodiscard]] FileFacts facts() const override { return origin_.facts; }
  [[nodiscard]] std::string_view part() const override { return origin_.sheet; }
  [[nodiscard]] std::string cell_place(std::size_t line, std::optional<std::size_t> cell) const override {
    return place_of(line, cell && *cell < names_.size() ? *cell : kNone);
  }

  bool next() override {
    cells_ = {};
    while (!ended_) {
      if (copies_ > 0) {
        --copies_;
        ++line_;
      } else if (!next_stored()) {
        for (const CellRange& range : rows_->late_merges()) report_merge(range);
        end();
        return false;
      }
      if (read_row()) return true;
    }
    return false;
  }

private:
  [[nodiscard]] std::string place_of(std::size_t line, std::size_t column) const {
    return fmt::format("{}{}{}", prefix_, column == kNone ? "" : column_letters(column), line);
  }

  /// A problem of no one row.
  void log(Problem problem) {
    if (problem.place.empty()) problem.place = place_of(problem.line, kNone);
    log_.add(std::move(problem));
  }

  /// The next row of the sheet: one that the search for the header has looked at, or a new one.
  bool next_stored() {
    if (next_held_ < held_.size()) {
      std::swap(row_, held_[next_held_++]);
    } else {
      held_.clear();
      next_held_ = 0;
      if (!rows_->next(row_)) return false;
    }
    line_ = row_.number;
    copies_ = row_.repeats - 1;
    return true;
  }

  static bool is_blank(std::string_view text) { return trimmed_name(text).empty(); }

  static bool is_blank(const SheetRow& row) {
    return std::all_of(row.cells.begin(), row.cells.end(),
                       [&](const SheetCell& cell) { return cell.flaw == CellFlaw::none && is_blank(row.text(cell)); });
  }

  /// The header is the first row that is one by itself; if there is none, the first that is not blank.
  void find_header() {
    std::size_t first = kNone;
    std::size_t found = kNone;
    SheetRow row;
    for (std::size_t bytes = 0; found == kNone && bytes <= kHeaderLookahead && rows_->next(row);) {
      bytes += row.texts.size() + sizeof row + row.cells.size() * sizeof(SheetCell);
      const bool blank = is_blank(row);
      const bool may_be = !blank && row.number >= options_.header_line;
      if (may_be && first == kNone) first = held_.size();
      if (may_be && (options_.header_line > 0 || !options_.is_header || is_header(row))) found = held_.size();
      held_.push_back(std::move(row));
      row = {};
    }
    const bool by_itself = found != kNone;
    if (!by_itself) found = first;
    if (found == kNone) {
      log(problem_on_line(1, "no-header", "the sheet is empty; a table starts with a row of column names"));
      ended_ = true;
      return;
    }
    if (found > first) {
      notes_.push_back({held_[found].number,
                        fmt::format("the header is in row {}; the text above it is skipped", held_[found].number)});
    }
    take_header(held_[found]);
    for (std::size_t i = first; i < found; ++i) refuse_table_above(held_[i]);
    next_held_ = found + 1;
    if (held_[found].repeats > 1) {
      ++held_[found].number;
      --held_[found].repeats;
      next_held_ = found;
    }
  }

  [[nodiscard]] bool is_header(const SheetRow& row) const {
    std::vector<std::string_view> texts;
    for (const SheetCell& cell : row.cells) {
      if (!is_blank(row.text(cell))) texts.push_back(row.text(cell));
    }
    return texts.size() <= kMaxColumns && options_.is_header(texts);
  }

  void take_header(const SheetRow& row) {
    header_line_ = last_line_ = row.number;
    // A column without a name has its place too, so that a letter means what it means in the sheet.
    for (const SheetCell& cell : row.cells) {
      if (is_blank(row.text(cell))) continue;
      names_.resize(cell.column + 1);
      names_.back() = trimmed_name(row.text(cell));
    }
    if (names_.size() > kMaxColumns) {
      log(problem_on_line(header_line_, "too-many-columns",
                          fmt::format("the header has {} columns; at most {} are read", names_.size(), kMaxColumns)));
      names_.clear();
    }
    ended_ = names_.empty();
    for (const std::string& name : names_) ignored_.push_back(options_.is_ignored && options_.is_ignored(name));
    texts_.resize(names_.size());
    filled_.resize(names_.size());
  }

  /// Of several rows above the header that may be data, the first is told.
  void refuse_table_above(const SheetRow& row) {
    const auto filled = static_cast<std::size_t>(std::count_if(
        row.cells.begin(), row.cells.end(), [&](const SheetCell& cell) { return !is_blank(row.text(cell)); }));
    constexpr std::size_t narrow = 2;
    const auto told = log_.problems();
    if (filled <= narrow || filled != names_.size() || (!told.empty() && told.back().code == "table-above")) return;
    log(table_above_problem(row.number, header_line_));
  }

  void note_hidden_columns() {
    std::vector<std::string> hidden;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const auto ranges = rows_->hidden_columns();
      const bool is_hidden = std::any_of(ranges.begin(), ranges.end(), [&](const CellRange& range) {
        return i >= range.first_column && i <= range.last_column;
      });
      if (is_hidden && !ignored_[i]) hidden.push_back(fmt::format("{} ({})", column_letters(i), names_[i]));
    }
    if (hidden.empty()) return;
    notes_.push_back({header_line_, fmt::format("hidden {} read like the others: {}",
                                                hidden.size() == 1 ? "column" : "columns", fmt::join(hidden, ", "))});
  }

  /// Whether the current row is one to give.
  bool read_row() {
    const bool first_copy = line_ == row_.number;
    if (first_copy) take_merges();
    if (is_blank(row_)) {
      copies_ = 0;
      return false;
    }
    blank_ += line_ - std::exchange(last_line_, line_) - 1;
    if (row_.hidden) tally(hidden_rows_, kNone);
    std::fill(texts_.begin(), texts_.end(), std::string_view());
    std::optional<Problem> problem;
    for (const SheetCell& cell : row_.cells) {
      if (auto wrong = take_cell(cell); wrong && !problem) problem = std::move(wrong);
    }
    fill_merged();
    if (problem) return report(std::move(*problem));
    if (std::exchange(may_be_tags_, false) && are_hxl_tags(texts_)) {
      notes_.push_back({line_, std::string(kTagsSkipped)});
      return false;
    }
    // Text beside the table was no problem: the row has nothing in the table.
    if (std::all_of(texts_.begin(), texts_.end(), [](std::string_view text) { return is_blank(text); })) return false;
    if (given_ == options_.max_rows) {
      log(too_many_rows_problem(line_, options_.max_rows));
      end();
      return false;
    }
    ++given_;
    cells_ = texts_;
    return true;
  }

  /// Puts the text of a cell into its place; what is wrong with it, if anything is.
  std::optional<Problem> take_cell(const SheetCell& cell) {
    const std::string_view text = row_.text(cell);
    const std::size_t index = cell.column < names_.size() ? cell.column : kNone;
    if (index == kNone) return problem_outside(cell);
    texts_[index] = text;
    if (ignored_[index]) return std::nullopt;
    const CellFlaw flaw = cell.flaw == CellFlaw::none && is_error_text(text) ? CellFlaw::error : cell.flaw;
    if (flaw != CellFlaw::none) {
      Problem problem = problem_of_cell(flaw, text);
      problem.column = names_[index];
      problem.place = place_of(line_, cell.column);
      return problem;
    }
    if (cell.is_formula) tally(formulas_, cell.column);
    if (cell.has_time) tally(times_, cell.column);
    return std::nullopt;
  }

  void tally(Tally& tally, std::size_t column) const {
    if (tally.count++ == 0) tally = {1, line_, place_of(line_, column)};
  }

  [[nodiscard]] std::optional<Problem> problem_outside(const SheetCell& cell) const {
    const std::string letters = column_letters(cell.column);
    if (is_blank(row_.text(cell)) && cell.flaw == CellFlaw::none) return std::nullopt;
    if (options_.is_ignored && options_.is_ignored(letters)) return std::nullopt;
    Problem problem;
    problem.value = shortened(row_.text(cell));
    problem.code = "unnamed-column";
    problem.message =
        fmt::format("\"{}\" is in column {}, which has no name in the header; --ignore {} skips the column",
                    problem.value, letters, letters);
    problem.place = place_of(line_, cell.column);
    return problem;
  }

  bool report(Problem problem) {
    problem.line = line_;
    std::string raw;
    for (const SheetCell& cell : row_.cells) raw.append(row_.text(cell)).append("\t");
    log_.add(std::move(problem), raw, texts_);
    if (log_.full()) end();
    return false;
  }

  void take_merges() {
    for (const CellRange& range : row_.merges) {
      if (!options_.fill_merged || range.first_row <= header_line_) {
        report_merge(range);
        continue;
      }
      const auto anchor = std::find_if(row_.cells.begin(), row_.cells.end(),
                                       [&](const SheetCell& cell) { return cell.column == range.first_column; });
      const std::string text(anchor == row_.cells.end() ? std::string_view() : row_.text(*anchor));
      for (std::size_t i = 0; i < names_.size(); ++i) {
        if (i < range.first_column || i > range.last_column) continue;
        filled_bytes_ += text.size() - filled_[i].text.size();
        filled_[i] = {text, range.last_row};
      }
      if (filled_bytes_ > kMaxRecordBytes) {
        throw Error(Exit::refused, fmt::format("{}: row {} has more than {} MB of text once merged cells are filled",
                                               name(), line_, kMaxRecordBytes >> 20U));
      }
    }
  }

  void fill_merged() {
    if (!options_.fill_merged) return;
    for (std::size_t i = 0; i < filled_.size(); ++i) {
      if (line_ <= filled_[i].last_row && is_blank(texts_[i])) texts_[i] = filled_[i].text;
    }
  }

  /// A range of which more than the header is in the table makes one cell of several: which rows it is meant for, only
  /// who wrote it knows.
  void report_merge(const CellRange& range) {
    if (range.last_row <= header_line_ || log_.full()) return;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (i < range.first_column || i > range.last_column || ignored_[i]) continue;
      const std::string cells = fmt::format("{}{}:{}{}", column_letters(range.first_column), range.first_row,
                                            column_letters(range.last_column), range.last_row);
      const bool header_too = range.first_row <= header_line_;
      Problem problem = problem_on_line(
          std::max(range.first_row, header_line_), "merged-cells",
          fmt::format("the cells {} are merged; {}", cells,
                      header_too ? "undo that in the sheet: a header is one row"
                                 : "--fill-merged gives each of them the value, or undo that in the sheet"));
      problem.column = names_[i];
      problem.place = prefix_ + cells;
      log(std::move(problem));
      return;
    }
  }

  /// Says what was passed over.
  void end() {
    if (std::exchange(ended_, true)) return;
    if (blank_ > 0) {
      notes_.push_back({header_line_, counted(blank_, "blank row is passed over", "blank rows are passed over")});
    }
    add(hidden_rows_, "hidden row is read like the others", "hidden rows are read like the others, the first is this");
    add(formulas_, "cell is a formula: the value that the file has stored is read",
        "cells are formulas, the first is this: the values that the file has stored are read");
    add(times_, "date has a time of day, which is kept: 2013-05-14T09:30:00",
        "dates have a time of day, which is kept (2013-05-14T09:30:00), the first is this");
  }

  void add(const Tally& tally, std::string_view one, std::string_view several) {
    if (tally.count > 0) notes_.push_back({tally.line, counted(tally.count, one, several), tally.place});
  }

  struct Filled {
    std::string text;
    std::size_t last_row = 0;
  };

  WorkbookOptions options_;
  SheetOrigin origin_;
  std::string prefix_;  ///< of a place: "ISCM!"
  std::unique_ptr<SheetRows> rows_;
  std::vector<std::string> names_;  // of the header
  std::vector<bool> ignored_;       // as names_
  std::size_t header_line_ = 1;
  std::vector<SheetRow> held_;  // rows at which the search for the header has looked
  std::size_t next_held_ = 0;
  SheetRow row_;
  std::size_t copies_ = 0;  // of row_ that are still to come
  std::size_t line_ = 0;
  std::vector<std::string_view> texts_;
  std::span<const std::string_view> cells_;
  std::vector<Filled> filled_;  // as names_
  std::size_t filled_bytes_ = 0;
  ProblemLog log_;
  std::vector<Note> notes_;
  Tally hidden_rows_;
  Tally formulas_;
  Tally times_;
  std::size_t last_line_ = 0;  // with cells
  std::size_t blank_ = 0;      // rows with cells after them
  std::size_t given_ = 0;
  bool may_be_tags_ = true;  // the next row is right under the header
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<RowSource> open_sheet(SheetOrigin origin, std::unique_ptr<SheetRows> rows, WorkbookOptions options) {
  return std::make_unique<SheetTable>(std::move(origin), std::move(rows), std::move(options));
}

}  // namespace iscm::read
