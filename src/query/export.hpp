#pragma once

#include <string>
#include <vector>

#include "model/entities.hpp"
#include "sqlite/connection.hpp"

namespace iscm::query {

/// Every row of the entity as import reads it: a column for each of all_fields(), records by their codes, sorted by
/// code or by the key of a link. No id and no time stands in it, so that two exports differ only where the record does.
sqlite::Statement export_rows(sqlite::Connection& connection, const model::Entity& entity);

/// Every entity, those that others refer to before them: in this order their files can be imported into an empty
/// record.
std::vector<const model::Entity*> import_order();

}  // namespace iscm::query
