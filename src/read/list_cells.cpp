#include "read/list_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "read/reshaped.hpp"
#include "text/utf8.hpp"

namespace iscm::read {
namespace {

struct Separator {
  std::string_view text;
  std::string_view called;
  bool cuts_unknown = true;  ///< also what gives no names
};

constexpr std::array kSeparators = {Separator{"\n", "line breaks"},   Separator{";", "\";\""},
                                    Separator{"|", "\"|\""},          Separator{"/", "\"/\"", false},
                                    Separator{",", "\",\"", false},   Separator{" and ", "\"and\"", false},
                                    Separator{" & ", "\"&\"", false}, Separator{" et ", "\"et\"", false},
                                    Separator{" y ", "\"y\"", false}};

/// More parts than these are no one name.
constexpr std::size_t kMostParts = 4;

/// The pieces between separators, but those together that are one name.
std::vector<std::string_view> pieces_of(std::string_view text, std::string_view separator, const IsName& is_name) {
  const std::vector<std::string_view> parts = text::split(text, separator);
  std::vector<std::string_view> pieces;
  for (std::size_t i = 0; i < parts.size();) {
    std::size_t taken = std::min(kMostParts, parts.size() - i);
    const auto joined = [&](std::size_t count) {
      const char* const end = parts[i + count - 1].data() + parts[i + count - 1].size();
      return text::trimmed(std::string_view(parts[i].data(), static_cast<std::size_t>(end - parts[i].data())));
    };
    while (taken > 1 && !is_name(joined(taken))) --taken;
    if (!joined(taken).empty()) pieces.push_back(joined(taken));
    i += taken;
  }
  return pieces;
}

/// Adds what the text lists. `is_cut`: it is a part already.
void add_names(std::string_view text, bool is_cut, const IsName& is_name, ListCell& list) {
  text = text::trimmed(text);
  if (text.empty()) return;
  if (!is_name(text)) {
    for (const Separator& separator : kSeparators) {
      if (text.find(separator.text) == std::string_view::npos) continue;
      ListCell parts;
      for (const std::string_view piece : pieces_of(text, separator.text, is_name)) {
        add_names(piece, true, is_name, parts);
      }
      const bool cuts = !is_cut && separator.cuts_unknown;
      if (!cuts && !std::all_of(parts.names.begin(), parts.names.end(), is_name)) continue;
      if (list.separator.empty()) list.separator = separator.called;
      list.names.insert(list.names.end(), parts.names.begin(), parts.names.end());
      return;
    }
  }
  list.names.push_back(text);
}

class ListCells final : public Reshaped {
public:
  ListCells(std::unique_ptr<RowSource> rows, std::size_t column, IsName is_name)
      : Reshaped(std::move(rows)), column_(column), is_name_(std::move(is_name)) {}

  [[nodiscard]] std::size_t line() const override { return rows().line() + nth_ * kPartOfLine; }
  [[nodiscard]] std::span<const std::string_view> cells() const override { return cells_; }
  [[nodiscard]] bool tells_places() const override { return true; }
  [[nodiscard]] std::string cell_place(std::size_t line, std::optional<std::size_t> cell) const override {
    return rows().cell_place(physical_line(line), cell);
  }

  bool next() override {
    if (++nth_ < list_.names.size()) {
      cells_[column_] = list_.names[nth_];
      return true;
    }
    nth_ = 0;
    list_ = {};
    if (!rows().next()) {
      cells_.clear();
      end();
      return false;
    }
    cells_.assign(rows().cells().begin(), rows().cells().end());
    list_ = names_in(cells_[column_], is_name_);
    if (list_.names.empty()) return true;
    cells_[column_] = list_.names.front();
    if (!list_.separator.empty()) count();
    return true;
  }

private:
  struct Cut {
    std::string_view separator;
    Happened cells;
    std::size_t rows = 0;
  };

  void count() {
    auto cut =
        std::find_if(cuts_.begin(), cuts_.end(), [&](const Cut& one) { return one.separator == list_.separator; });
    if (cut == cuts_.end()) cut = cuts_.insert(cuts_.end(), Cut{list_.separator, {}, 0});
    cut->cells.at(rows().line(), rows().cell_place(rows().line(), column_));
    cut->rows += list_.names.size();
  }

  void end() {
    if (std::exchange(ended_, true)) return;
    for (const Cut& cut : cuts_) {
      note(cut.cells, fmt::format("column \"{}\", cut at {}: {} {} rows{}", header()[column_], cut.separator,
                                  cut.cells.counted("cell gives", "cells give"), cut.rows, cut.cells.here()));
    }
    if (cuts_.empty()) {
      note({header_line(), fmt::format("column \"{}\" has no cell with several names", header()[column_]),
            rows().cell_place(header_line())});
    }
  }

  std::size_t column_;
  IsName is_name_;
  std::vector<std::string_view> cells_;
  ListCell list_;
  std::size_t nth_ = 0;
  std::vector<Cut> cuts_;
  bool ended_ = false;
};

}  // namespace

ListCell names_in(std::string_view cell, const IsName& is_name) {
  ListCell list;
  add_names(cell, false, is_name, list);
  return list;
}

std::unique_ptr<RowSource> with_list_cells(std::unique_ptr<RowSource> rows, std::size_t column, IsName is_name) {
  return std::make_unique<ListCells>(std::move(rows), column, std::move(is_name));
}

}  // namespace iscm::read
