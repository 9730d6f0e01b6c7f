#include "cli/command.hpp"
#include "cli/edit.hpp"

namespace iscm::cli {
namespace {

Exit run(const Invocation& invocation) {
  const model::Entity& entity = edited_entity(invocation);
  const model::EditWords words = model::read_words(entity, edited_words(invocation));
  return run_edit(invocation, "set", [&](sqlite::Connection& connection, const edit::EditOptions& options) {
    return edit::plan_set(connection, entity, words, options);
  });
}

constexpr Example kExamples[] = {
    {"iscm set mechanism midsa year_established=1999 --source https://example.org --reason \"its own site\"",
     "a field, with its evidence"},
    {"iscm set mechanism midsa themes+=trafficking themes-=return", "add to a list, take from it"},
    {"iscm set mechanism midsa website=", "nothing after = empties a field"},
    {"iscm set membership almaty TKM role=observer left=2020", "role= selects one of two links, left= is changed"},
};
constexpr Argument kArguments[] = {
    kEdited,
    Argument{"KEY FIELD=VALUE", "its code or any of its names, or what identifies a link, then FIELD=VALUE, += or -="}
        .optional()
        .several(),
};
constexpr Option kOptions[] = {
    kDryRun,
    kSource,
    kNewSource,
    kReason,
    kAuthor,
    flag("--keep-alias", "keep the old name as an alias, if the name changes"),
    flag("--new", "change it even if it then resembles another record or link"),
};

}  // namespace

extern const Command kSet{
    .name = "set",
    .summary = "change fields of a record or link",
    .synonyms = "edit update change modify correct",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
};

}  // namespace iscm::cli
