#pragma once

#include "db/connection.hpp"

namespace iscm::core {

/// Fills temp.unsourced_facts (entity, plural, key, mechanism_id, source_id, fields): a row for each row of the record
/// of which something rests on no source, by the version that set it. `fields` says what, with commas between; it is
/// empty where all of it does. mechanism_id is that of the mechanism to which a link, meeting or outcome belongs, and
/// source_id that of the version that stands: set anew, all that has none rests on it.
void find_unsourced_facts(db::Connection& connection);

}  // namespace iscm::core
