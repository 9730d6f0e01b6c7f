#include "read/blank_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "text/visible.hpp"

namespace iscm::read {
namespace {

class FilledRows final : public RowSource {
public:
  explicit FilledRows(std::unique_ptr<RowSource> rows) : RowSource(rows->name()), rows_(std::move(rows)) {}

  [[nodiscard]] std::span<const std::string> header() const override { return rows_->header(); }
  [[nodiscard]] std::size_t header_line() const override { return rows_->header_line(); }
  [[nodiscard]] std::size_t line() const override { return rows_->line(); }
  [[nodiscard]] std::span<const std::string_view> cells() const override { return rows_->cells(); }
  [[nodiscard]] std::span<const Problem> problems() const override { return rows_->problems(); }
  [[nodiscard]] FileFacts facts() const override { return rows_->facts(); }
  [[nodiscard]] std::string_view part() const override { return rows_->part(); }
  [[nodiscard]] std::string cell_place(std::size_t line, std::optional<std::size_t> cell) const override {
    return rows_->cell_place(line, cell);
  }

  [[nodiscard]] std::span<const Note> notes() const override {
    notes_.assign(rows_->notes().begin(), rows_->notes().end());
    CountedRows(blank_).note_in(notes_, "skipped: {} of nothing but blanks");
    return notes_;
  }

  bool next() override {
    while (rows_->next()) {
      const auto cells = rows_->cells();
      if (!std::all_of(cells.begin(), cells.end(), is_blank)) return true;
      blank_.count(rows_->line());
    }
    return false;
  }

private:
  std::unique_ptr<RowSource> rows_;
  CountedRows blank_;
  mutable std::vector<Note> notes_;
};

}  // namespace

bool is_blank(std::string_view cell) {
  // Most cells begin with a letter or digit.
  if (cell.empty()) return true;
  const auto first = static_cast<unsigned char>(cell.front());
  return (first <= ' ' || first >= 0x80) && text::trimmed(cell).empty();
}

void CountedRows::note_in(std::vector<Note>& notes, std::string_view what) {
  if (rows_ == 0) return;
  const std::string rows = rows_ == 1 ? "1 row" : fmt::format("{} rows", rows_);
  notes.push_back({first_, fmt::format(fmt::runtime(what), rows) + (rows_ == 1 ? "" : ", the first of them here")});
  rows_ = 0;
}

std::unique_ptr<RowSource> without_blank_rows(std::unique_ptr<RowSource> rows) {
  return std::make_unique<FilledRows>(std::move(rows));
}

}  // namespace iscm::read
