#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/find_record.hpp"
#include "sqlite/connection.hpp"

namespace iscm::history {

/// Which revisions are told of.
struct LogFilter {
  std::string since;                  ///< a revision or a time, as at_time.hpp reads them; empty: from the first
  std::string author;                 ///< case and accents aside; empty: everybody's
  std::optional<std::int64_t> limit;  ///< at most so many rows, the newest
};

/// The revisions, the newest first: revision, time, author, command, reason, undoes, rows (of tables that it touched).
/// Throws Error(Exit::usage) where `since` is neither a revision nor a time.
sqlite::Statement revision_log(sqlite::Connection& connection, const LogFilter& filter);

/// What one revision did, by entity and record: entity, record, action, field, old, new.
/// Throws Error(Exit::refused) where there is no such revision.
sqlite::Statement revision_changes(sqlite::Connection& connection, std::int64_t revision, const LogFilter& filter);

/// The life of these rows and of their links, the newest first: revision, time, author, command, entity, record,
/// action, field, old, new, reason. Of one field where rows.field says so, of its links alone where that is a list.
sqlite::Statement life_log(sqlite::Connection& connection, const model::KeyedRows& rows, const LogFilter& filter);

}  // namespace iscm::history
