#include "core/edit/merge.hpp"

#include "cli/commands.hpp"
#include "cli/edit.hpp"

namespace iscm::cli {

Exit run_merge(const Invocation& invocation) {
  const core::Entity& entity = edited_entity(invocation);
  const core::Keep keep = core::read_keep(invocation.get("--keep"));
  return run_edit(invocation, "merge", [&](db::Connection& connection, const core::EditOptions& options) {
    return core::plan_merge(connection, entity, invocation.argument(1), invocation.argument(2), keep, options);
  });
}

}  // namespace iscm::cli
