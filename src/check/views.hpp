#pragma once

#include <string_view>

#include "sqlite/connection.hpp"

namespace iscm::check {

/// What the SQL of checks may use beside the tables, on this connection alone.
///
/// TEMP views:
///   dated_links      entity, id, key, mechanism_id, mechanism, participant_kind, participant_id, participant,
///                    participant_name, role, valid_from, valid_to, published_name, basis: memberships, chairs and
///                    secretariats alike
///   record_names     entity, record_id, key, identifier (M49, where there is one), field, name: every code, name,
///                    acronym and alias
///   record_texts     entity, key, field, value: every text of every record
///   record_evidence  entity, plural, key, mechanism, source_id, basis: every fact that should have a source
///   mechanism_changes  mechanism_id, revision: every revision in which the mechanism, or what is its own (links,
///                    meetings, outcomes, aliases), was added, changed or taken away
///   spanned_regions  mechanism_id, region_id: a region and a part of it once, the world none
///
/// Functions: fold(text), visible(text), trimmed(text), without_marks(text) (text/visible.hpp), first_day(date),
/// last_day(date), and slips(a, b): how many slips of the pen lie between two names; NULL where their digits differ,
/// where a word does by more than its length allows, and where there are certainly more than three.
void add_check_views(sqlite::Connection& connection);

/// What takes time is made only for a query that speaks of it:
///   unsourced_facts  (history/evidence.hpp)
/// Under a guard of user SQL it has to be made before.
void add_check_tables(sqlite::Connection& connection, std::string_view sql);

}  // namespace iscm::check
