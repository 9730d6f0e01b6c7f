#include "cli/command.hpp"
#include "cli/edit.hpp"

namespace iscm::cli {
namespace {

Exit run(const Invocation& invocation) {
  const model::Entity& entity = model::entity_named(invocation.argument(0));
  const model::EditWords words = model::read_words(entity, edited_words(invocation));
  return run_edit(invocation, "add", [&](sqlite::Connection& connection, const edit::EditOptions& options) {
    return edit::plan_add(connection, entity, words, options);
  });
}

constexpr Example kExamples[] = {
    {"iscm add membership midsa KEN role=observer joined=2018 --source https://example.org/midsa",
     "a link, by its key"},
    {"iscm add mechanism gdm name=\"Gender Dialogue\" type=IRF regions=\"Africa; Europe\"", "a record, by its code"},
    {"iscm add mechanism name=\"Almaty Dialogue\" type=RCP --new", "add it even if its name resembles an existing one"},
    {"iscm add meeting mechanism=midsa title=\"Ministerial\" date=2024-11 --dry-run",
     "the code is made for you; preview first"},
};
constexpr Argument kArguments[] = {
    kEdited,
    Argument{"KEY FIELD=VALUE", "the code, or what identifies the link, then its fields"}.optional().several(),
};
constexpr Option kOptions[] = {
    kDryRun, kSource, kNewSource,
    kReason, kAuthor, flag("--new", "add it even if it may be an existing one under another name, title or date"),
};

}  // namespace

extern const Command kAdd{
    .name = "add",
    .summary = "add a record or link",
    .synonyms = "create insert new make",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
};

}  // namespace iscm::cli
