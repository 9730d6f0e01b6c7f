// What may stand in each place of a command line: a line for each placeholder of the table of commands.

#include "cli/candidates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include "check/check.hpp"
#include "cli/database.hpp"
#include "cli/own_reports.hpp"
#include "model/entities.hpp"
#include "query/filter.hpp"
#include "query/report.hpp"
#include "query/schema_help.hpp"
#include "text/utf8.hpp"
#include "write/row_writer.hpp"

namespace iscm::cli {
namespace {

using Words = std::vector<std::string>;

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool begins_with(std::string_view word, std::string_view start) {
  return word.size() >= start.size() && std::equal(start.begin(), start.end(), word.begin(), [](char left, char right) {
           return text::ascii_lower(left) == text::ascii_lower(right);
         });
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

Words formats(const Place& place, std::string_view start) {
  Words names(write::format_names().begin(), write::format_names().end());
  const std::string_view own = place.command == nullptr ? std::string_view() : place.command->own_format.name;
  if (!own.empty()) names.emplace_back(own);
  return matching(start, names);
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
      const model::Entity* entity = query::parameter_entity(parameter);
      if (entity == nullptr) {
        return put_before(left, matching(start.substr(equals + 1), query::parameter_words(parameter)));
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
    Rule{"ENTITY", entity_names},
    Rule{"[ENTITY] KEY", keys},
    Rule{"[ENTITY] KEY [FIELD]", keys_and_field},
    Rule{"REVISION", revisions},
    Rule{"KEY", keys},
    Rule{"FILTER", settings},
    Rule{"FIELD=VALUE", settings},
    Rule{"FIELDS", field_list},
    Rule{"FORMAT", formats},
    Rule{"REPORT", reports},
    Rule{"PARAM=VALUE", parameters},
    Rule{"CODE", sources},
    Rule{"ENTITY|all", exports},
    Rule{"KEY FIELD=VALUE", edits},
    Rule{"FROM", keys},
    Rule{"INTO", keys},
    Rule{"CHECK", checks},
    Rule{"TABLE", tables},
};

}  // namespace

std::vector<std::string> matching(std::string_view start, const std::vector<std::string>& words) {
  Words found;
  std::copy_if(words.begin(), words.end(), std::back_inserter(found),
               [start](const std::string& word) { return begins_with(word, start); });
  return found;
}

std::vector<std::string> candidates(const Place& place, std::string_view start) {
  if (!place.choices.empty()) {
    Words choices;
    for (const std::string_view choice : model::words(place.choices)) choices.emplace_back(choice);
    return matching(start, choices);
  }
  for (const Rule& rule : kRules) {
    if (rule.placeholder == place.placeholder) return rule.find(place, start);
  }
  return {};
}

}  // namespace iscm::cli
