#pragma once

// What `export` writes: every row of an entity in the form that import reads, and the order in which the files can be
// imported.

#include <string>
#include <string_view>
#include <vector>

#include "model/entities.hpp"
#include "sqlite/connection.hpp"

namespace iscm::query {

/// Every row of the entity: a column for each of all_fields(), records by their codes, sorted by code or by the key of
/// a link. Without ids and times, so that two exports differ only if the record does.
sqlite::Statement export_rows(sqlite::Connection& connection, const model::Entity& entity);

/// The evidence of every fact, without revisions and times, for the same reason: entity, record, field, value, basis,
/// source, place and note.
sqlite::Statement evidence_rows(sqlite::Connection& connection);

/// What `export` calls it.
inline constexpr std::string_view kEvidence = "evidence";

/// Every entity, after those that it refers to: in this order their files can be imported into an empty record.
std::vector<const model::Entity*> import_order();

}  // namespace iscm::query
