#include "read/header_names.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "text/utf8.hpp"

namespace iscm::read {
namespace {

bool is_tag(std::string_view cell) {
  return cell.size() > 1 && cell[0] == '#' && text::is_ascii_letter(cell[1]) &&
         text::is_ascii_word(cell.substr(1), "_+ ");
}

}  // namespace

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
