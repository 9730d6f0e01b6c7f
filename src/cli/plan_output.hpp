#pragma once

// What `iscm import` and `iscm apply` print of a plan, and how they write it.

#include <functional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "import/plan.hpp"
#include "sqlite/connection.hpp"

namespace iscm::cli {

/// Prints what a plan would do: for people the changes of the first records (--limit), as a format for programs every
/// change, missing record and problem as a row.
void print_plan(const Invocation& invocation, import::Plan& plan);

/// Tells the problems of a file on standard error, those of one kind together, each once with the lines that it stands
/// on. `total` is how many there are, where not all are among them.
void tell_problems(const std::string& file, const std::vector<import::Problem>& problems, std::int64_t total);

/// "FILE, as ENTITY: 1 new, 2 changed, 3 unchanged, 0 rejected", on standard error.
void tell_counts(import::Plan& plan);

/// Writes a plan as one revision of this command ("import FILE") in the open write transaction, and commits. Calls
/// `written` before it says so.
void write_plan(sqlite::Connection& connection, sqlite::Transaction& lock, import::Plan& plan,
                const Invocation& invocation, const std::string& command, const std::function<void()>& written = {});

}  // namespace iscm::cli
