#include "core/edit/remove.hpp"

#include "cli/commands.hpp"
#include "cli/edit.hpp"

namespace iscm::cli {

Exit run_remove(const Invocation& invocation) {
  const core::Entity& entity = edited_entity(invocation);
  const core::EditWords words = core::read_words(entity, edited_words(invocation));
  const bool with_links = invocation.has("--with-links");
  return run_edit(invocation, with_links ? "remove --with-links" : "remove",
                  [&](db::Connection& connection, const core::EditOptions& /*options*/) {
                    return core::plan_remove(connection, entity, words, with_links);
                  });
}

}  // namespace iscm::cli
