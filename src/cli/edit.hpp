#pragma once

// What the commands that change the record share: their options, the note that the history keeps of them, and how a
// plan becomes a revision.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/output.hpp"
#include "edit/add_and_set.hpp"
#include "edit/source.hpp"
#include "history/changes.hpp"
#include "history/revision.hpp"
#include "model/entities.hpp"
#include "sqlite/connection.hpp"
#include "write/sink.hpp"

namespace iscm::cli {

inline constexpr Option kDryRun = flag("--dry-run", "show what would change; write nothing");
inline constexpr Option kSource =
    value("--source", "CODE", "the source: its code, or a web address; a new address is added to the sources");
inline constexpr Option kNewSource =
    flag("--new-source", "if --source is a title that the record does not have, add that source").needs("--source");
inline constexpr Option kReason = value("--reason", "TEXT", "the reason, kept in the history");
inline constexpr Option kAuthor =
    value("--author", "NAME", "who makes the change; else ISCM_AUTHOR, else the login name");

/// The notes at the end of a command that showed a change and did not make it.
inline constexpr const char* kWasDryRun = "nothing was written; without --dry-run it would be";
inline constexpr const char* kWasPreview = "nothing was written; --apply writes it";

inline constexpr Argument kEdited{"ENTITY", "mechanism, member, membership, ..."};
inline constexpr Argument kRecord{"KEY FIELD=VALUE", "its code or any of its names, or what identifies a link"};

/// The text of an option, blanks at its ends removed; empty if it is not given. Throws Error(Exit::usage) if it is not
/// valid text.
std::string text_of(const Invocation& invocation, const std::string& option);

/// What --source names, with --new-source perhaps a source to be; nothing if it is not given. Throws as
/// edit::source_named() does.
std::optional<edit::EditSource> given_source(sqlite::Connection& connection, const Invocation& invocation);

/// Says that a source was new, if it was.
void note_new_source(const edit::EditSource& source);

/// Who changes the record: --author, else author(). Throws Error(Exit::usage) if --author is empty.
std::string author_of(const Invocation& invocation);

/// What the history keeps of the revision of this command: now(), author_of() and the reason of --reason.
history::RevisionNote revision_note(const Invocation& invocation, const std::string& command);

/// "written as revision 7"
std::string as_revision(std::int64_t revision);

/// What every command that writes says after its commit: `written`, which names this revision, and how many findings it
/// caused. Of several revisions, `revision` is the first.
void note_written(const Invocation& invocation, std::int64_t revision, const std::string& written);

/// More changes of one command than these are counted, not listed.
inline constexpr std::size_t kListedChanges = 1000;

/// The printed changes of a command that writes. If the output cannot be written, this is known before the change is
/// committed, which then fails. A pager, and the file of -o in its place, wait for the commit.
class ChangeOutput {
public:
  ChangeOutput(const Invocation& invocation, const Table& changes);
  ChangeOutput(const Invocation& invocation, sqlite::Statement& changes);
  /// Writes the first kListedChanges of them.
  ChangeOutput(const Invocation& invocation, std::span<const history::ChangeRow> changes);

  /// Throws as write::Sink does.
  void before_commit();
  /// Ends the output; a second call does nothing. `written` is "written as revision 7", or empty if nothing was. Throws
  /// as write::Sink does, or Error(Exit::failed) with `written` in its message.
  void after_commit(const std::string& written);

private:
  std::unique_ptr<write::Sink> sink_;
  bool on_terminal_;
};

/// The entity that the argument in this place names. Throws Error(Exit::usage) if it names none; if it is a record, the
/// hint is the command with the entity.
const model::Entity& edited_entity(const Invocation& invocation, std::size_t place = 0);

/// The arguments after the entity.
std::vector<std::string> edited_words(const Invocation& invocation);

/// Makes an edit: plans it under the write lock (with --dry-run without), prints what it changes, and writes it as one
/// revision with --source, --reason and --author. `command` is how the history begins the command; the arguments of the
/// invocation follow it.
Exit run_edit(const Invocation& invocation, const std::string& command,
              const std::function<edit::EditPlan(sqlite::Connection&, const edit::EditOptions&)>& plan);

}  // namespace iscm::cli
