#include "cli/complete.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <iterator>
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

using Words = std::vector<std::string>;

/// Where in a command line the word stands that is completed.
struct Place {
  const Command* command = nullptr;
  std::string database;                   ///< path of the file that codes come from
  std::vector<std::string> arguments;     ///< those before the word, options left out
  std::string_view placeholder;           ///< "ENTITY", "FORMAT": what stands there in the table of commands
  std::vector<std::string_view> choices;  ///< the words that may be there; none: see kRules
  std::string reports{};                  ///< the folder that --reports names
};

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool begins_with(std::string_view word, std::string_view start) {
  return word.size() >= start.size() && std::equal(start.begin(), start.end(), word.begin(), [](char left, char right) {
           return text::ascii_lower(left) == text::ascii_lower(right);
         });
}

/// Those of the words that begin with `start`, whatever their case.
Words matching(std::string_view start, const Words& words) {
  Words found;
  std::copy_if(words.begin(), words.end(), std::back_inserter(found),
               [start](const std::string& word) { return begins_with(word, start); });
  return found;
}

std::string changed(std::string_view text, char (*change)(char)) {
  std::string other(text);
  std::transform(other.begin(), other.end(), other.begin(), change);
  return other;
}

sqlite::Connection open(const Place& place) {
  Invocation invocation;
  invocation.database = place.database;
  return open_database(invocation, sqlite::Intent::read);
}

/// The codes that begin with `start` as it was typed, in capitals or in small letters: ranges of the index, so that a
/// million records take no longer than thirty.
Words stored_codes(const Place& place, const model::Entity& kind, std::string_view start) {
  Words found;
  sqlite::Connection connection = open(place);
  sqlite::Statement query = connection.prepare(fmt::format(
      "SELECT code FROM {} WHERE code >= ?1 AND code < ?1 || char(127) ORDER BY code LIMIT 1000", kind.table));
  for (const std::string& typed :
       std::set<std::string>{std::string(start), changed(start, upper), text::ascii_lower(start)}) {
    query.reset();
    query.bind(1, std::string_view(typed));
    while (query.step()) found.push_back(query.text(0));
  }
  return found;
}

/// The same; none where the database cannot be asked, so that what needs none is offered still.
Words codes(const Place& place, const model::Entity& kind, std::string_view start) {
  if (!kind.has_code()) return {};
  try {
    return stored_codes(place, kind, start);
  } catch (const Error&) {
    return {};
  }
}

/// The first of the arguments that names an entity; null where none does.
const model::Entity* entity_in(const Words& arguments) {
  for (const std::string& argument : arguments) {
    if (const model::Entity* entity = model::find_entity(argument)) return entity;
  }
  return nullptr;
}

Words entities(std::string_view start) {
  Words names;
  for (const model::Entity& entity : model::entities()) names.emplace_back(entity.name);
  return matching(start, names);
}

Words exports(const Place& /*place*/, std::string_view start) {
  Words found = entities(start);
  const Words others = matching(start, {"all", "source-table"});
  found.insert(found.end(), others.begin(), others.end());
  return found;
}

Words entity_names(const Place& /*place*/, std::string_view start) {
  return entities(start);
}

/// A list with commas between, of which the last item is completed.
struct LastOfList {
  std::string_view before;  ///< what stands before it, the comma included
  std::string_view start;
};

LastOfList last_of_list(std::string_view list) {
  const auto comma = list.rfind(',');
  const std::size_t at = comma == std::string_view::npos ? 0 : comma + 1;
  return {list.substr(0, at), list.substr(at)};
}

Words put_before(std::string_view before, const Words& words) {
  Words longer;
  for (const std::string& word : words) longer.push_back(std::string(before) + word);
  return longer;
}

Words field_names(const model::Entity& entity) {
  Words names;
  for (const model::Field& field : entity.fields) names.emplace_back(field.name);
  names.emplace_back(model::source_field().name);
  return names;
}

