#include "cli/welcome.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>

#include "cli/database.hpp"
#include "cli/help.hpp"
#include "cli/rows.hpp"
#include "text/visible.hpp"

namespace iscm::cli {
namespace {

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

std::string welcome(const Invocation& invocation) {
  const std::size_t width = terminal_width(invocation);
  return fmt::format("{}\nTo begin with:\n{}\n{}\n{}", wrapped(kPurpose, width), example_lines(first_examples(), width),
                     state_of(invocation),
                     wrapped("`iscm help` lists every command, `iscm COMMAND --help` shows how.", width));
}

}  // namespace iscm::cli
