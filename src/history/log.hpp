#pragma once

// The revisions, and what they did: for `iscm log`.

#include <cstdint>
#include <optional>
#include <string>

#include "model/find_record.hpp"
#include "sqlite/connection.hpp"

namespace iscm::history {

/// Which revisions are listed.
struct LogFilter {
  std::string since;                  ///< a revision or a time, as at_time.hpp reads them; empty: from the first
  std::string author;                 ///< in any case and with or without accents; empty: all
  std::optional<std::int64_t> limit;  ///< at most so many rows, the newest
};

/// The revisions, the newest first: revision, time, author, command, sources (those that it gives), reason, undoes,
/// rows (how many rows of tables it touched). Throws Error(Exit::usage) if `since` is neither a revision nor a time.
sqlite::Statement revision_log(sqlite::Connection& connection, const LogFilter& filter);

/// The sources that a revision gives, with its changes or by citing them: "a; b and 12 more". Empty if there are
/// none, and of an undo: it gives back what there was.
std::string sources_given(sqlite::Connection& connection, std::int64_t revision);

/// What one revision did, by entity and record: entity, record, action, field, old, new.
/// Throws Error(Exit::refused) if there is no such revision.
sqlite::Statement revision_changes(sqlite::Connection& connection, std::int64_t revision, const LogFilter& filter);

/// The history of these rows and of their links, the newest first: revision, time, author, command, entity, record,
/// action, field, old, new, reason. If rows.field is set: of that field alone; if it is a list, of its links alone.
sqlite::Statement row_log(sqlite::Connection& connection, const model::KeyedRows& rows, const LogFilter& filter);

}  // namespace iscm::history
