#include "edit/merge.hpp"

#include "cli/commands.hpp"
#include "cli/edit.hpp"

namespace iscm::cli {

Exit run_merge(const Invocation& invocation) {
  const model::Entity& entity = edited_entity(invocation);
  const edit::Keep keep = edit::read_keep(invocation.get("--keep"));
  return run_edit(invocation, "merge", [&](sqlite::Connection& connection, const edit::EditOptions& options) {
    return edit::plan_merge(connection, entity, invocation.argument(1), invocation.argument(2), keep, options);
  });
}

}  // namespace iscm::cli
