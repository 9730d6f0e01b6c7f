#pragma once

#include "cli/command.hpp"
#include "db/connection.hpp"
#include "db/open.hpp"

namespace iscm::cli {

/// Opens the database of this invocation, ready for queries of this program: of its schema, its functions at hand,
/// and interrupted by Ctrl-C. Throws Error(Exit::database) where it cannot be used.
db::Connection open_database(const Invocation& invocation, db::Intent intent);

/// The same without asking for the program's own schema: for `migrate`.
db::Connection open_any_version(const Invocation& invocation, db::Intent intent);

}  // namespace iscm::cli
