#include "cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace iscm::cli {
namespace {

using Line = std::pair<std::string, std::string_view>;

/// Two columns, the second aligned.
std::string aligned(const std::vector<Line>& lines) {
  std::size_t width = 0;
  for (const auto& [left, right] : lines) width = std::max(width, left.size());
  std::string text;
  for (const auto& [left, right] : lines) text += fmt::format("  {:<{}}  {}\n", left, width, right);
  return text;
}

std::string spelled(const Option& option) {
  std::string text =
      option.letter.empty() ? std::string(option.name) : fmt::format("{}, {}", option.letter, option.name);
  if (!option.value.empty()) text += fmt::format(" {}", option.value);
  return text;
}

void add_options(std::vector<Line>& lines, std::span<const Option> options) {
  for (const Option& option : options) lines.emplace_back(spelled(option), option.meaning);
}

std::string usage(const Command& command) {
  std::string text = fmt::format("iscm {}", command.name);
  for (const Argument& argument : command.arguments) {
    const std::string name = fmt::format("{}{}", argument.name, argument.repeated ? "..." : "");
    text += argument.required ? " " + name : fmt::format(" [{}]", name);
  }
  return text;
}

}  // namespace

std::string example_lines(std::span<const Example> examples) {
  std::vector<Line> lines;
  for (const Example& example : examples) lines.emplace_back(example.line, example.meaning);
  return aligned(lines);
}

std::string program_help() {
  std::string text = fmt::format("{}\n\nCommands:\n", kPurpose);
  std::vector<Line> lines;
  for (const Command& command : commands()) lines.emplace_back(command.name, command.summary);
  lines.emplace_back("help", "this, or with a command's name its examples and options");
  text += aligned(lines);
  text += "\n`iscm COMMAND --help` shows examples first. `iscm --version` tells the version.\n";
  return text;
}

std::string command_help(const Command& command) {
  std::string text = fmt::format("iscm {}: {}\n\nExamples:\n", command.name, command.summary);
  text += example_lines(command.examples);
  text += fmt::format("\nUsage: {}\n", usage(command));
  std::vector<Line> lines;
  for (const Argument& argument : command.arguments) lines.emplace_back(argument.name, argument.meaning);
  if (!lines.empty()) text += aligned(lines);
  lines.clear();
  add_options(lines, command.options);
  if (command.prints_rows) add_options(lines, row_options());
  add_options(lines, global_options());
  text += "\nOptions:\n" + aligned(lines);
  return text;
}

}  // namespace iscm::cli
