#include "cli/commands_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/man_page.hpp"

namespace iscm::cli {
namespace {

constexpr std::string_view kBegin =
    "# Commands\n"
    "\n"
    "A test writes this page from what each command declares in `src/cli/commands/`. `iscm help` is the short form,\n"
    "`iscm COMMAND --help` shows one command, and `man iscm` is the manual.\n";

std::string item(std::string_view name, std::string_view meaning) {
  return fmt::format("- `{}`: {}\n", name, meaning);
}

std::string items(const Command& command, const OptionGroup& group) {
  std::string text;
  for (const Option* option : group.options) text += item(spelled(*option), meaning_in_full(&command, *option));
  return text;
}

/// The options that commands share are explained once, at the end of the page.
bool is_shared(const OptionGroup& group) {
  const std::vector<OptionGroup> shared = option_groups(&kAnyCommand);
  return std::any_of(shared.begin(), shared.end(),
                     [&](const OptionGroup& other) { return other.heading == group.heading; });
}

std::string entry(const Command& command) {
  std::string text = fmt::format("\n### {}\n\n`{}`: {}\n\n```sh\n", command.name, usage(command), command.summary);
  for (const Example& example : command.examples) text += fmt::format("{}  # {}\n", example.line, example.meaning);
  text += "```\n\n";
  for (const Argument& argument : command.arguments) text += item(argument.name, meaning_in_full(argument));
  for (const OwnFormat& own : command.own_formats) text += item(fmt::format("--format {}", own.name), own.meaning);
  std::string shared;
  for (const OptionGroup& group : option_groups(&command)) {
    if (is_shared(group)) {
      shared += fmt::format("{}{}", shared.empty() ? "" : ", ", group.heading);
    } else {
      text += (group.heading == kOwnOptions ? "" : fmt::format("\n{}:\n\n", group.heading)) + items(command, group);
    }
  }
  return text + fmt::format("\nShared options: {}.\n", shared);
}

}  // namespace

std::string commands_page() {
  std::string text(kBegin);
  for (const CommandGroup& group : command_groups()) {
    text += fmt::format("\n## {}\n", group.heading);
    for (const Command* command : group.commands) text += entry(*command);
  }
  text += "\n## Options that commands share\n";
  for (const OptionGroup& group : option_groups(&kAnyCommand)) {
    text += fmt::format("\n{}:\n\n{}", group.heading, items(kAnyCommand, group));
  }
  text += "\n## Exit codes\n\n| code | meaning |\n|---|---|\n";
  for (const ExitCode& code : exit_codes()) {
    text += fmt::format("| {} | {} |\n", static_cast<int>(code.exit), code.meaning);
  }
  return text;
}

}  // namespace iscm::cli
