#include "cli/help.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/output.hpp"
#include "text/visible.hpp"
#include "text/wrap.hpp"

namespace iscm::cli {
namespace {

using Line = std::pair<std::string, std::string>;

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
  if (!option.is_flag()) text += fmt::format(" {}", option.placeholder);
  return text;
}

std::string usage(const Command& command) {
  std::string text = fmt::format("iscm {}", command.name);
  for (const Argument& argument : command.arguments) {
    const std::string name = fmt::format("{}{}", argument.name, argument.repeated ? "..." : "");
    text += argument.required && argument.replacement.empty() ? " " + name : fmt::format(" [{}]", name);
  }
  return text;
}

/// What a newcomer does in the first minutes.
constexpr std::array<std::string_view, 5> kFirstCommands = {"init", "show", "list", "search", "import"};

/// The first example of each.
std::vector<Example> first_examples() {
  std::vector<Example> examples;
  for (const std::string_view name : kFirstCommands) {
    const Command* command = find_command(name);
    if (command != nullptr && !command->examples.empty()) examples.push_back(command->examples.front());
  }
  return examples;
}

std::string state_of(const Invocation& invocation) {
  const std::string name = text::visible(invocation.database);
  struct stat file {};
  if (::lstat(invocation.database.c_str(), &file) != 0 && errno == ENOENT) {
    return fmt::format("{} is not there yet: `iscm init` makes it, or give another with --db FILE.\n", name);
  }
  try {
    sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
    return fmt::format("{} is there: {} mechanisms, last changed {}.\n", name,
                       connection.integer("SELECT count(*) FROM mechanisms").value_or(0),
                       connection.text("SELECT made_at FROM revisions ORDER BY id DESC LIMIT 1").value_or("never"));
  } catch (const Error& error) {
    return fmt::format("{}\n{}{}", text::visible(error.what()), text::visible(error.hint()),
                       error.hint().empty() ? "" : "\n");
  }
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
  for (const Command* command : commands()) lines.emplace_back(command->name, command->summary);
  lines.emplace_back("help", "this, or with a command's name its examples and options");
  text += aligned(lines, width) + "\n";
  return text + wrapped("`iscm COMMAND --help` shows examples first. `iscm --version` tells the version.", width);
}

std::string command_help(const Command& command, std::size_t width) {
  std::string text = wrapped(fmt::format("iscm {}: {}", command.name, command.summary), width);
  text += "\nExamples:\n" + example_lines(command.examples, width);
  text += fmt::format("\nUsage: {}\n", usage(command));
  std::vector<Line> lines;
  for (const Argument& argument : command.arguments) lines.emplace_back(argument.name, meaning_in_full(argument));
  text += aligned(lines, width);
  for (const OptionGroup& group : option_groups(&command)) {
    lines.clear();
    for (const Option* option : group.options) {
      lines.emplace_back(spelled(*option), meaning_in_full(&command, *option));
      if (option->name != "--format") continue;
      for (const OwnFormat& own : command.own_formats) {
        lines.emplace_back(fmt::format("  --format {}", own.name), own.meaning);
      }
    }
    text += fmt::format("\n{}:\n{}", group.heading, aligned(lines, width));
  }
  return text;
}

std::string welcome(const Invocation& invocation) {
  const std::size_t width = terminal_width(invocation);
  return fmt::format("{}\nTo begin with:\n{}\n{}\n{}", wrapped(kPurpose, width), example_lines(first_examples(), width),
                     state_of(invocation),
                     wrapped("`iscm help` lists every command, `iscm COMMAND --help` shows how.", width));
}

}  // namespace iscm::cli
