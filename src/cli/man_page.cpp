#include "cli/man_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>
#include <stdexcept>
#include <utility>

#include "cli/commands.hpp"

namespace iscm::cli {
namespace {

constexpr ExitCode kExits[] = {
    {Exit::done, "done"},
    {Exit::findings, "done, and there are findings or differences"},
    {Exit::usage, "wrong usage: an unknown command, entity, field or report"},
    {Exit::refused, "the input was refused and nothing was written"},
    {Exit::database,
     "the database cannot be used: missing, not of iscm, locked, damaged, of another version, read-only"},
    {Exit::failed, "something else failed: a full disk, a closed pipe, an internal error"},
    {Exit::interrupted, "interrupted (128 + the signal)"},
};

/// Characters that mean something to roff, or that it would print as a typographic one that no shell understands.
constexpr std::pair<char, std::string_view> kEscapes[] = {
    {'\\', "\\e"}, {'-', "\\-"}, {'\'', "\\(aq"}, {'`', "\\(ga"}, {'"', "\\(dq"}, {'~', "\\(ti"}, {'^', "\\(ha"},
};

std::string escaped(std::string_view text) {
  std::string roff;
  for (const char c : text) {
    const auto* const found =
        std::find_if(std::begin(kEscapes), std::end(kEscapes), [c](const auto& escape) { return escape.first == c; });
    if (found == std::end(kEscapes)) {
      roff += c;
    } else {
      roff += found->second;
    }
  }
  return roff;
}

/// As one argument of a macro, never a macro itself.
std::string quoted(std::string_view text) {
  return fmt::format("\"{}\"", escaped(text));
}

/// Text in lines of the length that a page is kept in. One that begins with a dot would be a macro.
std::string text_lines(std::string_view text) {
  constexpr std::size_t kLongest = 78;
  std::string lines;
  std::string line;
  const std::string roff = escaped(text) + " ";
  for (std::size_t start = 0; start < roff.size();) {
    const auto end = roff.find(' ', start);
    const std::string word = roff.substr(start, end - start);
    start = end + 1;
    if (!line.empty() && line.size() + 1 + word.size() > kLongest) {
      lines += line + "\n";
      line.clear();
    }
    line += line.empty() ? (word.starts_with('.') ? "\\&" : "") + word : " " + word;
  }
  return lines + line + "\n";
}

std::string sentence(std::string_view text) {
  std::string line(text);
  if (!line.empty() && line[0] >= 'a' && line[0] <= 'z') line[0] = static_cast<char>(line[0] - 'a' + 'A');
  return text_lines(line + ".");
}

/// .Fl puts a hyphen before its word, so that "--count" is -count to it.
std::string flag(std::string_view name) {
  return fmt::format(".It Fl {}", escaped(name.substr(1)));
}

std::string item(const Command* command, const Option& option) {
  std::string text = flag(option.letter.empty() ? option.name : option.letter);
  if (!option.letter.empty()) text += fmt::format(" , Fl {}", escaped(option.name.substr(1)));
  if (!option.is_flag()) text += fmt::format(" Ar {}", quoted(option.placeholder));
  return text + "\n" + text_lines(meaning_in_full(command, option));
}

/// The options under a heading that commands share.
std::string shared_options(std::string_view heading) {
  std::string items;
  for (const OptionGroup& group : option_groups(&kAnyCommand)) {
    if (group.heading != heading) continue;
    for (const Option* option : group.options) items += item(&kAnyCommand, *option);
  }
  return items;
}

std::string synopsis(const Command& command) {
  std::string lines = fmt::format(".Nm\n.Cm {}\n", command.name);
  for (const Argument& argument : command.arguments) {
    lines += fmt::format(".{}Ar {}{}\n", argument.required && argument.replacement.empty() ? "" : "Op ",
                         quoted(argument.name), argument.repeated ? " ..." : "");
  }
  return lines;
}

std::string in_list(std::string_view items) {
  return items.empty() ? std::string() : fmt::format(".Bl -tag -width Ds -compact\n{}.El\n", items);
}

std::string entry(const Command& command) {
  std::string examples;
  for (const Example& example : command.examples) {
    examples += fmt::format(".It Li {}\n{}", quoted(example.line), text_lines(example.meaning));
  }
  std::string words;
  for (const Argument& argument : command.arguments) {
    words += fmt::format(".It Ar {}\n{}", quoted(argument.name), text_lines(meaning_in_full(argument)));
  }
  for (const Option& option : command.options) words += item(&command, option);
  for (const OwnFormat& own : command.own_formats) {
    words += fmt::format("{} Ar {}\n{}", flag("--format"), quoted(own.name), text_lines(own.meaning));
  }
  std::string text = fmt::format(".Ss {}\n{}.Pp\n{}", command.name, synopsis(command), sentence(command.summary));
  if (!examples.empty()) text += ".Pp\nExamples:\n" + in_list(examples);
  if (!words.empty()) text += ".Pp\nArguments and options:\n" + in_list(words);
  if (command.prints_rows) text += ".Pp\nIt prints rows.\n";
  if (command.times == Times::known_at) text += ".Pp\nIt also takes\n.Fl \\-known\\-at .\n";
  if (command.times == Times::any) text += ".Pp\nIt also takes\n.Fl \\-known\\-at\nand\n.Fl \\-as\\-of .\n";
  return text;
}

std::string commands_part() {
  std::string text;
  for (const Command* command : commands()) text += entry(*command);
  return text;
}

std::string exits_part() {
  std::string items;
  for (const ExitCode& code : kExits) {
    items += fmt::format(".It {}\n{}", static_cast<int>(code.exit), text_lines(code.meaning));
  }
  return in_list(items);
}

/// Puts `text` between the marks of this name.
void replace(std::string& page, std::string_view name, const std::string& text) {
  const std::string begin = fmt::format(".\\\" generated: {}\n", name);
  const auto from = page.find(begin);
  const auto to = page.find(fmt::format(".\\\" end of {}\n", name));
  if (from == std::string::npos || to == std::string::npos || to < from) {
    throw std::invalid_argument(fmt::format("the man page has no part \"{}\"", name));
  }
  const auto start = from + begin.size();
  page.replace(start, to - start, text);
}

}  // namespace

std::span<const ExitCode> exit_codes() {
  return kExits;
}

std::string man_page(std::string_view written) {
  std::string page(written);
  replace(page, "commands", commands_part());
  replace(page, "options of every command", in_list(shared_options("Every command")));
  replace(page, "options of commands that print rows", in_list(shared_options("Output")));
  replace(page, "options of commands that read the record", in_list(shared_options("Another time")));
  replace(page, "exit codes", exits_part());
  return page;
}

}  // namespace iscm::cli
