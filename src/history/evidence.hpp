#pragma once

// The evidence of what the record says: which version set each fact, and which source it has. A fact is a filled field,
// or a link or other name as a whole. It counts from the version that set it, not from the newest version of its row.
// `iscm why` reads the facts of a row one by one; list, show and check ask here for sums and selections of them, as of
// the time shown (at_time.hpp).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "history/versions.hpp"
#include "model/entities.hpp"
#include "model/sql_of.hpp"
#include "schema/tables.hpp"
#include "sqlite/connection.hpp"

namespace iscm::history {

/// Which version set a fact, and its source. Both point into the row that was asked about: what a merge took from
/// another record was set there.
struct Fact {
  const VersionedRow* row = nullptr;
  const Version* set_by = nullptr;
  std::optional<std::int64_t> source;  ///< null: unsourced
};

/// The version that set the value that a column has in the last version. A value that an undo brought back was set by
/// the version that had it before, and one that a merge took over by a version of the row that was merged. A fact that
/// was set without a source has the one that was given since by a version that changed nothing else, or that of the
/// same fact in a row that was merged into this one.
Fact fact_of(const VersionedRow& row, std::size_t column);

/// The same for the row as a whole: the version that inserted it; if an undo brought it back, the first.
Fact whole_row(const VersionedRow& row);

/// Whether each row of this table is a fact as a whole: links and other names, which have no code.
bool is_fact(const schema::TrackedTable& table);

/// Whether a column of a link says what it links. Such columns are one fact with the link.
bool is_in_key(const schema::TrackedTable& table, const model::FieldColumn& column);

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

/// The field `facts`: of a source in `list` the number of facts that have it; of a row in `show source` which.
const model::Field& facts_field();

/// Fills temp.unsourced_facts (entity, plural, key, mechanism_id, source_id, fields) with each row that has facts
/// without a source. `fields` names them, with commas between; it is empty if all of them have none. mechanism_id is
/// the mechanism to which a link, meeting or outcome belongs; source_id is that of the live version.
void find_unsourced_facts(sqlite::Connection& connection);

}  // namespace iscm::history
