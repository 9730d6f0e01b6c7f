#include "cli/complete.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <set>
#include <span>

#include "check/findings.hpp"
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/reports.hpp"
#include "model/entities.hpp"
#include "query/filter.hpp"
#include "query/report.hpp"
#include "query/schema_help.hpp"
#include "text/utf8.hpp"

namespace iscm::cli {
namespace {

// Every function here returns whole words that may be typed in one place; complete() keeps those that begin with what
// was typed. `start` is what was typed of the value: only a query of the database needs it.

using Words = std::vector<std::string>;

template <typename Items>
Words names_of(const Items& items) {
  Words names;
  for (const auto& item : items) names.emplace_back(item.name);
  return names;
}

void append(Words& words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
}

Words after(std::string_view head, Words words) {
  for (std::string& word : words) word.insert(0, head);
  return words;
}

/// The codes that begin with `start` as it was typed, in capitals or in small letters: ranges of the index, so that a
/// million records take no longer than thirty. None if the database cannot be read: the other words need no database.
Words codes(const Invocation& given, const model::Entity& kind, std::string_view start) {
  if (!kind.has_code()) return {};
  std::set<std::string> found;
  try {
    sqlite::Connection connection = open_database(given, sqlite::Intent::read);
    for (const std::string_view form : {"?1", "upper(?1)", "lower(?1)"}) {
      sqlite::Statement query = connection.prepare(
          fmt::format("SELECT code FROM {0} WHERE code >= {1} AND code < {1} || char(127) ORDER BY code LIMIT 1000",
                      kind.table, form));
      query.bind(1, start);
      while (query.step()) found.insert(query.text(0));
    }
  } catch (const Error&) {
    return {};
  }
  return {found.begin(), found.end()};
}

/// The first argument that names an entity, or the end.
Words::const_iterator entity_place(const Invocation& given) {
  return std::find_if(given.arguments.begin(), given.arguments.end(),
                      [](const std::string& word) { return model::find_entity(word) != nullptr; });
}

/// The entity of the command line; null if none is named.
const model::Entity* entity_of(const Invocation& given) {
  const auto place = entity_place(given);
  return place == given.arguments.end() ? nullptr : model::find_entity(*place);
}

Words field_names(const model::Entity& entity) {
  Words names = names_of(entity.fields);
  names.emplace_back(model::source_field().name);
  return names;
}

/// What can be typed before "=", and what after it: codes of a kind of record, or these words.
struct Setting {
  std::string name;
  const model::Entity* kind = nullptr;
  Words words{};
};

Setting setting_of(const model::Entity& entity, const model::Field& field) {
  if (field.is_code()) return {std::string(field.name), &entity};
  if (!field.target.empty()) return {std::string(field.name), &model::entity_named(field.target)};
  const auto choices = model::words(field.choices);
  return {std::string(field.name), nullptr, {choices.begin(), choices.end()}};
}

Words values(const Invocation& given, const Setting& setting, std::string_view start) {
  return setting.kind == nullptr ? setting.words : codes(given, *setting.kind, start);
}

/// How long the beginning of a list is, up to and with its last comma.
std::size_t last_item(std::string_view list) {
  return list.rfind(',') + 1;  // npos + 1 is 0
}

/// NAME=, and after "=" the values, the last of which is completed. `canonical` is the typed name as a field has it.
Words completed(const Invocation& given, std::span<const Setting> settings, std::string_view start,
                std::string_view (*canonical)(const Invocation& given, std::string_view name)) {
  const auto equals = start.find('=');
  if (equals == std::string_view::npos) {
    Words names = names_of(settings);
    for (std::string& name : names) name += '=';
    return names;
  }
  const auto named = [&](std::string_view name) {
    return std::find_if(settings.begin(), settings.end(), [&](const Setting& other) { return other.name == name; });
  };
  const std::string_view name = start.substr(0, equals);
  auto found = named(name);
  if (found == settings.end() && canonical != nullptr) found = named(canonical(given, name));
  if (found == settings.end()) return {};
  const std::size_t head = equals + 1 + last_item(start.substr(equals + 1));
  return after(start.substr(0, head), values(given, *found, start.substr(head)));
}

/// The field of this name or synonym, also with the + or - of a change of a list.
std::string_view field_name(const Invocation& given, std::string_view name) {
  if (name.ends_with('+') || name.ends_with('-')) name.remove_suffix(1);
  const model::Field* field = model::find_field(*entity_of(given), name);
  return field == nullptr ? std::string_view() : field->name;
}

/// FIELD=VALUE of a change; a filter also knows the records that are linked.
Words field_settings(const Invocation& given, std::string_view start, bool is_filter) {
  const model::Entity* entity = entity_of(given);
  if (entity == nullptr) return {};
  std::vector<Setting> settings;
  for (const model::Field& field : entity->fields) settings.push_back(setting_of(*entity, field));
  settings.push_back(setting_of(*entity, model::source_field()));
  if (is_filter) {
    for (const query::LinkedFilter& link : query::linked_filters(*entity)) settings.push_back({link.name, link.target});
  }
  return completed(given, settings, start, field_name);
}

/// PARAM=VALUE of the report that was named.
Words parameters(const Invocation& given, std::string_view start) {
  const query::Report report =
      report_named(known_reports(given.get("--reports"), Tell::nothing), given.arguments.at(0));
  std::vector<Setting> settings;
  for (const query::Parameter& parameter : report.parameters) {
    settings.push_back({parameter.name, parameter.entity, parameter.words});
  }
  return completed(given, settings, start, nullptr);
}

/// --columns code,name and --sort -year_established,code
Words field_list(const Invocation& given, std::string_view start) {
  const model::Entity* entity = entity_of(given);
  if (entity == nullptr) return {};
  std::size_t head = last_item(start);
  if (start.substr(head).starts_with('-')) ++head;
  return after(start.substr(0, head), field_names(*entity));
}

/// A code, or of a link the records of its key in their order; without an entity one of these, or a mechanism.
Words keys(const Invocation& given, std::string_view start) {
  const model::Entity* entity = entity_of(given);
  if (entity == nullptr) {
    Words words = names_of(model::entities());
    append(words, codes(given, model::entity_named("mechanism"), start));
    return words;
  }
  if (entity->has_code()) return codes(given, *entity, start);
  const auto key = model::words(entity->key);
  const auto place = static_cast<std::size_t>(given.arguments.end() - entity_place(given)) - 1;
  return place < key.size() ? values(given, setting_of(*entity, *entity->field(key[place])), start) : Words{};
}

/// A key, and after it one of the fields.
Words keys_and_field(const Invocation& given, std::string_view start) {
  const model::Entity* entity = entity_of(given);
  const model::Entity& kind = entity == nullptr ? model::entity_named("mechanism") : *entity;
  const std::size_t typed = given.arguments.size() - (entity == nullptr ? 0 : 1);
  const std::size_t key = kind.has_code() ? 1 : model::words(kind.key).size();
  Words words = typed < key ? keys(given, start) : Words{};
  if (typed > 0) append(words, field_names(kind));  // of a link too, whose key need not be whole
  return words;
}

/// A key, and after it changes.
Words keys_and_settings(const Invocation& given, std::string_view start) {
  if (entity_of(given) == nullptr) return {};
  Words words = keys(given, start);
  append(words, field_settings(given, start, false));
  return words;
}

/// The newest first, as `iscm log` has them.
Words revisions(const Invocation& given) {
  Words found;
  sqlite::Connection connection = open_database(given, sqlite::Intent::read);
  sqlite::Statement query = connection.prepare("SELECT id FROM revisions ORDER BY id DESC LIMIT 100");
  while (query.step()) found.push_back(query.text(0));
  return found;
}

Words tables(const Invocation& given) {
  sqlite::Connection connection = open_database(given, sqlite::Intent::read);
  return names_of(query::schema_tables(connection));
}

Words exports() {
  Words words = names_of(model::entities());
  append(words, {"all", "source-table"});
  return words;
}

/// What an argument, or the value of an option, may be, by the name that its declaration gives it.
struct Rule {
  std::string_view name;
  Words (*find)(const Invocation& given, std::string_view start);
};

constexpr Rule kRules[] = {
    {"ENTITY", [](const Invocation&, std::string_view) { return names_of(model::entities()); }},
    {"ENTITY|all", [](const Invocation&, std::string_view) { return exports(); }},
    {"KEY", keys},
    {"FROM", keys},
    {"INTO", keys},
    {"[ENTITY] KEY", keys},
    {"[ENTITY] KEY [FIELD]", keys_and_field},
    {"KEY FIELD=VALUE", keys_and_settings},
    {"FILTER", [](const Invocation& given, std::string_view start) { return field_settings(given, start, true); }},
    {"FIELDS", field_list},
    {"CODE", [](const Invocation& given,
                std::string_view start) { return codes(given, model::entity_named("source"), start); }},
    {"REVISION", [](const Invocation& given, std::string_view) { return revisions(given); }},
    {"TABLE", [](const Invocation& given, std::string_view) { return tables(given); }},
    {"CHECK", [](const Invocation&, std::string_view) { return names_of(check::all_checks()); }},
    {"REPORT", [](const Invocation& given,
                  std::string_view) { return names_of(known_reports(given.get("--reports"), Tell::nothing).reports); }},
    {"PARAM=VALUE", parameters},
};

Words words_for(const Invocation& given, std::string_view name, const std::vector<std::string_view>& choices,
                std::string_view start) {
  if (!choices.empty()) return {choices.begin(), choices.end()};
  const auto* const rule =
      std::find_if(std::begin(kRules), std::end(kRules), [&](const Rule& other) { return other.name == name; });
  return rule == std::end(kRules) ? Words{} : rule->find(given, start);
}

Words words_for(const Invocation& given, const Option& option, std::string_view start) {
  return words_for(given, option.placeholder, choices_of(given.command, option), start);
}

Words words_for_argument(const Invocation& given, std::string_view start) {
  const auto arguments = given.command->arguments;
  const std::size_t place = given.arguments.size();
  const bool is_past_the_last = place >= arguments.size();
  if (arguments.empty() || (is_past_the_last && !arguments.back().repeated)) return {};
  const Argument& argument = is_past_the_last ? arguments.back() : arguments[place];
  return words_for(given, argument.name, choices_of(argument.value), start);
}

/// What was typed before the word.
struct Typed {
  Invocation given{};  ///< of the options, only what completion itself needs
  bool is_help = false;
  const Option* open = nullptr;  ///< the option whose value comes next
};

void keep_value(Invocation& given, const Option& option, std::string_view value) {
  if (option.name == "--db") given.database = value;
  if (option.name == "--reports") given.options["--reports"] = {std::string(value)};
}

Typed read_before(std::span<const std::string> words) {
  Typed typed;
  typed.given.database = default_database();
  for (const std::string& word : words) {
    if (typed.open != nullptr) {
      keep_value(typed.given, *typed.open, word);
      typed.open = nullptr;
    } else if (word.size() > 1 && word[0] == '-') {
      const auto equals = word.find('=');
      const Option* option = find_option(typed.given.command, word.substr(0, equals));
      if (option == nullptr || option->is_flag()) continue;
      if (equals == std::string::npos) {
        typed.open = option;
      } else {
        keep_value(typed.given, *option, word.substr(equals + 1));
      }
    } else if (typed.given.command != nullptr) {
      typed.given.arguments.push_back(word);
    } else if (word == "help") {
      typed.is_help = true;
    } else {
      typed.given.command = find_command(word);
      if (typed.given.command == nullptr) return typed;
    }
  }
  return typed;
}

Words find_words(const Typed& typed, std::string_view word) {
  const Command* command = typed.given.command;
  if (typed.open != nullptr) return words_for(typed.given, *typed.open, word);
  if (word.starts_with('-')) {
    if (const auto equals = word.find('='); equals != std::string_view::npos) {
      const Option* option = find_option(command, word.substr(0, equals));
      if (option == nullptr) return {};
      return after(word.substr(0, equals + 1), words_for(typed.given, *option, word.substr(equals + 1)));
    }
    Words names;
    for (const Option* option : options_of(command)) names.emplace_back(option->name);
    if (command == nullptr) names.emplace_back("--version");
    return names;
  }
  if (command != nullptr) return words_for_argument(typed.given, word);
  Words names;
  for (const Command* other : commands()) names.emplace_back(other->name);
  if (!typed.is_help) names.emplace_back("help");
  return names;
}

bool begins_with(std::string_view word, std::string_view start) {
  return word.size() >= start.size() && text::ascii_lower(word.substr(0, start.size())) == text::ascii_lower(start);
}

/// Whether the shell takes the word as it is: what a database contains must not become a command of the shell.
bool is_plain(std::string_view word) {
  return word.empty() || text::is_ascii_word(word, "+-._,=:@%/");
}

}  // namespace

std::string complete(const std::vector<std::string>& words) {
  std::string lines;
  try {
    const std::string word = words.empty() ? std::string() : words.back();
    const Typed typed = read_before(std::span(words).first(words.empty() ? 0 : words.size() - 1));
    for (const std::string& found : find_words(typed, word)) {
      if (begins_with(found, word) && is_plain(found)) lines += found + "\n";
    }
  } catch (const std::exception&) {
    return {};  // a message here would appear in the middle of what is typed
  }
  return lines;
}

}  // namespace iscm::cli
