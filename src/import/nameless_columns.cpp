#include "import/nameless_columns.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "read/sheet_rows.hpp"
#include "read/text_window.hpp"
#include "text/visible.hpp"

namespace iscm::import {
NamelessColumns::NamelessColumns(std::span<const std::string> header, const ColumnChoices& choices)
    : are_ignored_(choices.ignores_unknown) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    const bool mapped = std::any_of(choices.mapped.begin(), choices.mapped.end(),
                                    [&](const ColumnMapping& mapping) { return mapping.column == i; });
    if (header[i].empty() && !mapped && !is_ignored(header, i, choices)) columns_.push_back({i});
  }
}

void NamelessColumns::look_at(Column& column, std::string_view cell, std::size_t line) {
  if (text::trimmed(cell).empty()) return;
  column.line = line;
  column.value = read::shortened(text::squeezed(cell));
}

std::vector<Problem> NamelessColumns::problems(std::size_t header_line) const {
  std::vector<Problem> problems;
  for (const Column& column : columns_) {
    if (column.line == 0 || are_ignored_) continue;
    const std::size_t number = column.place + 1;
    problems.push_back(
        {.line = header_line,
         .column = fmt::format("column {}", number),
         .value = column.value,
         .code = "empty-header",
         .message = fmt::format("the column has no name, but values: \"{}\" on line {}", column.value, column.line),
         .hint = fmt::format("--map \"{}=FIELD\" says which field it is, --ignore {} skips it",
                             read::column_letters(column.place), number)});
  }
  return problems;
}

std::vector<read::Note> NamelessColumns::notes(std::size_t header_line) const {
  std::vector<std::size_t> empty;
  std::vector<std::size_t> ignored;
  for (const Column& column : columns_) {
    if (column.line == 0) empty.push_back(column.place + 1);
    if (column.line != 0 && are_ignored_) ignored.push_back(column.place + 1);
  }
  std::vector<read::Note> notes;
  const auto add = [&](const std::vector<std::size_t>& numbers, std::string_view one, std::string_view several) {
    if (numbers.empty()) return;
    notes.push_back({header_line, numbers.size() == 1 ? fmt::format(fmt::runtime(one), numbers.front())
                                                      : fmt::format(fmt::runtime(several), fmt::join(numbers, ", "))});
  };
  add(empty, "column {} is empty, name and all: it is skipped",
      "columns {} are empty, names and all: they are skipped");
  add(ignored, "column {} has no name and is ignored", "columns {} have no name and are ignored");
  return notes;
}

}  // namespace iscm::import
