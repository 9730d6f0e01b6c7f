#pragma once

#include "import/staging.hpp"

// What names mean. A name resolves through tiers: what was answered, then code, then name, then alias or acronym;
// the first tier with a match decides.

namespace iscm::import {

/// Fills temp.resolved for every value of temp.wanted of this kind, among the records that are stored.
void resolve_among_stored(Job& job, const model::Entity& kind);

/// Fills temp.name with every folded name under which a record of this kind is stored.
void collect_known_names(Job& job, const model::Entity& kind);

/// The same, and the names of the new rows of the input, whose records must be identified.
void collect_names(Job& job, const model::Entity& kind);

/// Resolves the reference fields of the input: sets id_<field>, and rejects what is unknown or ambiguous. If records of
/// the entity have names, a row may name a new one of the same file, so its records must be identified.
void resolve_references(Job& job);

/// Splits the list cells into temp.item_<field> and resolves the parts. A part that is unknown as a whole is split at
/// commas. Only an alias may mean several records.
void resolve_lists(Job& job);

}  // namespace iscm::import
