#include "read/header_names.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "read/problem_log.hpp"
#include "text/utf8.hpp"

namespace iscm::read {
namespace {

bool is_tag(std::string_view cell) {
  return cell.size() > 1 && cell[0] == '#' && text::is_ascii_letter(cell[1]) &&
         text::is_ascii_word(cell.substr(1), "_+ ");
}

}  // namespace

std::vector<Problem> problems_of_names(std::span<const std::string> names, std::size_t line) {
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) {
      problems.push_back({line, column_name(names, i), {}, "empty-header", "the column has no name"});
      continue;
    }
    const auto first = static_cast<std::size_t>(std::find(names.begin(), names.end(), names[i]) - names.begin());
    if (first != i) {
      problems.push_back({line, names[i], names[i], "duplicate-header",
                          fmt::format("columns {} and {} have the same name", first + 1, i + 1)});
    }
  }
  return problems;
}

bool are_hxl_tags(std::span<const std::string_view> cells) {
  bool any = false;
  for (std::string_view cell : cells) {
    cell.remove_prefix(std::min(cell.find_first_not_of(' '), cell.size()));
    if (cell.empty()) continue;
    if (!is_tag(cell)) return false;
    any = true;
  }
  return any;
}

}  // namespace iscm::read
