#pragma once

#include <functional>
#include <string>

#include "cli/command.hpp"
#include "core/import/plan.hpp"
#include "db/connection.hpp"

namespace iscm::cli {

/// Writes a plan as one revision of this command ("import FILE") in the open write transaction, and commits. Calls
/// `written` before it says so.
void write_plan(db::Connection& connection, db::Transaction& lock, core::Plan& plan, const Invocation& invocation,
                const std::string& command, const std::function<void()>& written = {});

}  // namespace iscm::cli
