#include "cli/revision_note.hpp"

#include "cli/environment.hpp"
#include "error.hpp"

namespace iscm::cli {

std::string author_of(const Invocation& invocation) {
  if (!invocation.has("--author")) return author();
  std::string name = invocation.get("--author");
  if (name.empty()) throw Error(Exit::usage, "--author names nobody", "leave it away, or give a name");
  return name;
}

core::RevisionNote revision_note(const Invocation& invocation, const std::string& command) {
  return {.kind = "command",
          .author = author_of(invocation),
          .command = command,
          .reason = invocation.get("--reason"),
          .source_id = {},
          .undoes = {},
          .made_at = now()};
}

}  // namespace iscm::cli
