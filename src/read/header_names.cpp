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

Problem table_above_problem(std::size_t line, std::size_t header_line) {
  return problem_on_line(
      line, "table-above",
      fmt::format("above the header on line {}, but as wide as the table: this may be another table; "
                  "give each a file of its own, or take out what is no data",
                  header_line));
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
