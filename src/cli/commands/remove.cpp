#include "edit/remove.hpp"

#include "cli/commands.hpp"
#include "cli/edit.hpp"

namespace iscm::cli {

Exit run_remove(const Invocation& invocation) {
  const model::Entity& entity = edited_entity(invocation);
  const model::EditWords words = model::read_words(entity, edited_words(invocation));
  const bool with_links = invocation.has("--with-links");
  return run_edit(invocation, with_links ? "remove --with-links" : "remove",
                  [&](sqlite::Connection& connection, const edit::EditOptions& /*options*/) {
                    return edit::plan_remove(connection, entity, words, with_links);
                  });
}

}  // namespace iscm::cli
