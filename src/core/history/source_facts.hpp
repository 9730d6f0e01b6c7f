#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/entities.hpp"
#include "db/connection.hpp"

namespace iscm::core {

// What stands on which source, by the version that set each fact (facts.hpp), not by the newest version of its row.
// Both read the record as it stands, whatever is shown of it (at_time.hpp).

/// Fills temp.source_facts (source_id, facts): how many facts stand on each source; source_id 0: on none.
void count_facts(db::Connection& connection);

/// Fills temp.facts_on (table_name, key1, key2, fields): the rows of which a fact stands on this source, and which of
/// their fields do, with "; " between; of a link itself the name of its entity.
void find_facts_on(db::Connection& connection, std::int64_t source);

/// A source, and the fields of a record that stand on it; the source 0: on none.
struct SourcedFields {
  std::int64_t source = 0;
  std::vector<std::string> fields;
};

/// The filled fields of the record with this id, which has a code, by the sources on which they stand; in the order of
/// the fields, without what rests on no source of its own (a code, how a source wrote it).
std::vector<SourcedFields> sources_of_fields(db::Connection& connection, const Entity& entity, std::int64_t id);

/// The field `facts`: of a source in `list` how many stand on it, of a row that `show source` tells of which.
const Field& facts_field();

}  // namespace iscm::core
