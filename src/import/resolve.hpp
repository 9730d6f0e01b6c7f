#pragma once

#include "import/staging.hpp"

namespace iscm::import {

/// Fills temp.resolved for every value of temp.wanted of this kind (an entity's name). A name resolves through tiers:
/// what was answered, then code, then name, then alias or acronym; the first tier with a match decides. New rows of the
/// input that have their record_id already take part, so that a row may name another of its own file.
void resolve_wanted(Job& job, const model::Entity& kind);

/// Fills temp.name with every folded name under which the database knows a record of this kind.
void collect_known_names(Job& job, const model::Entity& kind);

/// The same, and the names of the new rows of the input that have their record_id.
void collect_names(Job& job, const model::Entity& kind);

/// Resolves the reference fields of the input: sets id_<field>, and tells what is unknown or ambiguous.
void resolve_references(Job& job);

/// Splits the list cells into temp.item and resolves the parts. A part that is unknown as a whole is split at commas.
/// Only an alias may stand for several records.
void resolve_lists(Job& job);

}  // namespace iscm::import
