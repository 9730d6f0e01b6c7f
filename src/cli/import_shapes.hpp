#pragma once

// The shapes of tables that `iscm import` takes: what its options ask for, and which of them it offers where a table
// is not understood. What they do is in src/read.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "import/header.hpp"
#include "import/plan.hpp"
#include "read/row_source.hpp"
#include "sqlite/connection.hpp"

namespace iscm::cli {

/// The names of records, to be looked up many times.
class KnownNames {
public:
  explicit KnownNames(sqlite::Connection& connection) : connection_(connection) {}
  bool has(const model::Entity& kind, std::string_view name);

private:
  sqlite::Connection& connection_;
  std::map<const model::Entity*, std::set<std::string>> folded_;
};

/// Opens FILE, as open_input() does, in the shape that --matrix, --transposed, --fill-down, --sections and --split say.
/// Throws Error(Exit::usage) for a column that the file does not have, or that cannot be so, else what reading throws.
std::unique_ptr<read::RowSource> open_shaped(const Invocation& invocation, sqlite::Connection& connection,
                                             const std::string& file, const std::string& sheet);

/// What the rows are: what --as says, memberships of a matrix, else what import::recognize() finds. Its refusal has a
/// hint more if the table would be understood in another shape.
const model::Entity& entity_of(const Invocation& invocation, sqlite::Connection& connection, const std::string& file,
                               const read::RowSource& rows, const import::ColumnChoices& choices);

/// The problems of a plan, with the option as their hint where another shape of the table is likely.
std::vector<import::Problem> with_offers(const Invocation& invocation, sqlite::Connection& connection,
                                         import::Plan& plan);

}  // namespace iscm::cli
