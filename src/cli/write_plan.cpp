#include "cli/write_plan.hpp"

#include <fmt/format.h>

#include "cli/revision_note.hpp"
#include "core/waive.hpp"
#include "out/message.hpp"

namespace iscm::cli {

void write_plan(db::Connection& connection, db::Transaction& lock, core::Plan& plan, const Invocation& invocation,
                const std::string& command, const std::function<void()>& written) {
  core::OpenRevision revision(connection, revision_note(invocation, command));
  plan.apply(revision.id());
  core::seal_waivers(connection, revision.id());
  revision.close();
  lock.commit();
  if (written) written();
  out::note(fmt::format("written as revision {}", revision.id()));
}

}  // namespace iscm::cli
