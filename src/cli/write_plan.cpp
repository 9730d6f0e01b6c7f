#include "cli/write_plan.hpp"

#include <fmt/format.h>

#include "check/waive.hpp"
#include "cli/revision_note.hpp"
#include "write/message.hpp"

namespace iscm::cli {

void write_plan(sqlite::Connection& connection, sqlite::Transaction& lock, import::Plan& plan,
                const Invocation& invocation, const std::string& command, const std::function<void()>& written) {
  history::OpenRevision revision(connection, revision_note(invocation, command));
  plan.apply(revision.id());
  check::seal_waivers(connection, revision.id());
  revision.close();
  lock.commit();
  if (written) written();
  write::note(fmt::format("written as revision {}", revision.id()));
}

}  // namespace iscm::cli
