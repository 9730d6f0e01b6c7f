#include "history/undo.hpp"

#include <fmt/format.h>

#include <optional>

#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/edit.hpp"
#include "cli/output.hpp"
#include "history/revision.hpp"
#include "history/undo_apply.hpp"
#include "history/undo_refusals.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

std::int64_t make_revision(sqlite::Connection& connection, const history::UndoPlan& plan,
                           const Invocation& invocation) {
  history::RevisionNote note = revision_note(invocation, fmt::format("undo {}", plan.revision()));
  note.kind = "undo";
  note.undoes = plan.revision();
  history::OpenRevision revision(connection, note);
  history::apply_undo(plan, revision.id());
  revision.close();
  return revision.id();
}

Exit run(const Invocation& invocation) {
  const std::int64_t undone = std::stoll(invocation.argument(0));
  const bool writes = !invocation.has("--dry-run");
  sqlite::Connection connection = open_database(invocation, writes ? sqlite::Intent::write : sqlite::Intent::read);
  sqlite::Transaction transaction(connection,
                                  writes ? sqlite::Transaction::Kind::write : sqlite::Transaction::Kind::read);
  history::PlannedChanges changes;
  std::int64_t made = 0;
  std::optional<ChangeOutput> output;
  {
    const history::UndoPlan plan(connection, undone);
    history::refuse_conflicts(plan);
    changes = history::planned_changes(plan, std::int64_t{kListedChanges});
    if (writes && changes.total > 0) made = make_revision(connection, plan, invocation);
    output.emplace(invocation, changes.first);
    if (changes.left_out > 0) {
      write::note(fmt::format("and {} more rows, which are not listed", changes.left_out));
    }
    output->before_commit();
    if (made > 0) transaction.commit();
  }
  const std::string written = made > 0 ? as_revision(made) : "";
  if (changes.total == 0) {
    write::note(fmt::format("nothing that revision {} did is left to undo; nothing was written", undone));
  } else if (writes) {
    note_written(invocation, made, fmt::format("revision {} is undone; {}", undone, written));
  } else {
    write::note(kWasDryRun);
  }
  output->after_commit(written);
  return Exit::done;
}

constexpr Example kExamples[] = {
    {"iscm undo 12 --dry-run", "what undoing revision 12 would change"},
    {"iscm undo 12 --reason \"wrong edition\"", "one new revision that reverses it, an edit or a whole import"},
    {"iscm undo 13", "if 13 was an undo: do again what it reversed"},
};
constexpr Argument kArguments[] = {
    Argument{"REVISION", "its number, as `iscm log` shows it"}.number_from(1),
};
constexpr Option kOptions[] = {
    kDryRun,
    kReason,
    kAuthor,
};

}  // namespace

extern const Command kUndo{
    .name = "undo",
    .summary = "reverse a revision",
    .synonyms = "revert rollback reset",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
};

}  // namespace iscm::cli
