#pragma once

#include "import/staging.hpp"

namespace iscm::import {

/// Rejects a name or code that the input gives to a record though another record has it, and an alias that finds
/// another record already: into temp.problem ("known"), and whose it is into temp.detail. A name that another row of
/// the input takes away from its record is free; two rows cannot give one name to two records. Reads temp.change.
void check_names_given(Job& job);

/// The kind of record that rows of this entity give names to: itself, or that of an alias. Null if it has no names.
const model::Entity* kind_named_by(const model::Entity& entity);

/// Whether an alias may mean several records of this kind: it may in a list.
bool may_share_aliases(const model::Entity& kind);

}  // namespace iscm::import
