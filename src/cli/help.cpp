#include "cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "text/wrap.hpp"

namespace iscm::cli {
namespace {

using Line = std::pair<std::string, std::string_view>;

/// A second column that is narrower than this stands below the first.
constexpr std::size_t kNarrowest = 30;
constexpr std::string_view kBelow = "      ";

/// Two columns, the second aligned; below the first where that leaves it too little room.
std::string aligned(const std::vector<Line>& lines, std::size_t width) {
  std::size_t first = 0;
  std::size_t both = 0;
  for (const auto& [left, right] : lines) first = std::max(first, left.size());
  for (const auto& [left, right] : lines) both = std::max(both, first + right.size() + 4);
  const bool below = width != 0 && both > width && first + 4 + kNarrowest > width;
  std::string text;
  for (const auto& [left, right] : lines) {
    text += below ? fmt::format("  {}\n", left) + text::hanging(kBelow, right, width)
                  : text::hanging(fmt::format("  {:<{}}  ", left, first), right, width);
  }
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

std::string wrapped(std::string_view sentence, std::size_t width) {
  return text::hanging({}, sentence, width);
}

std::string example_lines(std::span<const Example> examples, std::size_t width) {
  std::vector<Line> lines;
  for (const Example& example : examples) lines.emplace_back(example.line, example.meaning);
  return aligned(lines, width);
}

std::string program_help(std::size_t width) {
  std::string text = wrapped(kPurpose, width) + "\nCommands:\n";
  std::vector<Line> lines;
  for (const Command& command : commands()) lines.emplace_back(command.name, command.summary);
  lines.emplace_back("help", "this, or with a command's name its examples and options");
  text += aligned(lines, width) + "\n";
  return text + wrapped("`iscm COMMAND --help` shows examples first. `iscm --version` tells the version.", width);
}

std::string command_help(const Command& command, std::size_t width) {
  std::string text = wrapped(fmt::format("iscm {}: {}", command.name, command.summary), width);
  text += "\nExamples:\n" + example_lines(command.examples, width);
  text += fmt::format("\nUsage: {}\n", usage(command));
  std::vector<Line> lines;
  for (const Argument& argument : command.arguments) lines.emplace_back(argument.name, argument.meaning);
  text += aligned(lines, width);
  lines.clear();
  add_options(lines, command.options);
  add_options(lines, time_options(command.times));
  if (command.prints_rows) add_options(lines, row_options());
  const OwnFormat& own = command.own_format;
  if (!own.name.empty()) lines.emplace_back(fmt::format("--format {}", own.name), own.meaning);
  add_options(lines, global_options());
  return text + "\nOptions:\n" + aligned(lines, width);
}

}  // namespace iscm::cli
