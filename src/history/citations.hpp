#pragma once

// Citations: further evidence for what the record says already, beside the source that was given when a fact was set.
// evidence.hpp counts both. You need this header to cite, and to tell where in a source something is said.

#include <cstdint>
#include <string>
#include <vector>

#include "history/versions.hpp"
#include "schema/tables.hpp"
#include "sqlite/connection.hpp"

namespace iscm::history {

struct Citation {
  std::int64_t id = 0;
  std::string field;  ///< by its name; empty: all of the record, or the link as a whole
  std::int64_t source = 0;
  std::int64_t revision = 0;
  std::string place;  ///< in the source: "p. 3"
  std::string note;
};

/// Whether it is evidence for a fact of its row that this revision set: it cites the field or the whole row, and was
/// made when the fact was there.
bool stands_for(const Citation& citation, std::string_view field, std::int64_t set_by);

/// The citations of the rows of one table, as of the time shown (at_time.hpp).
class Citations {
public:
  Citations(sqlite::Connection& connection, const std::string& table);

  /// Those of one row, the oldest first.
  std::vector<Citation> of(const std::vector<std::int64_t>& key);

private:
  bool any_;
  sqlite::Statement rows_;
};

/// A condition: the row `row`, an alias of T, has citations.
std::string has_citations(const schema::TrackedTable& table, std::string_view row);

/// Adds a citation under this open revision. The citation's id and revision are not read.
void add_citation(sqlite::Connection& connection, const schema::TrackedTable& table,
                  const std::vector<std::int64_t>& key, const Citation& citation, std::int64_t revision);

/// At the end of a revision: the citations of rows that it merged into others go to those, and the citations of rows
/// that it removed are removed with them.
void settle_citations(sqlite::Connection& connection, std::int64_t revision);

}  // namespace iscm::history
