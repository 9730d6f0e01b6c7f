// The declarations of commands: what they say agrees with itself, and with what the code asks for.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "cli/commands.hpp"
#include "source_tree.hpp"
#include "text/utf8.hpp"

namespace iscm::cli {
namespace {

TEST_CASE("each command is listed once, and each option once in its command") {
  std::set<std::string_view> names;
  for (const Command* command : commands()) {
    CAPTURE(command->name);
    CHECK(names.insert(command->name).second);
    std::set<std::string_view> options;
    for (const Option& option : command->options) {
      CAPTURE(option.name);
      CHECK(options.insert(option.name).second);
    }
  }
}

/// Whether a word of a rule names something that the command has.
bool names_something(const Command& command, std::string_view word) {
  const std::string_view name = word.substr(0, word.find('='));
  if (name.starts_with("--")) return find_option(&command, name) != nullptr;
  for (const Argument& argument : command.arguments) {
    if (argument.name == name || argument.name == word) return true;
  }
  return false;
}

TEST_CASE("every rule names options and arguments of its command") {
  int words = 0;
  for (const Command* command : commands()) {
    CAPTURE(command->name);
    const auto check = [&](std::string_view rule) {
      for (const std::string_view word : text::split(rule, " ")) {
        CHECK_MESSAGE(names_something(*command, word), word);
        ++words;
      }
    };
    for (const Argument& argument : command->arguments) {
      check(argument.replacement);
      check(argument.excluded);
    }
    for (const Option& option : command->options) {
      check(option.needed);
      check(option.excluded);
    }
    for (const OwnFormat& own : command->own_formats) check(own.needed);
  }
  CHECK(words > 50);
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_CASE("every option that the code asks for is declared") {
  const std::regex look_up(
      R"re((?:has|get|all|number|seconds|names|with|without|open_file)\((?:invocation_?, )?"(--[a-z-]+)")re");
  int seen = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(test::source_tree() + "/src/cli")) {
    if (entry.path().extension() != ".cpp") continue;
    CAPTURE(entry.path().string());
    // A file of commands/ asks for the options of its command; the others are shared by several.
    const bool is_of_command = entry.path().parent_path().filename() == "commands";
    const Command* own = is_of_command ? find_command(entry.path().stem().string()) : nullptr;
    if (is_of_command) REQUIRE(own != nullptr);
    const std::string code = content_of(entry.path());
    for (std::sregex_iterator found(code.begin(), code.end(), look_up), end; found != end; ++found) {
      const std::string name = (*found)[1];
      bool declared = own != nullptr && find_option(own, name) != nullptr;
      for (const Command* command : commands()) declared = declared || (own == nullptr && find_option(command, name));
      CHECK_MESSAGE(declared, name);
      ++seen;
    }
  }
  CHECK(seen > 100);
}

}  // namespace
}  // namespace iscm::cli
