#pragma once

// The entities and fields of the record, as data.

#include <span>

#include "model/entity.hpp"

namespace iscm::model {

/// Every entity and link of the record, in the order in which help lists them.
std::span<const Entity> entities();

/// The field `source`, which every entity has: on the way in the source of the row, on the way out those of all its
/// facts.
const Field& source_field();

}  // namespace iscm::model
