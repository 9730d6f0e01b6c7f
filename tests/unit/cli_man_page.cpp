#include "cli/man_page.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>

#include "cli/command.hpp"

namespace iscm::cli {
namespace {

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

const std::string kPage = ISCM_SOURCE_DIR "/docs/iscm.1";

TEST_CASE("the man page says what the table of commands says") {
  const std::string current = man_page(content_of(kPage));
  if (std::getenv("ISCM_ACCEPT") != nullptr) std::ofstream(kPage, std::ios::binary) << current;
  const bool is_current = content_of(kPage) == current;
  CHECK_MESSAGE(is_current, "run the tests with ISCM_ACCEPT=1 and look at the difference");
}

TEST_CASE("the man page has every command, argument and option") {
  const std::string page = content_of(kPage);
  const auto has = [&page](const std::string& line) { CHECK_MESSAGE(page.find(line) != std::string::npos, line); };
  const auto has_option = [&](const Option& option) {
    std::string name(option.name.substr(1));
    for (std::size_t at = 0; (at = name.find('-', at)) != std::string::npos; at += 2) name.insert(at, "\\");
    has(fmt::format("Fl {}", name));
  };
  for (const Command& command : commands()) {
    has(fmt::format("\n.Ss {}\n", command.name));
    for (const Argument& argument : command.arguments) has(fmt::format("\n.It Ar \"{}\"\n", argument.name));
    for (const Option& option : command.options) has_option(option);
  }
  for (const Option& option : global_options()) has_option(option);
  for (const Option& option : row_options()) has_option(option);
}

TEST_CASE("a page that lost the place of its commands is an error, not a page without commands") {
  std::string page = content_of(kPage);
  const std::string mark = ".\\\" end of commands\n";
  page.erase(page.find(mark), mark.size());
  CHECK_THROWS_AS(man_page(page), std::invalid_argument);
}

TEST_CASE("README and man page agree on the exit codes") {
  const std::string readme = content_of(ISCM_SOURCE_DIR "/README.md");
  const std::string page = content_of(kPage);
  for (const Exit exit :
       {Exit::done, Exit::findings, Exit::usage, Exit::refused, Exit::database, Exit::failed, Exit::interrupted}) {
    const std::string row = fmt::format("| {} | {} |\n", static_cast<int>(exit), meaning_of(exit));
    CHECK_MESSAGE(readme.find(row) != std::string::npos, row);
    CHECK(page.find(fmt::format(".It {}\n", static_cast<int>(exit))) != std::string::npos);
  }
}

TEST_CASE("the man page has every variable of the environment that the program reads") {
  const std::string page = content_of(kPage);
  const std::regex read_variable("getenv\\(\"([A-Z_]+)\"\\)");
  int seen = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(ISCM_SOURCE_DIR "/src")) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string source = content_of(entry.path());
    for (std::sregex_iterator found(source.begin(), source.end(), read_variable), end; found != end; ++found) {
      ++seen;
      const std::string name = (*found)[1];
      CHECK_MESSAGE(std::regex_search(page, std::regex("\n\\.It Ev .*\\b" + name + "\\b")), name);
    }
  }
  CHECK(seen >= 5);
}

}  // namespace
}  // namespace iscm::cli
