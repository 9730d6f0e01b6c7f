// The only file that includes CLI11. Only the named command is registered: it makes start-up twice as fast.

#include "cli/args.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/rules.hpp"
#include "text/partial_date.hpp"
#include "text/suggest.hpp"

namespace iscm::cli {
namespace {

bool takes_value(const std::string& word) {
  const Option* option = find_option(&kAnyCommand, word);
  return option != nullptr && !option->is_flag();
}

/// The place of the command's name: after the options of every command, some of which take a value.
std::size_t command_place(const std::vector<std::string>& words) {
  std::size_t place = 0;
  while (place < words.size() && !words[place].empty() && words[place][0] == '-') {
    place += takes_value(words[place]) ? 2U : 1U;
  }
  return place;
}

bool has_word(const std::vector<std::string>& words, std::size_t end, std::initializer_list<std::string_view> wanted) {
  return std::any_of(
      words.begin(), words.begin() + static_cast<std::ptrdiff_t>(std::min(end, words.size())),
      [&](const std::string& word) { return std::find(wanted.begin(), wanted.end(), word) != wanted.end(); });
}

std::string help_of(const Command* command) {
  return fmt::format("`iscm {}{}--help` shows how", command == nullptr ? "" : command->name,
                     command == nullptr ? "" : " ");
}

/// Where CLI11 puts what it reads; it has to outlive the parsing.
struct Storage {
  std::map<std::string, std::string, std::less<>> values;
  std::map<std::string, bool, std::less<>> flags;
  std::map<std::string, std::vector<std::string>, std::less<>> lists;  // of options that are repeated
  std::vector<std::string> single;                                     // one for each argument that is not repeated
  std::vector<std::string> repeated;                                   // at most one argument is, the last
};

void add_options(CLI::App& app, const Command* command, Storage& storage) {
  for (const Option* option : options_of(command)) {
    const std::string name(option->name);
    const std::string spelled = option->letter.empty() ? name : fmt::format("{},{}", option->letter, name);
    if (option->is_flag()) {
      app.add_flag(spelled, storage.flags[name]);
    } else if (option->repeated) {
      app.add_option(spelled, storage.lists[name])->expected(1)->take_all()->allow_extra_args(false);
    } else {
      app.add_option(spelled, storage.values[name])->expected(1)->take_last()->allow_extra_args(false);
    }
  }
}

void add_arguments(CLI::App& app, std::span<const Argument> arguments, Storage& storage) {
  storage.single.resize(arguments.size());
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Argument& argument = arguments[i];
    const std::string name(argument.name);
    // A vector would take every word that follows, whatever number it expects.
    auto* added = argument.repeated ? app.add_option(name, storage.repeated) : app.add_option(name, storage.single[i]);
    if (argument.required && argument.replacement.empty()) added->required();
  }
}

[[noreturn]] void refuse(const Command* command, const std::vector<std::string>& words, const std::string& complaint) {
  const std::string where = command == nullptr ? "" : fmt::format("{}: ", command->name);
  for (const std::string& word : words) {
    const bool is_option = word.size() > 1 && word[0] == '-';
    if (!is_option || complaint.find(word) == std::string::npos) continue;
    if (find_option(command, word) != nullptr) {
      throw Error(Exit::usage, fmt::format("{}{} needs a value", where, word), help_of(command));
    }
    std::vector<std::string> known;
    for (const Option* option : options_of(command)) known.emplace_back(option->name);
    throw Error(Exit::usage, fmt::format("{}unknown option {}", where, word),
                text::did_you_mean_or(word, known, help_of(command)));
  }
  throw Error(Exit::usage, where + complaint, help_of(command));
}

/// What CLI11 read.
Invocation read_words(const Command* command, const std::vector<std::string>& words) {
  const std::span<const Argument> arguments = command == nullptr ? std::span<const Argument>() : command->arguments;
  CLI::App app;
  app.set_help_flag();
  Storage storage;
  add_options(app, command, storage);
  add_arguments(app, arguments, storage);
  try {
    // CLI11 takes its arguments from the end.
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::ParseError& error) {
    refuse(command, words, error.what());
  }
  Invocation invocation{.command = command};
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const bool given = !arguments[i].repeated && app.count(std::string(arguments[i].name)) > 0;
    if (given) invocation.arguments.push_back(storage.single[i]);
  }
  invocation.arguments.insert(invocation.arguments.end(), storage.repeated.begin(), storage.repeated.end());
  for (const auto& [name, value] : storage.values) {
    if (app.count(name) > 0) invocation.options[name] = {value};
  }
  for (const auto& [name, values] : storage.lists) {
    if (app.count(name) > 0) invocation.options[name] = values;
  }
  for (const auto& [name, given] : storage.flags) {
    if (given) invocation.options[name] = {""};
  }
  return invocation;
}

