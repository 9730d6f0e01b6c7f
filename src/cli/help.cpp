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

/// A second column that would be narrower than this goes below the first.
constexpr std::size_t kNarrowest = 30;
constexpr std::string_view kBelow = "      ";

std::size_t longest(const std::vector<Line>& lines) {
  std::size_t longest = 0;
  for (const auto& [left, right] : lines) longest = std::max(longest, left.size());
  return longest;
}

/// Two columns, the second after `first` columns; below the first if that leaves it too little room.
std::string aligned(const std::vector<Line>& lines, std::size_t first, std::size_t width) {
  std::size_t both = 0;
  for (const auto& [left, right] : lines) both = std::max(both, first + right.size() + 4);
  const bool below = width != 0 && both > width && first + 4 + kNarrowest > width;
  std::string text;
  for (const auto& [left, right] : lines) {
    text += below ? fmt::format("  {}\n", left) + text::hanging(kBelow, right, width)
                  : text::hanging(fmt::format("  {:<{}}  ", left, first), right, width);
  }
  return text;
}

struct Section {
  std::string heading;
  std::vector<Line> lines;
};

/// Sections one below the other, their second columns aligned.
std::string in_sections(const std::vector<Section>& sections, std::size_t width) {
  std::size_t first = 0;
  for (const Section& section : sections) first = std::max(first, longest(section.lines));
  std::string text;
  for (const Section& section : sections) {
    text += fmt::format("\n{}\n{}", section.heading, aligned(section.lines, first, width));
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
    return fmt::format("{} does not exist yet: `iscm init` creates it, or give another with --db FILE.\n", name);
  }
  try {
    sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
    return fmt::format("{} contains {} mechanisms; it last changed {}.\n", name,
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
  return aligned(lines, longest(lines), width);
}

std::string program_help(std::size_t width) {
  std::vector<Section> sections;
  for (const CommandGroup& group : command_groups()) {
    Section& section = sections.emplace_back(Section{fmt::format("{}:", group.heading), {}});
    for (const Command* command : group.commands) section.lines.emplace_back(command->name, command->summary);
  }
  return wrapped(kPurpose, width) + in_sections(sections, width) + "\n" +
         wrapped("`iscm COMMAND --help` shows examples first. `iscm --version` shows the version.", width);
}

std::string command_help(const Command& command, std::size_t width) {
  std::string text = wrapped(fmt::format("iscm {}: {}", command.name, command.summary), width);
  text += "\nExamples:\n" + example_lines(command.examples, width);
  std::vector<Section> sections{{fmt::format("Usage: {}", usage(command)), {}}};
  for (const Argument& argument : command.arguments) {
    sections.front().lines.emplace_back(argument.name, meaning_in_full(argument));
  }
  for (const OptionGroup& group : option_groups(&command)) {
    Section& section = sections.emplace_back(Section{fmt::format("{}:", group.heading), {}});
    for (const Option* option : group.options) {
      section.lines.emplace_back(spelled(*option), meaning_in_full(&command, *option));
      if (option->name != "--format") continue;
      for (const OwnFormat& own : command.own_formats) {
        section.lines.emplace_back(fmt::format("  --format {}", own.name), own.meaning);
      }
    }
  }
  return text + in_sections(sections, width);
}

std::string welcome(const Invocation& invocation) {
  const std::size_t width = terminal_width(invocation);
  return fmt::format("{}\nTo begin with:\n{}\n{}\n{}", wrapped(kPurpose, width), example_lines(first_examples(), width),
                     state_of(invocation),
                     wrapped("`iscm help` lists every command, `iscm COMMAND --help` shows how.", width));
}

}  // namespace iscm::cli
