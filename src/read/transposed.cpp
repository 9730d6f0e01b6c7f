#include "read/transposed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "error.hpp"
#include "read/header_names.hpp"
#include "read/limits.hpp"
#include "read/reshaped.hpp"

namespace iscm::read {
namespace {

class Transposed final : public Reshaped {
public:
  explicit Transposed(std::unique_ptr<RowSource> rows) : Reshaped(std::move(rows)) {
    const auto header = this->rows().header();
    if (header.empty()) return;
    add_field(header_line(), {header.begin(), header.end()});
    while (this->rows().next()) {
      const auto cells = this->rows().cells();
      if (!std::any_of(cells.begin(), cells.end(), is_filled)) continue;
      add_field(this->rows().line(), {cells.begin(), cells.end()});
    }
  }

  [[nodiscard]] std::span<const std::string> header() const override { return names_; }
  [[nodiscard]] std::size_t line() const override { return header_line() + column_ * kPartOfLine; }
  [[nodiscard]] std::span<const std::string_view> cells() const override { return cells_; }
  [[nodiscard]] bool tells_places() const override { return true; }
  [[nodiscard]] std::string cell_place(std::size_t line, std::optional<std::size_t> cell) const override {
    const std::size_t column = line / kPartOfLine;
    if (cell && *cell < lines_.size()) return place_of(lines_[*cell], column);
    return column == 0 ? rows().cell_place(line) : place_of(physical_line(line), column);
  }
  bool next() override {
    cells_.clear();
    while (column_ < width_ && ++column_ < width_) {
      cells_.clear();
      for (const std::vector<std::string>& field : fields_) cells_.emplace_back(field[column_]);
      if (std::any_of(cells_.begin(), cells_.end(), is_filled)) return true;
    }
    cells_.clear();
    return false;
  }

private:
  void add_field(std::size_t line, std::vector<std::string> cells) {
    for (const std::string& cell : cells) bytes_ += cell.size();
    if (bytes_ > kMaxRecordBytes || names_.size() == kMaxColumns) {
      throw Error(
          Exit::refused,
          fmt::format("{}: --transposed takes at most {} rows and {} MB", name(), kMaxColumns, kMaxRecordBytes >> 20U),
          "exchange rows and columns in a spreadsheet program");
    }
    width_ = cells.size();
    names_.emplace_back(text::trimmed(cells.front()));
    lines_.push_back(line);
    fields_.push_back(std::move(cells));
  }

  std::vector<std::string> names_;
  std::vector<std::size_t> lines_;
  std::vector<std::vector<std::string>> fields_;
  std::size_t bytes_ = 0;
  std::size_t width_ = 0;
  std::size_t column_ = 0;  // of the record
  std::vector<std::string_view> cells_;
};

}  // namespace

std::unique_ptr<RowSource> transposed(std::unique_ptr<RowSource> rows) {
  return std::make_unique<Transposed>(std::move(rows));
}

}  // namespace iscm::read
