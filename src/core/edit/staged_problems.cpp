#include <fmt/format.h>

#include <algorithm>

#include "core/edit/staged.hpp"
#include "core/fields.hpp"
#include "core/import/near_duplicates.hpp"
#include "core/names.hpp"

namespace iscm::core {
namespace {

void tell_broken_rule(const Staged& staged, const WouldBeRow& would_be, std::vector<Problem>& problems) {
  auto rule = would_be.broken_rule();
  if (!rule) return;
  std::replace(rule->begin(), rule->end(), '_', ' ');
  problems.push_back({.line = 1,
                      .column = {},
                      .value = {},
                      .code = "rule",
                      .message = fmt::format("a rule of the schema is broken: {}", *rule),
                      .hint = fmt::format("`iscm fields {}` tells the rules", staged.entity.name)});
}

bool is_listed(const Entity& kind) {
  const auto all = entities();
  return std::any_of(all.begin(), all.end(), [&](const Entity& entity) {
    return std::any_of(entity.fields.begin(), entity.fields.end(),
                       [&](const Field& field) { return field.type == FieldType::list && field.target == kind.name; });
  });
}

/// An alias that is a code or name finds that record and never this one; one of two records finds neither, but in a
/// list, where it may stand for several.
void tell_bad_alias(const Staged& staged, const WouldBeRow& would_be, std::vector<Problem>& problems) {
  const Field* alias = staged.entity.field("alias");
  if (alias == nullptr) return;
  const auto owner = std::find_if(staged.entity.fields.begin(), staged.entity.fields.end(),
                                  [](const Field& field) { return field.type == FieldType::reference; });
  db::Statement row =
      staged.connection.prepare(fmt::format("SELECT alias, {} FROM ({})", owner->column, would_be.select()));
  row.step();
  const Entity& kind = entity_named(owner->target);
  const NamedRecords found = find_named(staged.connection, kind, row.text(0));
  for (const std::int64_t id : found.ids) {
    const bool is_alias = found.tier == NameTier::alias;
    if (is_alias && (id == row.integer(1) || is_listed(kind))) continue;
    const auto code = staged.connection.text(fmt::format("SELECT code FROM main.{} WHERE id = ?", kind.table), id);
    problems.push_back({.line = 1,
                        .column = "alias",
                        .value = row.text(0),
                        .code = "taken",
                        .message = fmt::format("\"{}\" is {} of the {} {} already", row.text(0),
                                               is_alias ? "another name" : "the code or name", kind.name, *code),
                        .hint = "an alias is a name that no other record has"});
  }
}

/// A name is the key of what is known by it: nothing is renamed to what another record is called.
void tell_known_name(const Staged& staged, std::vector<Problem>& problems) {
  const Entity& entity = staged.entity;
  if (staged.is_new || entity.identity != Identity::name) return;
  for (const Field& field : entity.fields) {
    if (field.tier != NameTier::name) continue;
    const auto name = staged.connection.text("SELECT new FROM temp.change WHERE field = ?", field.name);
    if (!name) continue;
    for (const std::int64_t id : find_named(staged.connection, entity, *name).ids) {
      if (id == staged.record.id) continue;
      const auto code = staged.connection.text(fmt::format("SELECT code FROM main.{} WHERE id = ?", entity.table), id);
      problems.push_back({.line = 1,
                          .column = std::string(field.name),
                          .value = *name,
                          .code = "known",
                          .message = fmt::format("\"{}\" is a name of the {} {} already", *name, entity.name, *code),
                          .hint = fmt::format("give a name of its own, or `iscm merge {} {} {}` where the two are one",
                                              entity.name, staged.record.label, *code)});
      break;
    }
  }
}

/// A code comes of what else the record is to have: once that is there, nobody has to think of one.
void keep_code_for_last(std::vector<Problem>& problems) {
  const auto is_missing = [](const Problem& problem) { return problem.code == "missing"; };
  if (std::count_if(problems.begin(), problems.end(), is_missing) < 2) return;
  std::erase_if(problems, [&](const Problem& problem) { return is_missing(problem) && problem.column == "code"; });
}

/// An edit has no file to put a code into.
void say_how_to_go_on(const Entity& entity, std::vector<Problem>& problems) {
  for (Problem& problem : problems) {
    if (problem.code != kPossibleDuplicate) continue;
    problem.hint =
        fmt::format("`iscm set {} CODE FIELD=VALUE` changes that one; --new says that this is another", entity.name);
  }
}

}  // namespace

std::vector<Problem> staged_problems(const Staged& staged) {
  std::vector<Problem> problems = staged.plan->problems();
  keep_code_for_last(problems);
  say_how_to_go_on(staged.entity, problems);
  if (!problems.empty()) return problems;
  const WouldBeRow would_be = staged.would_be();
  tell_broken_rule(staged, would_be, problems);
  tell_bad_alias(staged, would_be, problems);
  tell_known_name(staged, problems);
  if (staged.is_new) return problems;
  if (const auto twin = would_be.twin()) {
    problems.push_back({.line = 1,
                        .column = {},
                        .value = {},
                        .code = "taken",
                        .message = fmt::format("another {} would be the same: {}", staged.entity.name, *twin),
                        .hint = fmt::format("no two have the same {}", fmt::join(words(staged.entity.key), ", "))});
  }
  return problems;
}

}  // namespace iscm::core
