#pragma once

// Opens the database of a command, checks its version, and shows it as it was at the time of --known-at and --as-of.

#include <span>
#include <string>

#include "cli/command.hpp"
#include "model/entities.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/open.hpp"

namespace iscm::cli {

/// Whether open_database() notes at what time the record is read, if that is not now; a caption says it otherwise.
enum class Say { time, nothing };

/// Notes at what time the record is read, if that is not now; `undated` are the rows that count at every date, in
/// words.
void note_time(sqlite::Connection& connection, const Invocation& invocation, const std::string& undated);

/// With --as-of, says of fields that are shown which are empty at every date but that of their source.
void note_empty_at_date(const Invocation& invocation, std::span<const model::Field* const> fields);
void note_empty_at_date(const Invocation& invocation, const model::Entity& entity);

/// Opens the database of this invocation, with the SQL functions of this program; Ctrl-C interrupts its queries. Throws
/// Error(Exit::database) if it cannot be used, or has another schema.
sqlite::Connection open_database(const Invocation& invocation, sqlite::Intent intent, Say say = Say::time);

/// The same for a database of any schema: for `migrate`.
sqlite::Connection open_any_version(const Invocation& invocation, sqlite::Intent intent);

/// Whether a record has this name: a record of this kind, or of any if it is null. For suggestions.
bool is_record(sqlite::Connection& connection, const model::Entity* kind, const std::string& name);

}  // namespace iscm::cli
