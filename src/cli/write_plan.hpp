#pragma once

#include <functional>
#include <string>

#include "cli/command.hpp"
#include "import/plan.hpp"
#include "sqlite/connection.hpp"

namespace iscm::cli {

/// Writes a plan as one revision of this command ("import FILE") in the open write transaction, and commits. Calls
/// `written` before it says so.
void write_plan(sqlite::Connection& connection, sqlite::Transaction& lock, import::Plan& plan,
                const Invocation& invocation, const std::string& command, const std::function<void()>& written = {});

}  // namespace iscm::cli
