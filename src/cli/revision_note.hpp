#pragma once

#include <string>

#include "cli/command.hpp"
#include "history/revision.hpp"

namespace iscm::cli {

/// Who changes the record: --author, else as author() says. Throws Error(Exit::usage) where --author names nobody.
std::string author_of(const Invocation& invocation);

/// What is written down of the revision that this command makes: now, by author_of(), for what --reason says.
history::RevisionNote revision_note(const Invocation& invocation, const std::string& command);

}  // namespace iscm::cli
