// Hints tell what to type: every command that a message, a help text or a check names has to be there.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "cli/commands.hpp"
#include "source_tree.hpp"

namespace iscm::cli {
namespace {

constexpr std::string_view kBegin = "`iscm ";

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || c == '-' || c == '_';
}

/// Checks what stands behind each "`iscm " of a text; a word in capitals or braces stands for any. Gives how many.
int check_commands(const std::string& text) {
  int named = 0;
  for (std::size_t at = text.find(kBegin); at != std::string::npos; at = text.find(kBegin, at + 1)) {
    const std::size_t first = at + kBegin.size();
    std::size_t end = first;
    while (end < text.size() && is_letter(text[end])) ++end;
    const std::string word = text.substr(first, end - first);
    if (word.empty() || word.starts_with("-") || word.starts_with("__") || word == "help") continue;
    CAPTURE(word);
    CHECK(find_command(word) != nullptr);
    ++named;
  }
  return named;
}

TEST_CASE("every command that the program tells people to type is one of its commands") {
  int named = 0;
  for (const char* folder : {"/src", "/schema", "/migrations"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(test::source_tree() + folder)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path());
      const std::string text{std::istreambuf_iterator<char>(file), {}};
      CAPTURE(entry.path().string());
      named += check_commands(text);
    }
  }
  CHECK(named > 50);
}

}  // namespace
}  // namespace iscm::cli
