#pragma once

#include "core/entities.hpp"
#include "db/connection.hpp"

namespace iscm::core {

/// Whether facts of this kind need a source: sources are evidence themselves, and waivers words of ours.
bool needs_sources(const Entity& entity);

/// Whether what rests on no source is counted for the mechanism that it belongs to. Aliases are words of ours, and told
/// each by itself as the other records are.
bool belongs_to_mechanism(const Entity& entity);

/// Fills temp.unsourced_facts (entity, plural, key, mechanism_id, source_id, fields): a row for each row of the record
/// of which something rests on no source, by the version that set it. `fields` says what, with commas between; it is
/// empty where all of it does. mechanism_id is that of the mechanism to which a link, meeting or outcome belongs, and
/// source_id that of the version that stands: set anew, all that has none rests on it.
void find_unsourced_facts(db::Connection& connection);

}  // namespace iscm::core
