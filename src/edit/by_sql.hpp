#pragma once

// `iscm sql --write`: one statement of a user that changes the record.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "edit/source.hpp"
#include "query/typed_sql.hpp"

namespace iscm::edit {

/// Runs one INSERT, UPDATE or DELETE of a user under an open revision (history/revision.hpp) of a write transaction,
/// within the limits. Only tables of the record can be changed. Every row that was inserted or changed gets `source`,
/// which is made if it is new; without one, none, as with every other edit, unless the statement itself gives it
/// another. Returns whether anything differs from before. Throws as user_query() does, and Error(Exit::refused) if a
/// rule of the schema or of the record is broken; the caller rolls back.
bool write_sql(sqlite::Connection& connection, const query::UserQuery& query, const std::vector<std::string>& settings,
               const sqlite::UserLimits& limits, std::int64_t revision, std::optional<EditSource> source);

}  // namespace iscm::edit
