#pragma once

// What a command is: its examples, arguments and options, with the values and combinations that are allowed. Parsing,
// help, completion, the man page and docs/commands.md read these declarations. Each file of commands/ ends with the
// declaration of its command; commands.cpp lists them.

#include <chrono>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "error.hpp"
#include "write/caption.hpp"

namespace iscm::cli {

enum class Kind {
  text,
  number,   ///< a whole number from `least` to `most`
  seconds,  ///< a number of seconds, with a fraction or without: more than 0, no more than `most`
  date,     ///< 2015, 2015-06, 2015-06-30 or today
  time,     ///< a revision, or a time as 2015-06-30T10:00 or today; the command itself understands it
  choice,   ///< one of `choices`
  choices,  ///< some of `choices`, separated by commas
  names,    ///< names separated by commas
  file,     ///< a path, never empty
};

/// The values that are allowed in one place; any other is refused before the command runs.
struct Value {
  Kind kind = Kind::text;
  std::string_view choices{};   ///< separated by blanks
  std::string_view fallback{};  ///< what it is if it is not given
  std::int64_t least = 0;
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
  bool (*is_synonym)(std::string_view word) = nullptr;  ///< whether a word is allowed besides the choices
};

// A rule lists what may be given, separated by blanks: an option ("--fix"), an option with one value ("--mode=add"), an
// argument ("REPORT"), an argument with one value ("ACTION=list").

/// A word that is recognized by its place. Completion looks for its values by the argument's name (complete.cpp).
struct Argument {
  std::string_view name;  ///< "ENTITY"
  std::string_view meaning;
  Value value{};
  bool required = true;
  bool repeated = false;           ///< takes every word that follows
  std::string_view replacement{};  ///< a rule: if this is given, the argument need not be
  std::string_view excluded{};     ///< a rule: what cannot be given with it

  template <typename Part>
  [[nodiscard]] constexpr Argument with(Part Argument::*part, Part value_of_part) const {
    Argument changed = *this;
    changed.*part = value_of_part;
    return changed;
  }
  [[nodiscard]] constexpr Argument optional() const { return with(&Argument::required, false); }
  [[nodiscard]] constexpr Argument several() const { return with(&Argument::repeated, true); }
  [[nodiscard]] constexpr Argument unless(std::string_view rule) const { return with(&Argument::replacement, rule); }
  [[nodiscard]] constexpr Argument excludes(std::string_view rule) const { return with(&Argument::excluded, rule); }
  [[nodiscard]] constexpr Argument one_of(std::string_view words) const {
    return with(&Argument::value, {.kind = Kind::choice, .choices = words});
  }
  [[nodiscard]] constexpr Argument number_from(std::int64_t least) const {
    return with(&Argument::value, {.kind = Kind::number, .least = least});
  }
};

/// --columns FIELDS, or a flag. Made by flag(), text(), number()... below.
struct Option {
  std::string_view name;         ///< "--columns"
  std::string_view placeholder;  ///< "FIELDS"; empty: a flag
  std::string_view meaning;
  Value value{};
  std::string_view letter{};    ///< "-o"
  bool repeated = false;        ///< may be given several times; Invocation::all() has every value
  std::string_view needed{};    ///< a rule: what has to be given with it, all of it
  std::string_view excluded{};  ///< a rule: what cannot be given with it
  std::string_view group{};     ///< the heading under which help shows it and those that follow

