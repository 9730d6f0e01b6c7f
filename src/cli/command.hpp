#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "error.hpp"

namespace iscm::cli {

/// A word that stands in its place: ENTITY, FILTER... By its name, completion knows what may stand there
/// (candidates.cpp).
struct Argument {
  std::string_view name;
  std::string_view meaning;
  bool required = true;
  bool repeated = false;
  std::string_view choices{};  ///< the words that may stand here, with a blank between; empty: others
};

/// --columns LIST, or a flag where `value` is empty.
struct Option {
  std::string_view name;   ///< "--columns"
  std::string_view value;  ///< "LIST"; empty: a flag
  std::string_view meaning;
  std::string_view letter{};   ///< "-o"
  std::string_view choices{};  ///< as of an argument
  bool repeated = false;       ///< may be given several times; Invocation::all() has every value
};

struct Example {
  std::string_view line;
  std::string_view meaning;
};

/// A format that one command alone has: `svg`.
struct OwnFormat {
  std::string_view name;
  std::string_view meaning;
};

/// What was typed, understood.
struct Invocation {
  std::string title;                                        ///< the command and its words: what its output is
  std::string database;                                     ///< path of the file, from --db, ISCM_DB or ./iscm.db
  std::vector<std::string> arguments;                       ///< in their places
  std::map<std::string, std::string, std::less<>> options;  ///< "--columns" to its value; a flag to ""
  std::map<std::string, std::vector<std::string>, std::less<>> repeated;  ///< every value of repeated options

  /// Of a repeated option too.
  [[nodiscard]] bool has(std::string_view option) const {
    return options.find(option) != options.end() || repeated.find(option) != repeated.end();
  }
  /// The value of an option, or `fallback` where it was not given.
  [[nodiscard]] std::string get(std::string_view option, std::string_view fallback = {}) const;
  /// Every value of a repeated option, in their order.
  [[nodiscard]] std::vector<std::string> all(std::string_view option) const;
  /// The argument in this place, or empty.
  [[nodiscard]] std::string argument(std::size_t place) const;
};

/// As of when a command can read the record.
enum class Times {
  now,       ///< only as it stands
  known_at,  ///< also as the file knew it once: --known-at
  any        ///< also what held on a date: --as-of
};

/// One command: everything that help, completion and parsing know of it stands in the table of commands.cpp.
struct Command {
  std::string_view name;
  std::string_view summary;
  std::span<const Example> examples;
  std::span<const Argument> arguments;
  std::span<const Option> options;
  bool prints_rows = false;  ///< takes --format and -o
  Exit (*run)(const Invocation&) = nullptr;
  Times times = Times::now;  ///< open_database() does as the options say
  OwnFormat own_format{};    ///< besides those of rows; empty: none
};

/// Every command, in the order of help.
std::span<const Command> commands();

/// The command of this name; null where there is none.
const Command* find_command(std::string_view name);

/// The options of every command, those of commands that print rows, and those that say as of when the record is read.
std::span<const Option> global_options();
std::span<const Option> row_options();
std::span<const Option> time_options(Times times);

/// Splits a list of field names at its commas.
std::vector<std::string> split_list(std::string_view list);

}  // namespace iscm::cli
