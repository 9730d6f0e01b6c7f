#include "history/undo.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "cli/change_output.hpp"
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/revision_note.hpp"
#include "cli/rows.hpp"
#include "history/revision.hpp"
#include "history/undo_apply.hpp"
#include "write/message.hpp"

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

std::int64_t make_revision(sqlite::Connection& connection, const history::UndoPlan& plan,
                           const Invocation& invocation) {
  history::RevisionNote note = revision_note(invocation, fmt::format("undo {}", plan.revision()));
  note.kind = "undo";
  note.undoes = plan.revision();
  history::OpenRevision revision(connection, note);
  history::apply(plan, revision.id());
  revision.close();
  return revision.id();
}

}  // namespace

Exit run_undo(const Invocation& invocation) {
  const std::int64_t undone = revision_of(invocation);
  const bool writes = !invocation.has("--dry-run");
  format_of(invocation);
  sqlite::Connection connection = open_database(invocation, writes ? sqlite::Intent::write : sqlite::Intent::read);
  sqlite::Transaction transaction(connection,
                                  writes ? sqlite::Transaction::Kind::write : sqlite::Transaction::Kind::read);
  history::PlannedChanges changes;
  std::int64_t made = 0;
  std::optional<ChangeOutput> output;
  {
    const history::UndoPlan plan = history::plan_undo(connection, undone);
    history::refuse_conflicts(plan);
    changes = history::planned_changes(plan, std::int64_t{kListedChanges});
    if (writes && changes.total > 0) made = make_revision(connection, plan, invocation);
    output.emplace(invocation, changes.first);
    if (changes.left_out > 0) {
      write::note(fmt::format("and {} rows more, which are not listed", changes.left_out));
    }
    output->before_commit();
    if (made > 0) transaction.commit();
  }
  const std::string written = made > 0 ? fmt::format("written as revision {}", made) : "";
  if (changes.total == 0) {
    write::note(fmt::format("nothing that revision {} did stands any more; nothing was written", undone));
  } else if (writes) {
    write::note(fmt::format("revision {} is undone; {}", undone, written));
  } else {
    write::note("nothing was written; without --dry-run it is");
  }
  output->after_commit(written);
  return Exit::done;
}

}  // namespace iscm::cli
