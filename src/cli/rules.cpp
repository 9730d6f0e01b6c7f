#include "cli/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "cli/commands.hpp"
#include "text/partial_date.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"

namespace iscm::cli {
namespace {

/// A value as it was typed.
struct Typed {
  std::string_view name;  ///< of the option or argument
  const Value& value;
  const std::string& text;
};

[[noreturn]] void refuse(const Typed& typed, std::string_view why, const std::string& hint = {}) {
  throw Error(Exit::usage, fmt::format("{}: \"{}\" {}", typed.name, typed.text, why), hint);
}

void check_number(const Typed& typed) {
  std::int64_t number = 0;
  const char* end = typed.text.data() + typed.text.size();
  const auto [stop, failure] = std::from_chars(typed.text.data(), end, number);
  const bool fits = failure == std::errc() && stop == end && number >= typed.value.least;
  if (!fits) refuse(typed, fmt::format("is not a whole number of at least {}", typed.value.least));
}

void check_seconds(const Typed& typed) {
  double seconds = 0;
  const char* end = typed.text.data() + typed.text.size();
  const auto [stop, failure] = std::from_chars(typed.text.data(), end, seconds, std::chars_format::fixed);
  const bool fits =
      failure == std::errc() && stop == end && seconds > 0 && seconds <= static_cast<double>(typed.value.most);
  if (!fits) {
    refuse(typed, fmt::format("is not a number of seconds up to {}", typed.value.most), "give one as 60 or 0.5");
  }
}

void check_date(const Typed& typed) {
  if (!text::is_partial_date(typed.text))
    refuse(typed, "is not a date", "write it as 2015, 2015-06, 2015-06-30 or today");
}

void check_names(const Typed& typed) {
  const std::vector<std::string> names = split_list(typed.text);
  if (names.empty() || std::find(names.begin(), names.end(), "") != names.end()) {
    refuse(typed, "has an empty name", "give one name or more, separated by commas");
  }
}

void check_file(const Typed& typed) {
  // Such as from a variable of the shell that is not set.
  if (typed.text.empty())
    throw Error(Exit::usage, fmt::format("{}: the name of the file is empty", typed.name), "give a path");
}

/// What else could have been meant: a format of another command, or a word that is close.
std::string other_choice(const Typed& typed, const std::string& word, const std::vector<std::string_view>& choices) {
  for (const Command* command : commands()) {
    for (const OwnFormat& own : command->own_formats) {
      const bool is_it = typed.name == "--format" && own.name == word;
      if (is_it) return fmt::format("only `iscm {}` prints {}", command->name, word);
    }
  }
  return text::did_you_mean(word, std::vector<std::string>(choices.begin(), choices.end()));
}

void check_choices(const Typed& typed, const std::vector<std::string_view>& choices) {
  std::vector<std::string> words{typed.text};
  if (typed.value.kind == Kind::choices && !typed.text.empty()) words = split_list(typed.text);
  for (const std::string& word : words) {
    if (std::find(choices.begin(), choices.end(), word) != choices.end()) continue;
    if (typed.value.is_synonym != nullptr && typed.value.is_synonym(word)) continue;
    refuse({typed.name, typed.value, word}, fmt::format("is not one of {}", fmt::join(choices, ", ")),
           other_choice(typed, word, choices));
  }
}

void check(const Typed& typed, const std::vector<std::string_view>& choices) {
  if (!choices.empty()) return check_choices(typed, choices);
  switch (typed.value.kind) {
    case Kind::number:
      return check_number(typed);
    case Kind::seconds:
      return check_seconds(typed);
    case Kind::date:
      return check_date(typed);
    case Kind::names:
      return check_names(typed);
    case Kind::file:
      return check_file(typed);
    case Kind::text:
    case Kind::time:
    case Kind::choice:
    case Kind::choices:
      return;
  }
}

void check_values(const Invocation& invocation) {
  for (const Option* option : options_of(invocation.command)) {
    if (option->is_flag()) continue;
    const auto choices = choices_of(invocation.command, *option);
    for (const std::string& text : invocation.all(option->name)) {
      check({option->name, option->value, text}, choices);
    }
  }
  if (invocation.command == nullptr) return;
  const auto arguments = invocation.command->arguments;
  for (std::size_t i = 0; i < std::min(arguments.size(), invocation.arguments.size()); ++i) {
    const Argument& argument = arguments[i];
    check({argument.name, argument.value, invocation.arguments[i]}, choices_of(argument.value));
  }
}

/// One word of a rule as messages show it, if it was given; else empty.
std::string given(const Invocation& invocation, std::string_view word) {
  const std::string_view name = word.substr(0, word.find('='));
  const std::string_view wanted = word.substr(std::min(word.size(), name.size() + 1));
  if (word.starts_with("--")) {
    if (!invocation.has(name) || (!wanted.empty() && invocation.get(name) != wanted)) return {};
    return wanted.empty() ? std::string(name) : fmt::format("{} {}", name, wanted);
  }
  const auto arguments = invocation.command->arguments;
  for (std::size_t i = 0; i < std::min(arguments.size(), invocation.arguments.size()); ++i) {
    if (arguments[i].name == word) return std::string(word);
    if (arguments[i].name == name && invocation.arguments[i] == wanted) return std::string(wanted);
  }
  return {};
}

/// "--mode add" of "--mode=add", "list" of "ACTION=list".
std::string in_words(std::string_view word) {
  std::string text(word);
  const auto equals = text.find('=');
  if (equals == std::string::npos) return text;
  if (!text.starts_with("--")) return text.substr(equals + 1);
  return text.replace(equals, 1, " ");
}

/// `subject` is what has the rules: "--apply", "--format svg".
void check_needed(const Invocation& invocation, std::string_view subject, std::string_view rule) {
  for (const std::string_view word : text::split(rule, " ")) {
    if (!given(invocation, word).empty()) continue;
    throw Error(Exit::usage, fmt::format("{} needs {}", subject, in_words(word)),
                fmt::format("`iscm {} --help` shows how", invocation.command->name));
  }
}

void check_excluded(const Invocation& invocation, std::string_view subject, std::string_view rule) {
  for (const std::string_view word : text::split(rule, " ")) {
    const std::string other = given(invocation, word);
    if (other.empty()) continue;
    throw Error(Exit::usage, fmt::format("{} and {} cannot be used together", subject, other),
                "leave one of the two out");
  }
}

void check_argument(const Invocation& invocation, const Argument& argument) {
  const bool is_given = !given(invocation, argument.name).empty();
  if (is_given) return check_excluded(invocation, argument.name, argument.excluded);
  if (argument.replacement.empty() || !given(invocation, argument.replacement).empty()) return;
  const std::string_view command = invocation.command->name;
  throw Error(Exit::usage, fmt::format("{}: {} is required", command, argument.name),
              fmt::format("`iscm {} --help` shows how", command));
}

/// --excel is only for csv and tsv.
void check_format(const Invocation& invocation) {
  const std::string format =
      invocation.has("--format") ? invocation.get("--format") : std::string(invocation.command->default_format);
  if (invocation.has("--excel") && format != "csv" && format != "tsv") {
    throw Error(Exit::usage, "--excel is for csv and tsv", "add --format csv");
  }
  for (const OwnFormat& own : invocation.command->own_formats) {
    if (own.name == format && !own.needed.empty())
      check_needed(invocation, fmt::format("--format {}", own.name), own.needed);
  }
}

}  // namespace

void refuse_broken_rules(const Invocation& invocation) {
  check_values(invocation);
  if (invocation.command == nullptr) return;
  for (const Argument& argument : invocation.command->arguments) check_argument(invocation, argument);
  for (const Option& option : invocation.command->options) {
    if (!invocation.has(option.name)) continue;
    check_needed(invocation, option.name, option.needed);
    check_excluded(invocation, option.name, option.excluded);
  }
  if (invocation.has("--output")) {
    check_needed(invocation, "--output", invocation.command->prints_with);
    check_excluded(invocation, "--output", invocation.command->silent_with);
  }
  check_format(invocation);
}

}  // namespace iscm::cli
