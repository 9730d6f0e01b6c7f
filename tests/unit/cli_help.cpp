#include "cli/help.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <vector>

#include "cli/commands.hpp"
#include "text/wrap.hpp"

namespace iscm::cli {
namespace {

std::string words_alone(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

/// Whether a line is one that people copy: an example or the usage.
bool is_for_copying(const Command& command, const std::string& line) {
  return line.starts_with("Usage: ") ||
         std::any_of(command.examples.begin(), command.examples.end(),
                     [&](const Example& example) { return line == "  " + std::string(example.line); });
}

TEST_CASE("help fits the terminal, and says no less there") {
  for (const Command* each : commands()) {
    const Command& command = *each;
    CAPTURE(command.name);
    const std::string whole = command_help(command, 0);
    for (const std::size_t width : {60U, 80U, 120U, 200U}) {
      CAPTURE(width);
      const std::string text = command_help(command, width);
      std::istringstream lines(text);
      for (std::string line; std::getline(lines, line);) {
        const bool fits = text::display_width(line) <= width || is_for_copying(command, line);
        CHECK_MESSAGE(fits, line);
      }
      CHECK(words_alone(text).size() == words_alone(whole).size());
      for (const Example& example : command.examples) CHECK(text.find(example.line) != std::string::npos);
    }
  }
}

TEST_CASE("the list of commands fits the terminal") {
  std::istringstream lines(program_help(60));
  for (std::string line; std::getline(lines, line);) CHECK_MESSAGE(text::display_width(line) <= 60, line);
}

}  // namespace
}  // namespace iscm::cli
