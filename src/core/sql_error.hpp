#pragma once

#include "core/sql.hpp"

namespace iscm::core {

/// Throws Error(Exit::usage) with what SQLite says of the query, the line in which it is wrong with a caret under the
/// place, and as a hint what was probably meant.
[[noreturn]] void throw_explained(db::Connection& connection, const UserQuery& query, const db::SqlError& error);

}  // namespace iscm::core
