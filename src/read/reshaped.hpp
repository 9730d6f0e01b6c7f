#pragma once

// What the readers of other shapes of a table have in common: they give the rows of another reader in another form.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "read/row_source.hpp"
#include "text/visible.hpp"

namespace iscm::read {

/// Whether a cell has something in it.
inline bool is_filled(std::string_view cell) {
  return !text::trimmed(cell).empty();
}

/// Something that happens to many cells or rows: how often, and where first.
struct Happened {
  std::size_t count = 0;
  std::size_t line = 0;
  std::string place{};

  void at(std::size_t on_line, std::string where) {
    if (count++ == 0) line = on_line, place = std::move(where);
  }
  [[nodiscard]] std::string counted(std::string_view one, std::string_view several) const {
    return std::to_string(count) + " " + std::string(count == 1 ? one : several);
  }
  [[nodiscard]] std::string here() const { return count == 1 ? "" : ", the first is here"; }
};

/// Passes on what a shape does not change. A shape adds what it has to say of its rows to the notes at the end.
class Reshaped : public RowSource {
public:
  explicit Reshaped(std::unique_ptr<RowSource> rows) : RowSource(rows->name()), rows_(std::move(rows)) {}

  [[nodiscard]] std::span<const std::string> header() const override { return rows_->header(); }
  [[nodiscard]] std::size_t header_line() const override { return rows_->header_line(); }
  [[nodiscard]] std::size_t line() const override { return rows_->line(); }
  [[nodiscard]] std::span<const std::string_view> cells() const override { return rows_->cells(); }
  [[nodiscard]] std::string cell_place(std::size_t line, std::optional<std::size_t> cell) const override {
    return rows_->cell_place(line, cell);
  }
  [[nodiscard]] bool tells_places() const override { return rows_->tells_places(); }
  [[nodiscard]] std::string_view part() const override { return rows_->part(); }
  [[nodiscard]] std::span<const Problem> problems() const override {
    const auto others = rows_->problems();
    if (problems_.size() == others.size() + own_problems_.size()) return problems_;
    problems_.assign(others.begin(), others.end());
    problems_.insert(problems_.end(), own_problems_.begin(), own_problems_.end());
    return problems_;
  }
  [[nodiscard]] std::span<const Note> notes() const override {
    const auto others = rows_->notes();
    notes_.assign(others.begin(), others.end());
    for (Note& note : notes_) {
      if (note.place.empty()) note.place = rows_->cell_place(note.line);
    }
    notes_.insert(notes_.end(), own_notes_.begin(), own_notes_.end());
    return notes_;
  }
  [[nodiscard]] FileFacts facts() const override { return rows_->facts(); }

protected:
  [[nodiscard]] RowSource& rows() const { return *rows_; }
  void note(Note note) { own_notes_.push_back(std::move(note)); }
  void note(const Happened& happened, std::string message) {
    if (happened.count > 0) note({happened.line, std::move(message), happened.place});
  }
  void report(Problem problem) { own_problems_.push_back(std::move(problem)); }

  /// The place of a cell of the other reader, as people look for it: "7 (column MIDSA)", of a workbook "ISCM!C7".
  [[nodiscard]] std::string place_of(std::size_t line, std::size_t column) const {
    if (rows_->tells_places()) return rows_->cell_place(line, column);
    const auto names = rows_->header();
    const bool has_name = column < names.size() && !names[column].empty();
    return std::to_string(line) + " (column " + (has_name ? names[column] : std::to_string(column + 1)) + ")";
  }

private:
  std::unique_ptr<RowSource> rows_;
  std::vector<Note> own_notes_;
  std::vector<Problem> own_problems_;
  mutable std::vector<Problem> problems_;
  mutable std::vector<Note> notes_;
};

}  // namespace iscm::read
