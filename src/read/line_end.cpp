#include "read/line_end.hpp"

namespace iscm::read {

std::optional<char> line_end_of(std::string_view start, bool is_all) {
  bool within_quotes = false;
  bool saw_cr = false;
  for (const char c : start.substr(0, kLineEndLookahead)) {
    if (c == '"') within_quotes = !within_quotes;
    if (within_quotes) continue;
    if (c == '\n') return '\n';
    if (c == '\r') saw_cr = true;
  }
  if (!is_all && start.size() < kLineEndLookahead) return std::nullopt;
  return saw_cr ? '\r' : '\n';
}

}  // namespace iscm::read
