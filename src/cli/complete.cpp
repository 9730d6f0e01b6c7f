#include "cli/complete.hpp"

#include <algorithm>
#include <exception>
#include <span>

#include "cli/candidates.hpp"
#include "cli/command.hpp"
#include "cli/environment.hpp"
#include "text/utf8.hpp"

namespace iscm::cli {
namespace {

/// The options that may stand in the command; those of every command where it is null.
std::vector<const Option*> options_of(const Command* command) {
  std::vector<const Option*> options;
  const auto add = [&options](std::span<const Option> more) {
    for (const Option& option : more) options.push_back(&option);
  };
  if (command != nullptr) add(command->options);
  if (command != nullptr) add(time_options(command->times));
  if (command != nullptr && command->prints_rows) add(row_options());
  add(global_options());
  return options;
}

const Option* find_option(const Command* command, std::string_view word) {
  for (const Option* option : options_of(command)) {
    if (word == option->name || (!option->letter.empty() && word == option->letter)) return option;
  }
  return nullptr;
}

/// What was typed before the word that is completed.
struct Before {
  const Command* command = nullptr;
  bool help = false;                   ///< `iscm help ...`
  std::string database;                ///< as in --db, ISCM_DB or the default
  std::vector<std::string> arguments;  ///< those of the command
  const Option* open = nullptr;        ///< the option whose value comes next
  std::string reports{};               ///< as in --reports
};

/// Keeps what completion itself has to know.
void keep_value(Before& before, const Option& option, std::string_view value) {
  if (option.name == "--db") before.database = value;
  if (option.name == "--reports") before.reports = value;
}

/// Reads an option with its value, where that stands in the same word.
void read_option(Before& before, std::string_view word) {
  const auto equals = word.find('=');
  const Option* option = find_option(before.command, word.substr(0, equals));
  if (option == nullptr || option->value.empty()) return;
  if (equals == std::string_view::npos) {
    before.open = option;
  } else {
    keep_value(before, *option, word.substr(equals + 1));
  }
}

Before read_before(std::span<const std::string> words) {
  Before before;
  before.database = default_database();
  for (const std::string& word : words) {
    if (before.open != nullptr) {
      keep_value(before, *before.open, word);
      before.open = nullptr;
    } else if (word.size() > 1 && word[0] == '-') {
      read_option(before, word);
    } else if (before.command != nullptr) {
      before.arguments.push_back(word);
    } else if (word == "help") {
      before.help = true;
    } else {
      before.command = find_command(word);
      if (before.command == nullptr) return before;
    }
  }
  return before;
}

Place value_place(const Before& before, const Option& option) {
  return {before.command, before.database, before.arguments, option.value, option.choices, before.reports};
}

std::vector<std::string> command_names(bool with_help) {
  std::vector<std::string> names;
  for (const Command& command : commands()) names.emplace_back(command.name);
  if (with_help) names.emplace_back("help");
  return names;
}

std::vector<std::string> option_names(const Command* command) {
  std::vector<std::string> names;
  for (const Option* option : options_of(command)) names.emplace_back(option->name);
  if (command == nullptr) names.emplace_back("--version");
  return names;
}

/// The value of an option that is written in one word with it: --format=csv.
std::vector<std::string> joined_value(const Before& before, std::string_view word) {
  const std::string_view name = word.substr(0, word.find('='));
  const Option* option = find_option(before.command, name);
  std::vector<std::string> found;
  if (option == nullptr) return found;
  for (const std::string& value : candidates(value_place(before, *option), word.substr(name.size() + 1))) {
    found.push_back(std::string(name) + "=" + value);
  }
  return found;
}

std::vector<std::string> next_argument(const Before& before, std::string_view word) {
  const auto arguments = before.command->arguments;
  if (arguments.empty()) return {};
  const Argument& last = arguments.back();
  const std::size_t at = before.arguments.size();
  if (at >= arguments.size() && !last.repeated) return {};
  const Argument& argument = at < arguments.size() ? arguments[at] : last;
  return candidates(
      {before.command, before.database, before.arguments, argument.name, argument.choices, before.reports}, word);
}

std::vector<std::string> find_candidates(const std::vector<std::string>& words) {
  const std::string word = words.empty() ? std::string() : words.back();
  const Before before = read_before(std::span(words).first(words.empty() ? 0 : words.size() - 1));
  if (before.open != nullptr) return candidates(value_place(before, *before.open), word);
  if (!word.empty() && word[0] == '-') {
    if (word.find('=') != std::string::npos) return joined_value(before, word);
    return matching(word, option_names(before.command));
  }
  if (before.command != nullptr) return next_argument(before, word);
  return matching(word, command_names(!before.help));
}

/// Whether the shell takes the word as it is: what a database holds must not become a command of the shell.
bool is_plain(const std::string& word) {
  return word.empty() || text::is_ascii_word(word, "+-._,=:@%/");
}

}  // namespace

std::string complete(const std::vector<std::string>& words) {
  std::string lines;
  try {
    for (const std::string& candidate : find_candidates(words)) {
      if (is_plain(candidate)) lines += candidate + "\n";
    }
  } catch (const std::exception&) {
    return {};  // a message here would stand in the middle of what is typed
  }
  return lines;
}

}  // namespace iscm::cli
