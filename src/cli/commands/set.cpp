#include "cli/commands.hpp"
#include "cli/edit.hpp"

namespace iscm::cli {

Exit run_set(const Invocation& invocation) {
  const core::Entity& entity = edited_entity(invocation);
  const core::EditWords words = core::read_words(entity, edited_words(invocation));
  return run_edit(invocation, "set", [&](db::Connection& connection, const core::EditOptions& options) {
    return core::plan_set(connection, entity, words, options);
  });
}

}  // namespace iscm::cli