/// `today` and `now` become the day that they mean, so that no command has to know these words.
void resolve_dates(Invocation& invocation) {
  for (const Option* option : options_of(invocation.command)) {
    const bool is_date = option->value.kind == Kind::date || option->value.kind == Kind::time;
    const auto given = invocation.options.find(option->name);
    if (!is_date || given == invocation.options.end()) continue;
    for (std::string& value : given->second) value = text::date_meant(value, today());
  }
}

Invocation understand(const Command* command, const std::vector<std::string>& words) {
  Invocation invocation = read_words(command, words);
  invocation.database = invocation.has("--db") ? invocation.get("--db") : default_database();
  invocation.title = fmt::format("iscm {}", command == nullptr ? "" : command->name);
  for (const std::string& word : invocation.arguments) invocation.title += " " + word;
  resolve_dates(invocation);
  refuse_broken_rules(invocation);
  return invocation;
}

/// Whether the words from `place` on, options left out, name a record of the database.
bool name_a_record(const std::vector<std::string>& words, std::size_t place) {
  const auto command = words.begin() + static_cast<std::ptrdiff_t>(place);
  const auto end = std::find_if(command, words.end(), [](const std::string& word) { return word.starts_with('-'); });
  try {
    sqlite::Connection connection = open_database(understand(nullptr, {words.begin(), command}), sqlite::Intent::read);
    return is_record(connection, nullptr, fmt::format("{}", fmt::join(command, end, " ")));
  } catch (const Error&) {
    return false;
  }
}

/// A hint for an unknown command in this place: a command that runs.
std::string other_command(const std::vector<std::string>& words, std::size_t place) {
  const std::string& name = words[place];
  const auto instead = [&](const std::vector<std::string_view>& by) {
    std::vector<std::string> line(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(place));
    line.insert(line.end(), by.begin(), by.end());
    line.insert(line.end(), words.begin() + static_cast<std::ptrdiff_t>(place) + 1, words.end());
    return fmt::format("did you mean `{}`?", text::command_line(line));
  };
  if (const Command* command = find_synonym(name)) {
    const bool is_whole = place + 1 < words.size() || (place > 0 && words[place - 1] == "help") ||
                          command->arguments.empty() || !command->arguments[0].required;
    return is_whole ? instead({command->name}) : instead({command->name, "--help"});
  }
  const auto hyphen = name.find('-');  // export-all
  if (hyphen != std::string::npos && find_command(name.substr(0, hyphen)) != nullptr) {
    return instead({std::string_view(name).substr(0, hyphen), std::string_view(name).substr(hyphen + 1)});
  }
  if (name_a_record(words, place)) return instead({"show", name});
  std::vector<std::string> known;
  for (const Command* command : commands()) known.emplace_back(command->name);
  const std::vector<std::string> close = text::suggest(name, known, 1);
  return close.empty() ? "`iscm help` lists the commands" : instead({close.front()});
}

const Command& command_named(const std::vector<std::string>& words, std::size_t place) {
  if (const Command* command = find_command(words[place])) return *command;
  throw Error(Exit::usage, fmt::format("unknown command \"{}\"", words[place]), other_command(words, place));
}

}  // namespace

Parsed parse(const std::vector<std::string>& words) {
  const std::size_t place = command_place(words);
  if (has_word(words, place, {"--version", "-V"})) return {Parsed::What::version, nullptr, {}};
  if (has_word(words, place, {"--help", "-h"})) return {Parsed::What::help, nullptr, {}};
  if (place >= words.size()) return {Parsed::What::welcome, nullptr, understand(nullptr, words)};
  if (words[place] == "help") {
    // `iscm help help` and `iscm help --help` are the same as `iscm help`.
    const bool named = place + 1 < words.size() && words[place + 1] != "help" && !words[place + 1].starts_with('-');
    return {Parsed::What::help, named ? &command_named(words, place + 1) : nullptr, {}};
  }
  const Command& command = command_named(words, place);
  std::vector<std::string> rest = words;
  rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(place));
  if (has_word(rest, rest.size(), {"--help", "-h"})) return {Parsed::What::help, &command, {}};
  return {Parsed::What::run, &command, understand(&command, rest)};
}

}  // namespace iscm::cli
