#pragma once

// The evidence of what the record says: which version set each fact, and which source it has. A fact is a filled field,
// or a link or other name as a whole. It counts from the version that set it, not from the newest version of its row.
// Beside the source with which it was set, a fact has those that were cited for it since (citations.hpp).
// `iscm why` reads the facts of a row one by one; list, show and check ask here for sums and selections of them, as of
// the time shown (at_time.hpp).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "history/facts.hpp"
#include "model/entities.hpp"
#include "model/sql_of.hpp"
#include "schema/tables.hpp"
#include "sqlite/connection.hpp"

namespace iscm::history {

/// Whether the row with this key has the source for this field (empty: for each fact that it has).
bool has_source(sqlite::Connection& connection, const schema::TrackedTable& table, const std::vector<std::int64_t>& key,
                std::string_view field, std::int64_t source);

/// Fills temp.source_facts (source_id, facts): how many facts have each source; source_id 0: none.
void count_facts(sqlite::Connection& connection);

/// Fills temp.facts_on (table_name, key1, key2, fields): the rows of which a fact has this source, and which of their
/// fields do, with "; " between; of a link itself the name of its entity.
void find_facts_on(sqlite::Connection& connection, std::int64_t source);

/// A source, and the fields of a record that have it; the source 0: none.
struct SourcedFields {
  std::int64_t source = 0;
  std::vector<std::string> fields;
};

/// The filled fields of the record with this id, which has a code, by their sources; in the order of the fields,
/// without those that need no source (a code, how a source wrote it).
std::vector<SourcedFields> sources_of_fields(sqlite::Connection& connection, const model::Entity& entity,
                                             std::int64_t id);

/// Fills temp.record_sources (key1, key2, source_id, code) for the rows of this entity that have other sources than
/// that of their newest version: a row for each source of their facts and of the items of their lists, and if some have
/// none, one with source_id 0 and the code "unsourced" (NULL if all have none). Only rows `r` of the condition are
/// looked at.
void find_record_sources(sqlite::Connection& connection, const model::Entity& entity, std::string_view condition = "1");

/// Whether find_record_sources() would find any of these rows, as far as the rows themselves say; quick to ask.
bool may_have_several_sources(sqlite::Connection& connection, const model::Entity& entity, std::string_view condition);

/// The sources of a record, with "; " between: an expression over `row`. It needs find_record_sources().
std::string shown_sources(const model::Entity& entity, std::string_view row);

/// A condition: a source of the record satisfies `condition`, over the column e.source_id; without a condition: it has
/// none at all. It needs find_record_sources().
std::string has_source_that(const model::Entity& entity, std::string_view row, std::string_view condition);

/// The field `facts`: of a source in `list` the number of facts that have it; of a row in `show source` which.
const model::Field& facts_field();

/// Fills temp.unsourced_facts (entity, plural, key, mechanism_id, source_id, fields) with each row that has facts
/// without a source. `fields` names them, with commas between; it is empty if all of them have none. mechanism_id is
/// the mechanism to which a link, meeting or outcome belongs; source_id is that of the live version.
void find_unsourced_facts(sqlite::Connection& connection);

}  // namespace iscm::history
