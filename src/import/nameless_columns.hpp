#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "import/header.hpp"
#include "read/row_source.hpp"

namespace iscm::import {

/// Watches the columns that have no name and that nobody has mapped or ignored. One that is empty from head to foot is
/// passed over, with a note; one with values has to be named by its number or letter.
class NamelessColumns {
public:
  NamelessColumns() = default;
  NamelessColumns(std::span<const std::string> header, const ColumnChoices& choices);

  [[nodiscard]] bool any() const { return !columns_.empty(); }
  void look(std::span<const std::string_view> cells, std::size_t line) {
    for (Column& column : columns_) {
      if (column.line == 0) look_at(column, cells[column.place], line);
    }
  }

  /// Those with values, unless ColumnChoices::ignores_unknown passes them over too.
  [[nodiscard]] std::vector<Problem> problems(std::size_t header_line) const;
  [[nodiscard]] std::vector<read::Note> notes(std::size_t header_line) const;

private:
  struct Column {
    std::size_t place;
    std::size_t line = 0;  ///< of its first value; 0: none so far
    std::string value{};
  };
  static void look_at(Column& column, std::string_view cell, std::size_t line);

  std::vector<Column> columns_;
  bool are_ignored_ = false;
};

}  // namespace iscm::import
