#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/sql.hpp"

namespace iscm::core {

/// Runs one INSERT, UPDATE or DELETE of a user under an open revision (core/history/revision.hpp) of a write
/// transaction, within the limits. Only tables of the record can be changed: neither the schema, nor histories,
/// revisions and imports, nor anything outside the file. Where `source_id` is not 0, every row that was inserted or
/// changed rests on that source. Returns whether anything is other than before.
/// Throws as user_query() does, and Error(Exit::refused) where a rule of the schema is broken; the caller rolls back.
bool write_sql(db::Connection& connection, const UserQuery& query, const std::vector<std::string>& settings,
               const db::UserLimits& limits, std::int64_t revision, std::int64_t source_id);

}  // namespace iscm::core
