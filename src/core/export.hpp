#pragma once

#include <string>
#include <vector>

#include "core/entities.hpp"
#include "db/connection.hpp"

namespace iscm::core {

/// Every row of the entity as import reads it: a column for each of all_fields(), records by their codes, sorted by code
/// or by the key of a link. No id and no time stands in it, so that two exports differ only where the record does.
db::Statement export_rows(db::Connection& connection, const Entity& entity);

/// Every entity, those that others refer to before them: in this order their files can be imported into an empty
/// record.
std::vector<const Entity*> import_order();

}  // namespace iscm::core
