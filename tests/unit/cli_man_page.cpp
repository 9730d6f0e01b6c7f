#include "cli/man_page.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>
#include <string_view>

#include "cli/commands.hpp"
#include "cli/commands_page.hpp"
#include "generated_file.hpp"
#include "source_tree.hpp"

namespace iscm::cli {
namespace {

using test::check_generated;
using test::source_file;

constexpr std::string_view kPage = "docs/iscm.1";

TEST_CASE("the man page says what the table of commands says") {
  check_generated(kPage, man_page(source_file(kPage)));
}

TEST_CASE("the page of commands says what the table of commands says") {
  check_generated("docs/commands.md", commands_page());
}

TEST_CASE("the man page has every command, argument and option") {
  const std::string page = source_file(kPage);
  const auto has = [&page](const std::string& line) { CHECK_MESSAGE(page.find(line) != std::string::npos, line); };
  const auto has_option = [&](const Option& option) {
    std::string name(option.name.substr(1));
    for (std::size_t at = 0; (at = name.find('-', at)) != std::string::npos; at += 2) name.insert(at, "\\");
    has(fmt::format("Fl {}", name));
  };
  for (const Command* command : commands()) {
    has(fmt::format("\n.Ss {}\n", command->name));
    for (const Argument& argument : command->arguments) has(fmt::format("\n.It Ar \"{}\"\n", argument.name));
    for (const Option* option : options_of(command)) has_option(*option);
  }
}

TEST_CASE("a page that lost the place of its commands is an error, not a page without commands") {
  std::string page = source_file(kPage);
  const std::string mark = ".\\\" end of commands\n";
  page.erase(page.find(mark), mark.size());
  CHECK_THROWS_AS(man_page(page), std::invalid_argument);
}

TEST_CASE("the page of commands and the man page have every exit code") {
  const std::string commands = source_file("docs/commands.md");
  const std::string page = source_file(kPage);
  for (const ExitCode& code : exit_codes()) {
    const std::string row = fmt::format("| {} | {} |\n", static_cast<int>(code.exit), code.meaning);
    CHECK_MESSAGE(commands.find(row) != std::string::npos, row);
    CHECK(page.find(fmt::format(".It {}\n", static_cast<int>(code.exit))) != std::string::npos);
  }
}

/// The lines of the page that list variables: ".It Ev PAGER".
std::string variables_of(const std::string& page) {
  std::string lines;
  constexpr std::string_view kItem = "\n.It Ev ";
  for (auto at = page.find(kItem); at != std::string::npos; at = page.find(kItem, at + 1)) {
    const auto end = page.find('\n', at + 1);
    lines += " " + page.substr(at + kItem.size(), end - at - kItem.size()) + " ";
  }
  return lines;
}

TEST_CASE("the man page has every variable of the environment that the program reads") {
  const std::string variables = variables_of(source_file(kPage));
  constexpr std::string_view kRead = "getenv(\"";
  int seen = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(test::source_tree() + "/src")) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string source = source_file(entry.path());
    for (auto at = source.find(kRead); at != std::string::npos; at = source.find(kRead, at + 1)) {
      ++seen;
      const auto begin = at + kRead.size();
      const std::string name = source.substr(begin, source.find('"', begin) - begin);
      CHECK_MESSAGE(variables.find(" " + name + " ") != std::string::npos, name);
    }
  }
  CHECK(seen >= 5);
}

}  // namespace
}  // namespace iscm::cli
