#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/entities.hpp"
#include "model/sql_of.hpp"
#include "schema/tables.hpp"
#include "sqlite/connection.hpp"

namespace iscm::history {

struct VersionedRow;

/// One version of a row; values are those of field_columns(), as they are stored.
struct Version {
  std::int64_t revision = 0;
  std::int64_t replaced_by = 0;        ///< 0: it stands
  std::int64_t undoes = 0;             ///< what its revision undid; 0: nothing
  std::optional<std::int64_t> source;  ///< one that stands
  bool only_sourced = false;           ///< nothing but the source differs from the version before
  std::vector<std::optional<std::string>> values;
  std::vector<VersionedRow> merged;  ///< rows that its revision made one with this, as they were until then
};

/// A row with all of its versions, the oldest first.
struct VersionedRow {
  std::vector<std::int64_t> key;
  std::string record;  ///< as people name it: "midsa KEN member"
  std::vector<Version> versions;
};

/// Which rows are read, and up to when.
struct Wanted {
  bool removed = false;    ///< also rows that no longer stand
  std::int64_t until = 0;  ///< as they were known after this revision; 0: now
};

/// Reads every version of the rows that satisfy `condition`, over `r` (an alias of T and of T_history), and gives each
/// row once, by key. A source that was merged into another is that one; one that was removed is none.
void for_each_row(sqlite::Connection& connection, const schema::TrackedTable& table, const std::string& condition,
                  Wanted wanted, const std::function<void(const VersionedRow&)>& give);

/// Whether a row has anything but the version that stands: older ones, or others that a merge made one with it. A
/// condition over `row`, an alias of T.
std::string has_history(const schema::TrackedTable& table, std::string_view row);

/// This source, and those that were merged into it up to `until` (0: now) and are gone.
std::vector<std::int64_t> sources_that_became(sqlite::Connection& connection, std::int64_t source,
                                              std::int64_t until = 0);

/// Which version made a fact what it is, and on what it stands. Both point into the row that was asked about: what a
/// merge took from another record was set there.
struct Fact {
  const VersionedRow* row = nullptr;
  const Version* set_by = nullptr;
  std::optional<std::int64_t> source;  ///< nothing: unsourced
};

/// The version that set the value that a column has in the last version. A value that an undo brought back was set by
/// the version that had it before, and one that a merge took over by the version of the row that went. A fact that was
/// set without a source stands on the one that was named since in a version that changed nothing else, or on that of
/// the same fact in a row that a merge folded into this one.
Fact fact_of(const VersionedRow& row, std::size_t column);

/// The same for the row as a whole: the version with which it came, where an undo brought it back the first.
Fact whole_row(const VersionedRow& row);

/// Whether a filled field is a fact that needs a source; a code, a note, and how a source wrote or ordered something
/// are none.
bool is_fact(const model::FieldColumn& column);

/// Whether the rows of this table are facts as a whole: links and other names, which have no code.
bool is_fact(const schema::TrackedTable& table);

/// The columns of a link that say what it links, which are one fact with it.
bool is_in_key(const schema::TrackedTable& table, const model::FieldColumn& column);

// What stands on which source, by the version that set each fact (facts.hpp), not by the newest version of its row.
// Both read the record as it stands, whatever is shown of it (at_time.hpp).

/// Fills temp.source_facts (source_id, facts): how many facts stand on each source; source_id 0: on none.
void count_facts(sqlite::Connection& connection);

/// Fills temp.facts_on (table_name, key1, key2, fields): the rows of which a fact stands on this source, and which of
/// their fields do, with "; " between; of a link itself the name of its entity.
void find_facts_on(sqlite::Connection& connection, std::int64_t source);

/// A source, and the fields of a record that stand on it; the source 0: on none.
struct SourcedFields {
  std::int64_t source = 0;
  std::vector<std::string> fields;
};

/// The filled fields of the record with this id, which has a code, by the sources on which they stand; in the order of
/// the fields, without what rests on no source of its own (a code, how a source wrote it).
std::vector<SourcedFields> sources_of_fields(sqlite::Connection& connection, const model::Entity& entity,
                                             std::int64_t id);

/// The field `facts`: of a source in `list` how many stand on it, of a row that `show source` tells of which.
const model::Field& facts_field();

/// Whether facts of this kind need a source: sources are evidence themselves, and waivers words of ours.
bool needs_sources(const model::Entity& entity);

/// Whether what rests on no source is counted for the mechanism that it belongs to. Aliases are words of ours, and told
/// each by itself as the other records are.
bool belongs_to_mechanism(const model::Entity& entity);

/// Fills temp.unsourced_facts (entity, plural, key, mechanism_id, source_id, fields): a row for each row of the record
/// of which something rests on no source, by the version that set it. `fields` says what, with commas between; it is
/// empty where all of it does. mechanism_id is that of the mechanism to which a link, meeting or outcome belongs, and
/// source_id that of the version that stands: set anew, all that has none rests on it.
void find_unsourced_facts(sqlite::Connection& connection);

}  // namespace iscm::history
