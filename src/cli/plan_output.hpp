#pragma once

// How `iscm import` and `iscm apply` print a plan, its problems and its counts, and write it.

#include <functional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "import/plan.hpp"
#include "sqlite/connection.hpp"

namespace iscm::cli {

/// Prints what a plan would do: as a table the changes of the first records (--limit), in the other formats every
/// change, missing record and problem as a row.
void print_plan(const Invocation& invocation, import::Plan& plan);

/// Prints the problems of a file on standard error, those of one kind together, each once with its lines. `total` is
/// the number of all, which may be more than these.
void print_problems(const std::string& file, const std::vector<import::Problem>& problems, std::int64_t total);

/// "FILE, as ENTITY: 1 new, 2 changed, 3 unchanged, 0 rejected", on standard error.
void print_counts(import::Plan& plan);

/// Writes a plan as one revision of this command ("import FILE") in the open write transaction, commits, calls
/// `written` and prints the number of the revision.
void write_plan(sqlite::Connection& connection, sqlite::Transaction& lock, import::Plan& plan,
                const Invocation& invocation, const std::string& command, const std::function<void()>& written = {});

}  // namespace iscm::cli
