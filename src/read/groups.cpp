#include "read/groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "read/problem_log.hpp"
#include "read/reshaped.hpp"
#include "read/text_window.hpp"

namespace iscm::read {
namespace {

/// A value, and the lines from which on it holds: in their order, for the places of the cells that have it.
struct Shared {
  std::size_t column = 0;
  std::string value{};
  std::vector<std::size_t> lines{};
  Happened filled{};

  void begin(std::size_t line, std::string_view text) {
    value = text;
    lines.push_back(line);
  }
  [[nodiscard]] std::size_t origin(std::size_t line) const {
    const auto after = std::upper_bound(lines.begin(), lines.end(), line);
    return after == lines.begin() ? line : *(after - 1);
  }
};

class Groups final : public Reshaped {
public:
  Groups(std::unique_ptr<RowSource> rows, GroupOptions options)
      : Reshaped(std::move(rows)), names_(this->rows().header().begin(), this->rows().header().end()) {
    std::sort(options.filled.begin(), options.filled.end());
    options.filled.erase(std::unique(options.filled.begin(), options.filled.end()), options.filled.end());
    for (const std::size_t column : options.filled) shared_.push_back({.column = column});
    has_sections_ = !options.section.empty();
    width_ = names_.size();
    if (has_sections_) names_.push_back(std::move(options.section));
  }

  [[nodiscard]] std::span<const std::string> header() const override { return names_; }
  [[nodiscard]] std::span<const std::string_view> cells() const override { return cells_; }
  [[nodiscard]] bool tells_places() const override { return true; }
  [[nodiscard]] std::string cell_place(std::size_t line, std::optional<std::size_t> cell) const override {
    if (cell && *cell == width_) return rows().cell_place(section_.origin(line), 0);
    const auto shared =
        std::find_if(shared_.begin(), shared_.end(), [&](const Shared& one) { return cell && one.column == *cell; });
    return rows().cell_place(shared == shared_.end() ? line : shared->origin(line), cell);
  }

  bool next() override {
    while (rows().next()) {
      const auto cells = rows().cells();
      cells_.assign(cells.begin(), cells.end());
      if (has_sections_) cells_.emplace_back();
      const auto filled = static_cast<std::size_t>(std::count_if(cells.begin(), cells.end(), is_filled));
      if (filled == 0) return true;
      if (has_sections_ && filled == 1 && is_filled(cells.front())) {
        begin_section();
        continue;
      }
      if (fill() == filled) {
        titles_.at(rows().line(), rows().cell_place(rows().line()));
        continue;
      }
      if (has_sections_) cells_.back() = section_.value;
      section_has_rows_ = true;
      return true;
    }
    cells_.clear();
    end();
    return false;
  }

private:
  /// Gives the blank cells of this row their values, and returns how many of the others begin a group.
  std::size_t fill() {
    std::size_t own = 0;
    for (Shared& shared : shared_) {
      std::string_view& cell = cells_[shared.column];
      if (is_filled(cell)) {
        shared.begin(rows().line(), cell);
        ++own;
      } else if (own > 0 || shared.value.empty()) {
        shared.begin(rows().line(), "");
      } else if (!shared.value.empty()) {
        cell = shared.value;
        shared.filled.at(rows().line(), rows().cell_place(rows().line(), shared.column));
      }
    }
    return own;
  }

  void begin_section() {
    end_section();
    section_.begin(rows().line(), rows().cells().front());
    section_.filled.at(rows().line(), rows().cell_place(rows().line(), 0));
    section_has_rows_ = false;
  }

  void end_section() {
    if (section_.lines.empty() || section_has_rows_) return;
    Problem problem = problem_on_line(
        section_.lines.back(), "empty-section",
        fmt::format(
            "\"{}\" is alone in its row, and no rows of its own follow: fill in its other cells if it is a row, "
            "or take it out",
            shortened(section_.value)));
    problem.value = shortened(section_.value);
    problem.raw = section_.value;
    problem.place = rows().cell_place(problem.line, 0);
    report(std::move(problem));
  }

  void end() {
    if (std::exchange(ended_, true)) return;
    end_section();
    for (const Shared& shared : shared_) {
      note(shared.filled,
           fmt::format("{} of column \"{}\" {} the value above{}", shared.filled.counted("blank cell", "blank cells"),
                       names_[shared.column], shared.filled.count == 1 ? "has" : "have", shared.filled.here()));
    }
    note(titles_,
         fmt::format("{} nothing but the title of a group{}", titles_.counted("row is", "rows are"), titles_.here()));
    note(section_.filled,
         fmt::format("{} with one cell {} {} of the rows below{}", section_.filled.counted("row", "rows"),
                     section_.filled.count == 1 ? "is the" : "are each the", names_.back(), section_.filled.here()));
  }

  std::vector<std::string> names_;
  std::vector<Shared> shared_;  // by column
  Shared section_;
  bool has_sections_ = false;
  bool section_has_rows_ = false;
  bool ended_ = false;
  std::size_t width_ = 0;  // of the other reader
  std::vector<std::string_view> cells_;
  Happened titles_;
};

}  // namespace

std::unique_ptr<RowSource> with_groups(std::unique_ptr<RowSource> rows, GroupOptions options) {
  return std::make_unique<Groups>(std::move(rows), std::move(options));
}

}  // namespace iscm::read
