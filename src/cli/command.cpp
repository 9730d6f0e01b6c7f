#include "cli/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "text/utf8.hpp"
#include "write/format.hpp"
#include "write/row_writer.hpp"

namespace iscm::cli {
namespace {

constexpr Option kGlobalOptions[] = {
    value("--db", "FILE", "the database; else ISCM_DB, else ./iscm.db", Kind::file),
    flag("--help", "show this help").or_letter("-h"),
};

// The last is of commands that print rows alone.
constexpr Option kOutputOptions[] = {
    value("--format", "FORMAT", ""),
    value("--output", "FILE", "write to a file, whole or not at all", Kind::file).or_letter("-o"),
    flag("--force", "let -o replace an existing file"),
    flag("--no-pager", "use no pager, even for long output"),
    flag("--excel", "csv or tsv for a spreadsheet: marked as UTF-8, with CRLF, and no text that runs as a formula"),
};

// The first is that of Times::known_at, all are those of Times::any.
constexpr Option kTimeOptions[] = {
    value("--known-at", "TIME",
          "as this file was then: a revision, or a time (UTC) such as 2026-11, 2026-11-24T10:00 or today", Kind::time),
    value("--as-of", "DATE", "what was true on that date: 2015, 2015-06, 2015-06-30 or today", Kind::date),
};

std::span<const Option> output_options(const Command& command) {
  const std::span<const Option> all = kOutputOptions;
  if (command.prints_rows) return all;
  return all.first(command.own_formats.empty() ? 0 : all.size() - 1);
}

std::span<const Option> time_options(Times times) {
  const std::span<const Option> all = kTimeOptions;
  return times == Times::any ? all : all.first(times == Times::known_at ? 1 : 0);
}

void add_group(std::vector<OptionGroup>& groups, std::string_view heading, std::span<const Option> options) {
  bool is_first = true;
  for (const Option& option : options) {
    if (is_first || !option.group.empty()) groups.push_back({option.group.empty() ? heading : option.group, {}});
    is_first = false;
    groups.back().options.push_back(&option);
  }
}

/// "csv, tsv or json"
std::string in_words(const std::vector<std::string_view>& words) {
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i) {
    list += i == 0 ? "" : i + 1 == words.size() ? " or " : ", ";
    list += words[i];
  }
  return list;
}

std::string with_choices(std::string_view meaning, const std::vector<std::string_view>& choices) {
  return fmt::format("{}{}{}", meaning, meaning.empty() || choices.empty() ? "" : ": ", in_words(choices));
}

}  // namespace

std::vector<OptionGroup> option_groups(const Command* command) {
  std::vector<OptionGroup> groups;
  if (command != nullptr) {
    add_group(groups, kOwnOptions, command->options);
    add_group(groups, "Another time", time_options(command->times));
    add_group(groups, "Output", output_options(*command));
  }
  add_group(groups, "Every command", kGlobalOptions);
  return groups;
}

std::vector<const Option*> options_of(const Command* command) {
  std::vector<const Option*> all;
  for (const OptionGroup& group : option_groups(command)) {
    all.insert(all.end(), group.options.begin(), group.options.end());
  }
  return all;
}

const Option* find_option(const Command* command, std::string_view word) {
  for (const Option* option : options_of(command)) {
    if (word == option->name || (!option->letter.empty() && word == option->letter)) return option;
  }
  return nullptr;
}

std::vector<std::string_view> choices_of(const Value& value) {
  return text::split(value.choices, " ");
}

std::vector<std::string_view> choices_of(const Command* command, const Option& option) {
  if (option.name != "--format") return choices_of(option.value);
  std::vector<std::string_view> formats;
  if (command == nullptr || command->prints_rows) {
    formats.assign(write::format_names().begin(), write::format_names().end());
  }
  if (command == nullptr) return formats;
  for (const OwnFormat& own : command->own_formats) formats.push_back(own.name);
  return formats;
}

std::string meaning_in_full(const Command* command, const Option& option) {
  std::string text = with_choices(option.meaning, choices_of(command, option));
  if (!option.value.fallback.empty()) text += fmt::format("; {} if not given", option.value.fallback);
  return text;
}

std::string meaning_in_full(const Argument& argument) {
  return with_choices(argument.meaning, choices_of(argument.value));
}

std::string spelled(const Option& option) {
  std::string text =
      option.letter.empty() ? std::string(option.name) : fmt::format("{}, {}", option.letter, option.name);
  if (!option.is_flag()) text += fmt::format(" {}", option.placeholder);
  return text;
}

std::string usage(const Command& command) {
  std::string text = fmt::format("iscm {}", command.name);
  for (const Argument& argument : command.arguments) {
    const std::string name = fmt::format("{}{}", argument.name, argument.repeated ? "..." : "");
    text += argument.required && argument.replacement.empty() ? " " + name : fmt::format(" [{}]", name);
  }
  return text;
}

std::vector<std::string> split_list(std::string_view list) {
  const std::vector<std::string_view> parts = text::split(list, ",");
  return {parts.begin(), parts.end()};
}

std::string Invocation::get(std::string_view option) const {
  if (const auto found = options.find(option); found != options.end()) return found->second.back();
  const Option* declared = command == nullptr ? nullptr : find_option(command, option);
  return declared == nullptr ? std::string() : std::string(declared->value.fallback);
}

std::vector<std::string> Invocation::all(std::string_view option) const {
  const auto found = options.find(option);
  return found == options.end() ? std::vector<std::string>() : found->second;
}

std::optional<std::int64_t> Invocation::number(std::string_view option) const {
  const std::string text = get(option);
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc() ? std::optional(number) : std::nullopt;
}

std::chrono::milliseconds Invocation::seconds(std::string_view option) const {
  const std::string text = get(option);
  double seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds, std::chars_format::fixed);
  return std::chrono::milliseconds(std::max<std::int64_t>(1, static_cast<std::int64_t>(seconds * 1000)));
}

std::string Invocation::argument(std::size_t place) const {
  return place < arguments.size() ? arguments[place] : std::string();
}

std::vector<std::string> Invocation::arguments_from(std::size_t place) const {
  const auto from = static_cast<std::ptrdiff_t>(std::min(place, arguments.size()));
  return {arguments.begin() + from, arguments.end()};
}

Invocation Invocation::with(const std::string& option, const std::string& value) const {
  Invocation changed = *this;
  changed.options[option] = {value};
  return changed;
}

Invocation Invocation::without(const std::string& option) const {
  Invocation changed = *this;
  changed.options.erase(option);
  return changed;
}

Invocation Invocation::captioned(write::Caption words) const {
  Invocation changed = *this;
  changed.caption = std::move(words);
  return changed;
}

Invocation Invocation::titled(std::string words) const {
  Invocation changed = *this;
  changed.title = std::move(words);
  return changed;
}

}  // namespace iscm::cli
