#include "edit/remove.hpp"

#include "cli/command.hpp"
#include "cli/edit.hpp"

namespace iscm::cli {
namespace {

Exit run(const Invocation& invocation) {
  const model::Entity& entity = edited_entity(invocation);
  const model::EditWords words = model::read_words(entity, edited_words(invocation));
  const bool with_links = invocation.has("--with-links");
  return run_edit(invocation, with_links ? "remove --with-links" : "remove",
                  [&](sqlite::Connection& connection, const edit::EditOptions& /*options*/) {
                    return edit::plan_remove(connection, entity, words, with_links);
                  });
}

constexpr Example kExamples[] = {
    {"iscm remove membership midsa KEN role=observer", "a link"},
    {"iscm remove mechanism midsa --with-links --dry-run", "preview what would be removed with it"},
};
constexpr Argument kArguments[] = {
    kEdited,
    kRecord.optional().several(),
};
constexpr Option kOptions[] = {
    kDryRun, kSource, kNewSource, kReason, kAuthor, flag("--with-links", "remove the links that refer to it too"),
};

}  // namespace

extern const Command kRemove{
    .name = "remove",
    .summary = "remove a record or link",
    .synonyms = "delete rm del erase drop",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
};

}  // namespace iscm::cli
