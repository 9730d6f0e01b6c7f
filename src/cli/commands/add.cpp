#include "cli/commands.hpp"
#include "cli/edit.hpp"

namespace iscm::cli {

Exit run_add(const Invocation& invocation) {
  const model::Entity& entity = edited_entity(invocation);
  const model::EditWords words = model::read_words(entity, edited_words(invocation));
  return run_edit(invocation, "add", [&](sqlite::Connection& connection, const edit::EditOptions& options) {
    return edit::plan_add(connection, entity, words, options);
  });
}

}  // namespace iscm::cli
