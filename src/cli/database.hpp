#pragma once

// The database of a command: opened, of the right version, read as of when the options say.

#include "cli/command.hpp"
#include "model/entities.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/open.hpp"

namespace iscm::cli {

/// Opens the database of this invocation, ready for queries of this program: of its schema, its functions at hand,
/// and interrupted by Ctrl-C. Throws Error(Exit::database) where it cannot be used.
sqlite::Connection open_database(const Invocation& invocation, sqlite::Intent intent);

/// The same without asking for the program's own schema: for `migrate`.
sqlite::Connection open_any_version(const Invocation& invocation, sqlite::Intent intent);

/// Whether a record is called so: of this kind, or of any if it is null. For suggestions.
bool is_record(sqlite::Connection& connection, const model::Entity* kind, const std::string& name);

}  // namespace iscm::cli
