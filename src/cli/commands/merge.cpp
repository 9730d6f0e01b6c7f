#include "edit/merge.hpp"

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/edit.hpp"

namespace iscm::cli {
namespace {

Exit run(const Invocation& invocation) {
  const model::Entity& entity = edited_entity(invocation);
  const edit::MergeChoices choices = edit::read_choices(fmt::format("{}", fmt::join(invocation.all("--keep"), ",")));
  return run_edit(invocation, "merge", [&](sqlite::Connection& connection, const edit::EditOptions& options) {
    return edit::plan_merge(connection, entity, invocation.argument(1), invocation.argument(2), choices, options);
  });
}

constexpr Example kExamples[] = {
    {"iscm merge theme trafficking-2 counter-trafficking --dry-run", "preview what would change"},
    {"iscm merge mechanism cmc-2 cmc --keep status=from,membership.valid_to=into", "choose if both have a value"},
};
constexpr Argument kArguments[] = {
    {"ENTITY", "mechanism, member, theme, ..."},
    {"FROM", "the record being merged, by its code or any of its names"},
    {"INTO", "the record kept, which gets the links, names and missing values of the other"},
};
constexpr Option kOptions[] = {
    kDryRun,
    kSource,
    kNewSource,
    kReason,
    kAuthor,
    value("--keep", "CHOICES", "FIELD=from or FIELD=into, if both have a value; separated by commas").several(),
};

}  // namespace

extern const Command kMerge{
    .name = "merge",
    .summary = "merge two records into one",
    .synonyms = "join dedupe combine",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
};

}  // namespace iscm::cli
