#include "read/hxl.hpp"

#include <algorithm>

namespace iscm::read {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool may_follow(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '+' || c == ' ';
}

bool is_tag(std::string_view cell) {
  return cell.size() > 1 && cell[0] == '#' && is_letter(cell[1]) &&
         std::all_of(cell.begin() + 2, cell.end(), may_follow);
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
