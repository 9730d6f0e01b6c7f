#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "cli/command.hpp"
#include "sqlite/connection.hpp"

namespace iscm::cli {

/// How many rows of a user's query are printed.
struct RowLimit {
  std::optional<std::int64_t> rows;                                       ///< nothing: all
  bool was_asked_for = false;                                             ///< by --limit
  std::string_view all_by{"--limit N shows more, -o FILE has them all"};  ///< how the rest is had, where it was not
};

/// What --limit says; without it 1000 for a table on a terminal. Throws Error(Exit::usage) where it is no number, and
/// as format_of() does.
RowLimit row_limit(const Invocation& invocation);

/// Prints the rows of a user's query as --format and -o ask: bytes as X'...', and no more than the limit, nor a table
/// that would take more memory than a program should. Where rows were left out, a note says so.
void print_query(const Invocation& invocation, sqlite::Statement& rows, const RowLimit& limit);

}  // namespace iscm::cli
