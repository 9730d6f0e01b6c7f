#include "edit/rename.hpp"

#include "cli/commands.hpp"
#include "cli/edit.hpp"

namespace iscm::cli {

Exit run_rename(const Invocation& invocation) {
  const model::Entity& entity = edited_entity(invocation);
  return run_edit(invocation, "rename", [&](sqlite::Connection& connection, const edit::EditOptions& /*options*/) {
    return edit::plan_rename(connection, entity, invocation.argument(1), invocation.argument(2));
  });
}

}  // namespace iscm::cli