/// --columns code,name and --sort -year_established,code
Words field_list(const Place& place, std::string_view start) {
  const model::Entity* entity = entity_in(place.arguments);
  if (entity == nullptr) return {};
  auto [before, typed] = last_of_list(start);
  const bool turned = typed.starts_with('-');
  if (turned) typed.remove_prefix(1);
  return put_before(before, put_before(turned ? "-" : "", matching(typed, field_names(*entity))));
}

/// The values of a field: its choices, or the codes of the records that it refers to or is itself the code of.
Words values(const Place& place, const model::Entity& entity, const model::Field& field, std::string_view start) {
  if (field.type == model::FieldType::code) return codes(place, entity, start);
  if (!field.target.empty()) return codes(place, model::entity_named(field.target), start);
  Words choices;
  for (const std::string_view choice : model::words(field.choices)) choices.emplace_back(choice);
  return matching(start, choices);
}

/// FIELD=VALUE, in a filter (which also knows what a record is linked to) or in a change.
Words settings(const Place& place, std::string_view start) {
  const model::Entity* entity = entity_in(place.arguments);
  if (entity == nullptr) return {};
  const bool filter = place.placeholder == "FILTER";
  const auto linked = filter ? query::linked_filters(*entity) : std::vector<query::LinkedFilter>{};
  const auto equals = start.find('=');
  if (equals == std::string_view::npos) {
    Words names = field_names(*entity);
    for (const query::LinkedFilter& link : linked) names.push_back(link.name);
    for (std::string& name : names) name += '=';
    return matching(start, names);
  }
  std::string_view name = start.substr(0, equals);
  const auto [before, typed] = last_of_list(start.substr(equals + 1));
  const std::string head = std::string(start.substr(0, equals + 1)) + std::string(before);
  if (!filter && !name.empty() && (name.back() == '+' || name.back() == '-')) name.remove_suffix(1);
  for (const query::LinkedFilter& link : linked) {
    if (link.name == name) return put_before(head, codes(place, *link.target, typed));
  }
  const model::Field* field = model::find_field(*entity, name);
  return field == nullptr ? Words{} : put_before(head, values(place, *entity, *field, typed));
}

/// What names a record: a code, or of a link the records of its key in their order.
Words edited_keys(const Place& place, const model::Entity& entity, std::string_view start) {
  if (entity.has_code()) return codes(place, entity, start);
  const auto named = std::find_if(place.arguments.begin(), place.arguments.end(),
                                  [](const std::string& word) { return model::find_entity(word) != nullptr; });
  const auto key = model::words(entity.key);
  const auto at = static_cast<std::size_t>(place.arguments.end() - named) - 1;
  return at < key.size() ? values(place, entity, *entity.field(key[at]), start) : Words{};
}

/// The key of a record of the entity before it; without one an entity, or a mechanism, which needs none.
Words keys(const Place& place, std::string_view start) {
  if (const model::Entity* entity = entity_in(place.arguments)) return edited_keys(place, *entity, start);
  Words found = entities(start);
  const Words mechanisms = codes(place, model::entity_named("mechanism"), start);
  found.insert(found.end(), mechanisms.begin(), mechanisms.end());
  return found;
}

/// A key, and after it one of the fields.
Words keys_and_field(const Place& place, std::string_view start) {
  const model::Entity* entity = entity_in(place.arguments);
  const model::Entity& kind = entity == nullptr ? model::entity_named("mechanism") : *entity;
  const std::size_t before = place.arguments.size() - (entity == nullptr ? 0 : 1);
  const std::size_t key = kind.has_code() ? 1 : model::words(kind.key).size();
  Words found = before < key ? keys(place, start) : Words{};
  if (before == 0) return found;
  const Words fields = matching(start, field_names(kind));  // of a link too, whose key need not be whole
  found.insert(found.end(), fields.begin(), fields.end());
  return found;
}