  template <typename Part>
  [[nodiscard]] constexpr Option with(Part Option::*part, Part value_of_part) const {
    Option changed = *this;
    changed.*part = value_of_part;
    return changed;
  }
  [[nodiscard]] constexpr Option or_letter(std::string_view word) const { return with(&Option::letter, word); }
  [[nodiscard]] constexpr Option several() const { return with(&Option::repeated, true); }
  [[nodiscard]] constexpr Option needs(std::string_view rule) const { return with(&Option::needed, rule); }
  [[nodiscard]] constexpr Option excludes(std::string_view rule) const { return with(&Option::excluded, rule); }
  [[nodiscard]] constexpr Option begins(std::string_view heading) const { return with(&Option::group, heading); }
  [[nodiscard]] constexpr Option otherwise(std::string_view fallback) const {
    Value changed = value;
    changed.fallback = fallback;
    return with(&Option::value, changed);
  }
  [[nodiscard]] constexpr Option accepts(bool (*is_synonym)(std::string_view)) const {
    Value changed = value;
    changed.is_synonym = is_synonym;
    return with(&Option::value, changed);
  }
  [[nodiscard]] constexpr bool is_flag() const { return placeholder.empty(); }
};

constexpr Option flag(std::string_view name, std::string_view meaning) {
  return {name, "", meaning};
}
constexpr Option value(std::string_view name, std::string_view placeholder, std::string_view meaning,
                       Kind kind = Kind::text) {
  return {name, placeholder, meaning, {.kind = kind}};
}
constexpr Option number(std::string_view name, std::int64_t least, std::string_view meaning) {
  return {name, "N", meaning, {.kind = Kind::number, .least = least}};
}
constexpr Option choice(std::string_view name, std::string_view placeholder, std::string_view choices,
                        std::string_view meaning, Kind kind = Kind::choice) {
  return {name, placeholder, meaning, {.kind = kind, .choices = choices}};
}

struct Example {
  std::string_view line;
  std::string_view meaning;
};

/// A format that one command alone has: `svg`.
struct OwnFormat {
  std::string_view name;
  std::string_view meaning;
  std::string_view needed{};  ///< a rule: what has to be given with it
};

/// The times at which a command can read the record.
enum class Times {
  now,       ///< only as it is
  known_at,  ///< also as the file was earlier: --known-at
  any        ///< also what was true on a date: --as-of
};

struct Command {
  std::string_view name{};
  std::string_view summary{};
  std::string_view synonyms{};  ///< what people type instead of the name, with a blank between
  std::span<const Example> examples{};
  std::span<const Argument> arguments{};
  std::span<const Option> options{};
  Exit (*run)(const struct Invocation&) = nullptr;
  bool prints_rows = false;  ///< in every format of rows
  std::span<const OwnFormat> own_formats{};
  std::string_view default_format = "table";
  std::string_view prints_with{};  ///< a rule: without it nothing is printed, and -o is refused
  std::string_view silent_with{};  ///< a rule: with it nothing is printed, and -o is refused
  Times times = Times::now;        ///< open_database() does as the options say
};

/// Stands for any command: it has every option that commands share.
inline constexpr Command kAnyCommand{.prints_rows = true, .times = Times::any};

/// Options under one heading.
struct OptionGroup {
  std::string_view heading;
  std::vector<const Option*> options;
};

/// The heading of a command's own options, if they have none of their own.
inline constexpr std::string_view kOwnOptions = "Options";

/// Every option of the command, its own first, in the order of help; if it is null, those that every command has.
std::vector<OptionGroup> option_groups(const Command* command);
std::vector<const Option*> options_of(const Command* command);

/// The option of this name or letter; null if the command has none.
const Option* find_option(const Command* command, std::string_view word);

/// The words that are allowed, for --format the command's formats; empty if any word is.
std::vector<std::string_view> choices_of(const Command* command, const Option& option);
std::vector<std::string_view> choices_of(const Value& value);

/// The meaning, with the choices and the value that an option has if it is not given.
std::string meaning_in_full(const Command* command, const Option& option);
std::string meaning_in_full(const Argument& argument);

/// "-o, --output FILE", and "iscm list [ENTITY] [FILTER...]".
std::string spelled(const Option& option);
std::string usage(const Command& command);

/// Splits a list of names at its commas.
std::vector<std::string> split_list(std::string_view list);

/// A parsed command line. A test fails if a command asks for an option that it does not declare.
struct Invocation {
  const Command* command = nullptr;         ///< null if there is none
  std::string title{};                      ///< of its output: the command and its arguments
  std::optional<write::Caption> caption{};  ///< of its output, if it goes with one
  std::string database{};                   ///< path of the file, from --db, ISCM_DB or ./iscm.db
  std::vector<std::string> arguments{};     ///< in their places
  std::map<std::string, std::vector<std::string>, std::less<>> options{};  ///< "--columns" to its values; a flag to ""

  [[nodiscard]] bool has(std::string_view option) const { return options.find(option) != options.end(); }
  /// The value of an option, the last if it was given several times; else its declared fallback, else empty.
  [[nodiscard]] std::string get(std::string_view option) const;
  /// Every value of a repeated option, in their order.
  [[nodiscard]] std::vector<std::string> all(std::string_view option) const;
  /// The value of an option of this kind; nothing if it was not given and has no fallback.
  [[nodiscard]] std::optional<std::int64_t> number(std::string_view option) const;
  [[nodiscard]] std::chrono::milliseconds seconds(std::string_view option) const;
  /// The items of a list.
  [[nodiscard]] std::vector<std::string> names(std::string_view option) const { return split_list(get(option)); }
  /// The argument in this place, or empty.
  [[nodiscard]] std::string argument(std::size_t place) const;
  /// The arguments from this place on.
  [[nodiscard]] std::vector<std::string> arguments_from(std::size_t place) const;

  [[nodiscard]] Invocation with(const std::string& option, const std::string& value) const;
  [[nodiscard]] Invocation without(const std::string& option) const;
  [[nodiscard]] Invocation titled(std::string words) const;
  [[nodiscard]] Invocation captioned(write::Caption words) const;
};

}  // namespace iscm::cli
