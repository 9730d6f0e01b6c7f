#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "edit/source.hpp"
#include "query/typed_sql.hpp"

namespace iscm::edit {

/// Runs one INSERT, UPDATE or DELETE of a user under an open revision (history/revision.hpp) of a write
/// transaction, within the limits. Only tables of the record can be changed: neither the schema, nor histories,
/// revisions and imports, nor anything outside the file. Every row that was inserted or changed rests on `source`,
/// which is made where it is new; without one, on none, as with every other edit, unless the statement itself gives it
/// another. Returns whether anything is other than before. Throws as user_query() does, and Error(Exit::refused) where
/// a rule of the schema is broken; the caller rolls back.
bool write_sql(sqlite::Connection& connection, const query::UserQuery& query, const std::vector<std::string>& settings,
               const sqlite::UserLimits& limits, std::int64_t revision, std::optional<EditSource> source);

}  // namespace iscm::edit
