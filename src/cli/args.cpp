// The only file that includes CLI11. Only the named command is registered: it makes start-up twice as fast.

#include "cli/args.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/environment.hpp"
#include "text/suggest.hpp"

namespace iscm::cli {
namespace {

/// The global options alone.
constexpr Command kNoCommand{};

bool takes_value(const std::string& word) {
  for (const auto& options : {global_options(), row_options(), time_options(Times::any)}) {
    for (const Option& option : options) {
      if (!option.value.empty() && (option.name == word || option.letter == word)) return true;
    }
  }
  return false;
}

/// Where the command's name stands: after the options of every command, some of which take a value.
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

const Command& command_named(const std::string& name) {
  if (const Command* command = find_command(name)) return *command;
  std::vector<std::string> known;
  for (const Command& command : commands()) known.emplace_back(command.name);
  const std::string guess = text::did_you_mean(name, known);
  throw Error(Exit::usage, fmt::format("unknown command \"{}\"", name),
              guess.empty() ? "`iscm help` lists them" : guess);
}

/// Where CLI11 puts what it reads; it has to outlive the parsing.
struct Storage {
  std::map<std::string, std::string, std::less<>> values;
  std::map<std::string, bool, std::less<>> flags;
  std::map<std::string, std::vector<std::string>, std::less<>> lists;  // of options that are repeated
  std::vector<std::string> single;                                     // one for each argument that is not repeated
  std::vector<std::string> repeated;                                   // at most one argument is, the last
};

void add_options(CLI::App& app, std::span<const Option> options, Storage& storage) {
  for (const Option& option : options) {
    const std::string name(option.name);
    const std::string spelled = option.letter.empty() ? name : fmt::format("{},{}", option.letter, name);
    if (option.value.empty()) {
      app.add_flag(spelled, storage.flags[name]);
    } else if (option.repeated) {
      app.add_option(spelled, storage.lists[name])->expected(1)->take_all()->allow_extra_args(false);
    } else {
      app.add_option(spelled, storage.values[name])->expected(1)->take_last()->allow_extra_args(false);
    }
  }
}

void add_arguments(CLI::App& app, const Command& command, Storage& storage) {
  storage.single.resize(command.arguments.size());
  for (std::size_t i = 0; i < command.arguments.size(); ++i) {
    const Argument& argument = command.arguments[i];
    const std::string name(argument.name);
    // A vector would take every word that follows, whatever number it expects.
    auto* added = argument.repeated ? app.add_option(name, storage.repeated) : app.add_option(name, storage.single[i]);
    if (argument.required) added->required();
  }
}

[[noreturn]] void refuse(const Command& command, const std::vector<std::string>& words, const std::string& complaint) {
  const std::string space = command.name.empty() ? "" : " ";
  const std::string help = fmt::format("`iscm {}{}--help` shows how", command.name, space);
  const std::string where = command.name.empty() ? "" : fmt::format("{}: ", command.name);
  for (const std::string& word : words) {
    const bool option = word.size() > 1 && word[0] == '-';
    if (!option || complaint.find(word) == std::string::npos) continue;
    std::vector<std::string> known;
    bool is_letter = false;
    for (const auto& options : {global_options(), command.options, row_options(), time_options(command.times)}) {
      for (const Option& candidate : options) {
        known.emplace_back(candidate.name);
        is_letter = is_letter || candidate.letter == word;
      }
    }
    if (is_letter || std::find(known.begin(), known.end(), word) != known.end()) {
      throw Error(Exit::usage, fmt::format("{}{} needs a value", where, word), help);
    }
    const std::string guess = text::did_you_mean(word, known);
    throw Error(Exit::usage, fmt::format("{}unknown option {}", where, word), guess.empty() ? help : guess);
  }
  throw Error(Exit::usage, fmt::format("{}{}", where, complaint), help);
}

std::string database_of(const CLI::App& app, const Storage& storage) {
  const auto given = storage.values.find("--db");
  if (given != storage.values.end() && app.count("--db") > 0) {
    // A variable that was not set: any other file would be the wrong one.
    if (given->second.empty()) throw Error(Exit::usage, "--db names no file", "give the path of the database");
    return given->second;
  }
  return default_database();
}

Invocation understand(const Command& command, const std::vector<std::string>& words) {
  CLI::App app;
  app.set_help_flag();
  Storage storage;
  add_options(app, global_options(), storage);
  add_options(app, command.options, storage);
  add_options(app, time_options(command.times), storage);
  if (command.prints_rows) add_options(app, row_options(), storage);
  add_arguments(app, command, storage);
  try {
    // CLI11 takes its arguments from the end.
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::ParseError& error) {
    refuse(command, words, error.what());
  }
  Invocation invocation;
  invocation.database = database_of(app, storage);
  for (std::size_t i = 0; i < command.arguments.size(); ++i) {
    const bool given = !command.arguments[i].repeated && app.count(std::string(command.arguments[i].name)) > 0;
    if (given) invocation.arguments.push_back(storage.single[i]);
  }
  invocation.arguments.insert(invocation.arguments.end(), storage.repeated.begin(), storage.repeated.end());
  invocation.title = fmt::format("iscm {}", command.name);
  for (const std::string& word : invocation.arguments) invocation.title += " " + word;
  for (const auto& [name, value] : storage.values) {
    if (app.count(name) > 0) invocation.options[name] = value;
  }
  for (const auto& [name, values] : storage.lists) {
    if (app.count(name) > 0) invocation.repeated[name] = values;
  }
  for (const auto& [name, given] : storage.flags) {
    if (given) invocation.options[name] = "";
  }
  return invocation;
}

}  // namespace

Parsed parse(const std::vector<std::string>& words) {
  const std::size_t place = command_place(words);
  if (has_word(words, place, {"--version", "-V"})) return {Parsed::What::version, nullptr, {}};
  if (has_word(words, place, {"--help", "-h"})) return {Parsed::What::help, nullptr, {}};
  if (place >= words.size()) return {Parsed::What::welcome, nullptr, understand(kNoCommand, words)};
  if (words[place] == "help") {
    // `iscm help help` and `iscm help --help` ask for what `iscm help` says.
    const bool named = place + 1 < words.size() && words[place + 1] != "help" && !words[place + 1].starts_with('-');
    return {Parsed::What::help, named ? &command_named(words[place + 1]) : nullptr, {}};
  }
  const Command& command = command_named(words[place]);
  std::vector<std::string> rest = words;
  rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(place));
  if (has_word(rest, rest.size(), {"--help", "-h"})) return {Parsed::What::help, &command, {}};
  return {Parsed::What::run, &command, understand(command, rest)};
}

}  // namespace iscm::cli
