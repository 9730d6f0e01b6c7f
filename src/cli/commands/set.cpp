#include "cli/commands.hpp"
#include "cli/edit.hpp"

namespace iscm::cli {

Exit run_set(const Invocation& invocation) {
  const model::Entity& entity = edited_entity(invocation);
  const model::EditWords words = model::read_words(entity, edited_words(invocation));
  return run_edit(invocation, "set", [&](sqlite::Connection& connection, const edit::EditOptions& options) {
    return edit::plan_set(connection, entity, words, options);
  });
}

}  // namespace iscm::cli
