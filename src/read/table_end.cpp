#include "read/table_end.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <string>
#include <vector>

#include "read/reshaped.hpp"
#include "read/text_window.hpp"
#include "text/fold.hpp"
#include "text/utf8.hpp"

namespace iscm::read {
namespace {

constexpr std::array<std::string_view, 11> kTotals = {"total",     "totals", "grand total", "subtotal",
                                                      "sub total", "sum",    "totaux",      "total general",
                                                      "somme",     "suma",   "totales"};
constexpr std::array<std::string_view, 12> kNotes = {"source", "sources", "note", "notes", "nb",       "n b",
                                                     "fuente", "fuentes", "nota", "notas", "remarque", "remarques"};
constexpr std::array<std::string_view, 8> kMarks = {"*",      "\u2020", "\u2021", "\u00b9",
                                                    "\u00b2", "\u00b3", "\u00a9", "\u00a7"};

/// With these everything begins that may be talk: most rows are told apart by their first byte.
bool may_begin_talk(std::string_view cell) {
  constexpr std::string_view letters = "sStTgGnNfFrR*[(";
  const auto first = static_cast<unsigned char>(cell.front());
  return first >= 0x80 || text::is_ascii_digit(cell.front()) || letters.find(cell.front()) != std::string_view::npos;
}

/// "[1] ...", "(1) ...", "1) ..."
bool has_numbered_mark(std::string_view text) {
  if (text.starts_with('[') || text.starts_with('(')) text.remove_prefix(1);
  std::size_t digits = 0;
  while (digits < text.size() && text::is_ascii_digit(text[digits])) ++digits;
  return digits > 0 && digits < 3 && digits + 1 < text.size() && (text[digits] == ']' || text[digits] == ')');
}

/// "Source: ...", "Note 1. ..."
bool has_word_of_note(std::string_view text) {
  const std::size_t end = text.find_first_of(":.");
  constexpr std::size_t longest = 20;
  if (end > longest) return false;  // or there is none
  std::string word = text::fold(text.substr(0, end));
  while (!word.empty() && (text::is_ascii_digit(word.back()) || word.back() == ' ')) word.pop_back();
  return std::find(kNotes.begin(), kNotes.end(), word) != kNotes.end();
}

bool is_note(std::string_view text) {
  return has_numbered_mark(text) || has_word_of_note(text) ||
         std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) { return text.starts_with(mark); });
}

bool is_number(std::string_view cell) {
  const std::string_view text = text::trimmed(cell);
  return !text.empty() && text.find_first_not_of("0123456789.,% ") == std::string_view::npos &&
         std::any_of(text.begin(), text.end(), text::is_ascii_digit);
}

enum class Talk { none, note, total, wide_total };

Talk talk_of(std::span<const std::string_view> cells) {
  const auto first = std::find_if(cells.begin(), cells.end(), is_filled);
  if (first == cells.end() || cells.size() < 2) return Talk::none;
  const std::string_view text = text::trimmed(*first);
  if (!may_begin_talk(text)) return Talk::none;
  const auto others = std::count_if(first + 1, cells.end(), is_filled);
  if (others == 0) return first == cells.begin() && is_note(text) ? Talk::note : Talk::none;
  const bool only_numbers =
      std::all_of(first + 1, cells.end(), [](std::string_view cell) { return !is_filled(cell) || is_number(cell); });
  if (!only_numbers || !is_total(text)) return Talk::none;
  return static_cast<std::size_t>(others) + 1 == cells.size() ? Talk::wide_total : Talk::total;
}

class TableEnd final : public Reshaped {
public:
  TableEnd(std::unique_ptr<RowSource> rows, bool is_matrix) : Reshaped(std::move(rows)), is_matrix_(is_matrix) {}

  [[nodiscard]] std::size_t line() const override { return held_given_ ? held_.front().line : rows().line(); }
  [[nodiscard]] std::span<const std::string_view> cells() const override {
    return held_given_ ? std::span<const std::string_view>(views_) : rows().cells();
  }
  [[nodiscard]] std::span<const Problem> problems() const override {
    const auto all = Reshaped::problems();
    kept_.assign(all.begin(), all.end());
    if (ended_) std::erase_if(kept_, [&](const Problem& problem) { return is_line_below(problem); });
    return kept_;
  }

