#include <fmt/format.h>

#include <algorithm>

#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/edit.hpp"
#include "cli/output.hpp"
#include "edit/remove.hpp"
#include "query/list.hpp"

namespace iscm::cli {
namespace {

/// The entity whose rows are the aliases of another.
const model::Entity& aliases_of(const model::Entity& entity) {
  const auto all = model::entities();
  const auto found = std::find_if(all.begin(), all.end(), [&](const model::Entity& aliases) {
    return !entity.alias_table.empty() && aliases.table == entity.alias_table;
  });
  if (found != all.end()) return *found;
  std::vector<std::string_view> those;
  for (const model::Entity& other : all) {
    if (!other.alias_table.empty()) those.push_back(other.name);
  }
  throw Error(Exit::usage, fmt::format("{} have no aliases", entity.plural),
              fmt::format("these have aliases: {}", fmt::join(those, ", ")));
}

/// The aliases of one record, or of all.
Exit list(const Invocation& invocation, const model::Entity& entity, const model::Entity& aliases,
          const std::vector<std::string>& words) {
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  query::ListRequest request;
  request.entity = &aliases;
  if (!words.empty()) request.filters.push_back(fmt::format("{}={}", entity.name, fmt::join(words, " ")));
  sqlite::Statement rows = query::list_rows(connection, request);
  print(invocation, rows);
  return Exit::done;
}

/// The alias alone is enough if only one record has it.
model::EditWords alias_words(const model::Entity& aliases, model::EditWords words) {
  if (words.key.size() != 1) return words;
  words.fields.insert(words.fields.begin(),
                      {aliases.field("alias"), model::FieldWord::Way::set, std::move(words.key.front())});
  words.key.clear();
  return words;
}

Exit run(const Invocation& invocation) {
  const std::string action = invocation.argument(0);
  const model::Entity& entity = edited_entity(invocation, 1);
  const model::Entity& aliases = aliases_of(entity);
  const std::vector<std::string> rest = invocation.arguments_from(2);
  if (action == "list") return list(invocation, entity, aliases, rest);
  const model::EditWords words = model::read_words(aliases, rest);
  return run_edit(invocation, "alias", [&](sqlite::Connection& connection, const edit::EditOptions& options) {
    return action == "add" ? edit::plan_add(connection, aliases, words, options)
                           : edit::plan_remove(connection, aliases, alias_words(aliases, words), false);
  });
}

constexpr Example kExamples[] = {
    {"iscm alias add mechanism midsa \"Southern talks\" kind=short", "another name of a record"},
    {"iscm alias remove mechanism \"Southern talks\"", "it no longer finds the record"},
    {"iscm alias list theme counter-trafficking", "the other names of one record, or of all if none is named"},
};
constexpr Argument kArguments[] = {
    Argument{"ACTION", "what to do"}.one_of("add remove list"),
    {"ENTITY", "mechanism, member, theme, region or secretariat"},
    Argument{"KEY FIELD=VALUE", "the record, the alias, then kind=... and note=..."}.optional().several(),
};
constexpr Option kOptions[] = {
    kDryRun, kSource, kNewSource, kReason, kAuthor,
};

}  // namespace

extern const Command kAlias{
    .name = "alias",
    .summary = "add, remove or list other names of records",
    .synonyms = "synonym name",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
};

}  // namespace iscm::cli
