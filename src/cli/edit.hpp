#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "edit/add_and_set.hpp"
#include "model/entities.hpp"

namespace iscm::cli {

/// The entity that the first argument names, and the arguments behind it.
const model::Entity& edited_entity(const Invocation& invocation);
std::vector<std::string> edited_words(const Invocation& invocation);

/// Makes an edit, the same way for all: under the write lock (with --dry-run under none) it is planned; what it changes
/// is printed, old and new; where there is something to change it is written as one revision, with --source, --reason
/// and --author, and told. `command` is what the history says was done; the arguments of the invocation follow it.
Exit run_edit(const Invocation& invocation, const std::string& command,
              const std::function<edit::EditPlan(sqlite::Connection&, const edit::EditOptions&)>& plan);

}  // namespace iscm::cli
