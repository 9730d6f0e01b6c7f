#include <fmt/format.h>

#include <algorithm>

#include "core/edit/staged.hpp"
#include "core/fields.hpp"
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

}  // namespace

std::vector<Problem> staged_problems(const Staged& staged) {
  std::vector<Problem> problems = staged.plan->problems();
  if (!problems.empty()) return problems;
  const WouldBeRow would_be = staged.would_be();
  tell_broken_rule(staged, would_be, problems);
  tell_bad_alias(staged, would_be, problems);
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
