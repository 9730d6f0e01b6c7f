#pragma once

// What the commands that change the record share: their options, the note that the history keeps of them, and the way
// from a plan to a revision.

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/output.hpp"
#include "edit/add_and_set.hpp"
#include "history/changes.hpp"
#include "history/revision.hpp"
#include "model/entities.hpp"
#include "sqlite/connection.hpp"
#include "write/sink.hpp"

namespace iscm::cli {

inline constexpr Option kDryRun = flag("--dry-run", "show what would change, write nothing");
inline constexpr Option kSource =
    value("--source", "CODE", "on what it rests: a source's code or address; a new address becomes one");
inline constexpr Option kReason = value("--reason", "TEXT", "why; it stands in the history");
inline constexpr Option kAuthor = value("--author", "NAME", "who does it; else ISCM_AUTHOR, else the login name");

inline constexpr Argument kEdited{"ENTITY", "mechanism, member, membership, ..."};
inline constexpr Argument kRecord{"KEY FIELD=VALUE", "its code or any of its names, or what identifies a link"};

/// Who changes the record: --author, else as author() says. Throws Error(Exit::usage) if --author names nobody.
std::string author_of(const Invocation& invocation);

/// What is kept of the revision that this command makes: now, by author_of(), for the reason that --reason says.
history::RevisionNote revision_note(const Invocation& invocation, const std::string& command);

/// More changes of one command than these are counted, not listed.
inline constexpr std::size_t kListedChanges = 1000;

/// What a command changes, on its way to where --format and -o ask. An output that takes no more is known before the
/// change is committed, and so takes it back; what somebody pages through waits for the commit, and the file of -o has
/// its name only then.
class ChangeOutput {
public:
  ChangeOutput(const Invocation& invocation, const Table& changes);
  /// Writes the first kListedChanges of them.
  ChangeOutput(const Invocation& invocation, std::span<const history::ChangeRow> changes);

  /// Throws as write::Sink does.
  void before_commit();
  /// Throws as write::Sink does; once something is written, Error(Exit::failed) that says so: `written` is "written as
  /// revision 7", or empty.
  void after_commit(const std::string& written);

private:
  std::unique_ptr<write::Sink> sink_;
  bool on_terminal_;
};

/// The entity that the first argument names, and the arguments behind it.
const model::Entity& edited_entity(const Invocation& invocation);
std::vector<std::string> edited_words(const Invocation& invocation);

/// Makes an edit, the same way for all: under the write lock (with --dry-run under none) it is planned; what it changes
/// is printed, old and new; where there is something to change it is written as one revision, with --source, --reason
/// and --author, and told. `command` is what the history says was done; the arguments of the invocation follow it.
Exit run_edit(const Invocation& invocation, const std::string& command,
              const std::function<edit::EditPlan(sqlite::Connection&, const edit::EditOptions&)>& plan);

}  // namespace iscm::cli
