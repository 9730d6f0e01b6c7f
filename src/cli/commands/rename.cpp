#include "core/edit/rename.hpp"

#include "cli/commands.hpp"
#include "cli/edit.hpp"

namespace iscm::cli {

Exit run_rename(const Invocation& invocation) {
  const core::Entity& entity = edited_entity(invocation);
  return run_edit(invocation, "rename", [&](db::Connection& connection, const core::EditOptions& /*options*/) {
    return core::plan_rename(connection, entity, invocation.argument(1), invocation.argument(2));
  });
}

}  // namespace iscm::cli
