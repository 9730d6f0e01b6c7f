#pragma once

// The evidence of the whole record as rows, for SQL and for export.

#include <string_view>

#include "sqlite/connection.hpp"

namespace iscm::history {

/// Fills temp.evidence_rows and makes the view temp.evidence over it, as of the time shown: a row for each fact and
/// each source that it has, one with an empty source if it has none. Its columns are entity, record, field (empty: a
/// link or other name as a whole), value, basis, source, place, note, revision, at, author, file, line, published.
void find_evidence(sqlite::Connection& connection);

/// The same if this SQL asks for the view, and count_facts() if it asks for source_facts: to find all evidence takes a
/// moment.
void provide_evidence(sqlite::Connection& connection, std::string_view sql);

}  // namespace iscm::history