  bool next() override {
    if (held_given_) {
      held_.pop_front();
      held_given_ = false;
    }
    while (!releases_) {
      if (ended_ || !rows().next()) {
        end();
        return false;
      }
      const Talk talk = talk_of(rows().cells());
      const bool is_blank = talk == Talk::none && !held_.empty() && !is_any_filled();
      if (talk == Talk::none && !is_blank && held_.empty()) {
        last_line_ = rows().line();
        return true;
      }
      held_.push_back({rows().line(), talk, {rows().cells().begin(), rows().cells().end()}});
      constexpr std::size_t most = 200;
      releases_ = (talk == Talk::none && !is_blank) || held_.size() > most;
    }
    held_given_ = true;
    last_line_ = held_.front().line;
    views_.assign(held_.front().cells.begin(), held_.front().cells.end());
    releases_ = held_.size() > 1;
    return true;
  }

private:
  struct Held {
    std::size_t line;
    Talk talk;
    std::vector<std::string> cells;
  };

  [[nodiscard]] bool is_any_filled() const {
    const auto cells = rows().cells();
    return std::any_of(cells.begin(), cells.end(), is_filled);
  }

  /// A line below the table that does not have its width: the reader could not give it as a row.
  [[nodiscard]] bool is_line_below(const Problem& problem) const {
    if (problem.line <= last_line_ || problem.code != "ragged-row") return false;
    if (problem.cells.empty() || problem.cells.size() >= header().size()) return false;
    const std::vector<std::string_view> cells(problem.cells.begin(), problem.cells.end());
    const Talk talk = talk_of(cells);
    return talk == Talk::total || talk == Talk::wide_total || is_note(text::trimmed(cells.front()));
  }

  /// What was held has no row after it.
  void end() {
    if (std::exchange(ended_, true)) return;
    Happened below;
    std::string first;
    const auto pass_over = [&](std::size_t line, std::string_view text) {
      if (below.count == 0) first = shortened(text::trimmed(text));
      below.at(line, rows().cell_place(line));
    };
    for (const Held& row : held_) {
      const auto text = std::find_if(row.cells.begin(), row.cells.end(), is_filled);
      if (text == row.cells.end()) continue;
      if (row.talk != Talk::wide_total || is_matrix_) {
        pass_over(row.line, *text);
        continue;
      }
      report({row.line,
              {},
              *text,
              "total-row",
              fmt::format("\"{}\" with numbers alone, below the table and as wide as it: it seems to be a total; take "
                          "it out, or --skip-rejected imports the other rows",
                          *text),
              row.cells,
              fmt::format("{}", fmt::join(row.cells, "\t")),
              rows().cell_place(row.line)});
    }
    for (const Problem& problem : Reshaped::problems()) {
      if (is_line_below(problem)) pass_over(problem.line, problem.raw);
    }
    held_.clear();
    note(below,
         fmt::format("{}: \"{}\"{}",
                     below.counted("line below the table is passed over", "lines below the table are passed over"),
                     first, below.count == 1 ? "" : " is the first"));
  }

  bool is_matrix_;
  std::deque<Held> held_;  // rows that are talk, if none comes after them
  std::vector<std::string_view> views_;
  bool held_given_ = false;  // the first of them is the current row
  bool releases_ = false;    // they are rows: a row came after them
  bool ended_ = false;
  std::size_t last_line_ = 0;  // of a row that was given
  mutable std::vector<Problem> kept_;
};

}  // namespace

bool is_total(std::string_view cell) {
  const std::string word = text::fold(cell);
  return std::find(kTotals.begin(), kTotals.end(), word) != kTotals.end();
}

std::unique_ptr<RowSource> without_talk_below(std::unique_ptr<RowSource> rows, bool is_matrix) {
  return std::make_unique<TableEnd>(std::move(rows), is_matrix);
}

}  // namespace iscm::read
