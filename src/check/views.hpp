#pragma once

// What the SQL of a check may use beside the tables. Written for who writes a check.

#include <string_view>

#include "sqlite/connection.hpp"

namespace iscm::check {

/// Adds to this connection
/// TEMP views:
///   dated_links        entity, id, key, mechanism_id, mechanism, participant_kind, participant_id, participant,
///                      participant_name, role, valid_from, valid_to, published_name, basis: of memberships, chairs and
///                      secretariats
///   record_names       entity, record_id, key, identifier (M49; NULL if the entity has none), field, name: every code,
///                      name, acronym and alias
///   record_texts       entity, key, field, value: every text of every record
///   record_evidence    entity, plural, key, mechanism, source_id, basis: every fact that should have a source
///   mechanism_changes  mechanism_id, revision: every revision that added, changed or removed the mechanism or what
///                      belongs to it (links, meetings, outcomes, aliases)
///   spanned_regions    mechanism_id, region_id: the regions of each mechanism, without the world and without parts of
///                      others
/// functions: fold(text), visible(text), trimmed(text), without_marks(text) (text/visible.hpp), first_day(date),
///   last_day(date) (NULL if it is no date), slips(a, b) (text/closeness.hpp, slips_between_names)
void add_check_views(sqlite::Connection& connection);

/// Adds what takes time to make and what this SQL names: unsourced_facts (history/evidence.hpp). Belongs before a guard
/// of user SQL.
void add_check_tables(sqlite::Connection& connection, std::string_view sql);

}  // namespace iscm::check
