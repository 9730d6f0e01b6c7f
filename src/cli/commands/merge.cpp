#include "edit/merge.hpp"

#include "cli/command.hpp"
#include "cli/edit.hpp"

namespace iscm::cli {
namespace {

Exit run(const Invocation& invocation) {
  const model::Entity& entity = edited_entity(invocation);
  const edit::MergeChoices choices = edit::read_choices(invocation.get("--keep"));
  return run_edit(invocation, "merge", [&](sqlite::Connection& connection, const edit::EditOptions& options) {
    return edit::plan_merge(connection, entity, invocation.argument(1), invocation.argument(2), choices, options);
  });
}

constexpr Example kExamples[] = {
    {"iscm merge theme trafficking-2 counter-trafficking --dry-run", "what would become of the first"},
    {"iscm merge mechanism cmc-2 cmc --keep status=from,membership.valid_to=into", "choose where both know better"},
};
constexpr Argument kArguments[] = {
    {"ENTITY", "mechanism, member, theme, ..."},
    {"FROM", "the record that goes, by its code or any of its names"},
    {"INTO", "the record that stays, and takes its links, names and what else it knows"},
};
constexpr Option kOptions[] = {
    kDryRun,
    kSource,
    kReason,
    kAuthor,
    value("--keep", "CHOICES", "FIELD=from or FIELD=into where both have a value, with commas between"),
};

}  // namespace

extern const Command kMerge{
    .name = "merge",
    .summary = "make two records one",
    .synonyms = "join dedupe combine",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
};

}  // namespace iscm::cli
