#include "write/spreadsheet.hpp"

#include <algorithm>
#include <array>

namespace iscm::write {

bool would_run(std::string_view text) {
  constexpr std::array<std::string_view, 11> kBeginnings = {"=",  "+",      "-",      "@",      "\t",    "\r",
                                                            "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [text](std::string_view beginning) { return text.starts_with(beginning); });
}

void guard_text(std::string& text) {
  if (would_run(text)) text.insert(0, 1, '\'');
}

}  // namespace iscm::write