/// The newest first, as `iscm log` has them.
Words revisions(const Place& place, std::string_view start) {
  Words found;
  sqlite::Connection connection = open(place);
  sqlite::Statement query = connection.prepare("SELECT id FROM revisions ORDER BY id DESC LIMIT 100");
  while (query.step()) found.push_back(query.text(0));
  return matching(start, found);
}

Words edits(const Place& place, std::string_view start) {
  const model::Entity* entity = entity_in(place.arguments);
  if (entity == nullptr) return {};
  Words fields = settings(place, start);
  if (start.find('=') != std::string_view::npos) return fields;
  Words found = edited_keys(place, *entity, start);
  found.insert(found.end(), fields.begin(), fields.end());
  return found;
}

/// Those of the schema; none where the database cannot be asked.
Words tables(const Place& place, std::string_view start) {
  sqlite::Connection connection = open(place);
  Words names;
  for (const query::SchemaTable& table : query::schema_tables(connection)) names.push_back(table.name);
  return matching(start, names);
}

Words reports(const Place& place, std::string_view start) {
  Words names;
  for (const query::Report& report : known_reports(place.reports, Tell::nothing).reports) names.push_back(report.name);
  return matching(start, names);
}

Words checks(const Place& /*place*/, std::string_view start) {
  Words names;
  for (const check::Check& check : check::all_checks()) names.push_back(check.name);
  return matching(start, names);
}

/// PARAM=VALUE of the report that was named.
Words parameters(const Place& place, std::string_view start) {
  if (place.arguments.empty()) return {};
  const query::Report report = report_named(known_reports(place.reports, Tell::nothing), place.arguments.front());
  const auto equals = start.find('=');
  Words found;
  for (const query::Parameter& parameter : report.parameters) {
    if (equals == std::string_view::npos) {
      if (begins_with(parameter.name, start)) found.push_back(parameter.name + "=");
    } else if (parameter.name == start.substr(0, equals)) {
      const std::string left(start.substr(0, equals + 1));
      const model::Entity* entity = parameter.entity;
      if (entity == nullptr) {
        return put_before(left, matching(start.substr(equals + 1), parameter.words));
      }
      const auto [before, typed] = last_of_list(start.substr(equals + 1));
      return put_before(left + std::string(before), codes(place, *entity, typed));
    }
  }
  return found;
}

Words sources(const Place& place, std::string_view start) {
  return codes(place, model::entity_named("source"), start);
}

struct Rule {
  std::string_view placeholder;
  Words (*find)(const Place& place, std::string_view start);
};

constexpr std::array kRules = {
    Rule{"ENTITY", entity_names},    Rule{"[ENTITY] KEY", keys}, Rule{"[ENTITY] KEY [FIELD]", keys_and_field},
    Rule{"REVISION", revisions},     Rule{"KEY", keys},          Rule{"FILTER", settings},
    Rule{"FIELD=VALUE", settings},   Rule{"FIELDS", field_list}, Rule{"REPORT", reports},
    Rule{"PARAM=VALUE", parameters}, Rule{"CODE", sources},      Rule{"ENTITY|all", exports},
    Rule{"KEY FIELD=VALUE", edits},  Rule{"FROM", keys},         Rule{"INTO", keys},
    Rule{"CHECK", checks},           Rule{"TABLE", tables},
};

std::vector<std::string> candidates(const Place& place, std::string_view start) {
  if (!place.choices.empty()) return matching(start, Words(place.choices.begin(), place.choices.end()));
  for (const Rule& rule : kRules) {
    if (rule.placeholder == place.placeholder) return rule.find(place, start);
  }
  return {};
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
  if (option == nullptr || option->is_flag()) return;
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
  return {before.command, before.database, before.arguments, option.placeholder, choices_of(before.command, option),
          before.reports};
}

std::vector<std::string> command_names(bool with_help) {
  std::vector<std::string> names;
  for (const Command* command : commands()) names.emplace_back(command->name);
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
      {before.command, before.database, before.arguments, argument.name, choices_of(argument.value), before.reports},
      word);
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
