#include "edit/rename.hpp"

#include "cli/command.hpp"
#include "cli/edit.hpp"

namespace iscm::cli {
namespace {

Exit run(const Invocation& invocation) {
  const model::Entity& entity = edited_entity(invocation);
  return run_edit(invocation, "rename", [&](sqlite::Connection& connection, const edit::EditOptions& /*options*/) {
    return edit::plan_rename(connection, entity, invocation.argument(1), invocation.argument(2));
  });
}

constexpr Example kExamples[] = {
    {"iscm rename mechanism cmc caribbean-consultations", "another code; the old one becomes an alias"},
};
constexpr Argument kArguments[] = {
    {"ENTITY", "mechanism, member, theme, ..."},
    {"KEY", "its code or any of its names"},
    {"NEWCODE", "its new code"},
};
constexpr Option kOptions[] = {
    kDryRun, kSource, kNewSource, kReason, kAuthor,
};

}  // namespace

extern const Command kRename{
    .name = "rename",
    .summary = "give a record another code",
    .synonyms = "mv move recode",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
};

}  // namespace iscm::cli
