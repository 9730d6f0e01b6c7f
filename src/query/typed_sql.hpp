#pragma once

// SQL that a user typed or keeps in a file: prepared under limits, with parameters bound, and errors explained with
// the place and what was probably meant.

#include <string>
#include <string_view>
#include <vector>

#include "sqlite/connection.hpp"
#include "sqlite/user_sql.hpp"

namespace iscm::query {

/// SQL of a user, and where it is from.
struct UserQuery {
  std::string_view sql;
  std::string_view file{};  ///< for messages; empty: it was typed
};

/// Prepares a query under the limits of `guard`, with its parameters (:name, @name, $name or ?1) bound from settings
/// NAME=VALUE. A value that is written as SQLite would write a number (`12`, `-1.5`, but not `024`) is a number, any
/// other is text. The rows can be read while `guard` lives.
/// Throws Error(Exit::usage) for SQL that is not understood, with "did you mean" for tables, columns and functions, and
/// for parameters that are missing or unknown; Error(Exit::refused) for what SQL of a user must not do;
/// Error(Exit::failed), also from the steps, if a limit is met.
sqlite::Statement user_query(sqlite::UserSql& guard, const UserQuery& query, const std::vector<std::string>& settings);

/// Throws Error(Exit::usage) with what SQLite says about the query, the line with a caret under the place that is
/// wrong, and as a hint what was probably meant.
[[noreturn]] void throw_explained(sqlite::Connection& connection, const UserQuery& query,
                                  const sqlite::SqlError& error);

}  // namespace iscm::query
