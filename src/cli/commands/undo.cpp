#include "core/history/undo.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "cli/change_output.hpp"
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/revision_note.hpp"
#include "cli/rows.hpp"
#include "core/history/revision.hpp"
#include "core/history/undo_apply.hpp"
#include "core/history/undo_changes.hpp"
#include "out/message.hpp"

namespace iscm::cli {
namespace {

std::int64_t revision_of(const Invocation& invocation) {
  const std::string text = invocation.argument(0);
  std::int64_t revision = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), revision);
  if (failure != std::errc() || end != text.data() + text.size() || revision < 1) {
    throw Error(Exit::usage, fmt::format("\"{}\" is no number of a revision", text), "`iscm log` lists the revisions");
  }
  return revision;
}

std::int64_t make_revision(db::Connection& connection, const core::UndoPlan& plan, const Invocation& invocation) {
  core::RevisionNote note = revision_note(invocation, fmt::format("undo {}", plan.revision()));
  note.kind = "undo";
  note.undoes = plan.revision();
  core::OpenRevision revision(connection, note);
  core::apply(plan, revision.id());
  revision.close();
  return revision.id();
}

}  // namespace

Exit run_undo(const Invocation& invocation) {
  const std::int64_t undone = revision_of(invocation);
  const bool writes = !invocation.has("--dry-run");
  format_of(invocation);
  db::Connection connection = open_database(invocation, writes ? db::Intent::write : db::Intent::read);
  db::Transaction transaction(connection, writes ? db::Transaction::Kind::write : db::Transaction::Kind::read);
  core::PlannedChanges changes;
  std::int64_t made = 0;
  std::optional<ChangeOutput> output;
  {
    const core::UndoPlan plan = core::plan_undo(connection, undone);
    core::refuse_conflicts(plan);
    changes = core::planned_changes(plan, std::int64_t{kListedChanges});
    if (writes && changes.total > 0) made = make_revision(connection, plan, invocation);
    output.emplace(invocation, changes.first);
    if (changes.left_out > 0) {
      out::note(fmt::format("and {} rows more, which are not listed", changes.left_out));
    }
    output->before_commit();
    if (made > 0) transaction.commit();
  }
  const std::string written = made > 0 ? fmt::format("written as revision {}", made) : "";
  if (changes.total == 0) {
    out::note(fmt::format("nothing that revision {} did stands any more; nothing was written", undone));
  } else if (writes) {
    out::note(fmt::format("revision {} is undone; {}", undone, written));
  } else {
    out::note("nothing was written; without --dry-run it is");
  }
  output->after_commit(written);
  return Exit::done;
}

}  // namespace iscm::cli
