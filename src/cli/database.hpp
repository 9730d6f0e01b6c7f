#pragma once

// Opens the database of a command, checks its version, and shows it as it was at the time of --known-at and --as-of.

#include "cli/command.hpp"
#include "model/entities.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/open.hpp"

namespace iscm::cli {

/// Opens the database of this invocation, with the SQL functions of this program; Ctrl-C interrupts its queries. Throws
/// Error(Exit::database) if it cannot be used, or has another schema.
sqlite::Connection open_database(const Invocation& invocation, sqlite::Intent intent);

/// The same for a database of any schema: for `migrate`.
sqlite::Connection open_any_version(const Invocation& invocation, sqlite::Intent intent);

/// Whether a record has this name: a record of this kind, or of any if it is null. For suggestions.
bool is_record(sqlite::Connection& connection, const model::Entity* kind, const std::string& name);

}  // namespace iscm::cli
