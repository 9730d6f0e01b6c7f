#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sqlite/connection.hpp"
#include "sqlite/user_sql.hpp"

namespace iscm::query {

/// SQL that somebody typed, and from where: messages name the file, and show the line with a caret under what is wrong.
struct UserQuery {
  std::string_view sql;
  std::string_view file{};  ///< empty: it was typed
};

/// Prepares a query under the limits of `guard`, with its parameters (:name, @name, $name or ?1) bound from settings
/// NAME=VALUE. A value written as a number (as SQLite would write it: `12`, `-1.5`, but not `024`) is one, any other is
/// text. The rows are there to be stepped through while `guard` lives.
/// Throws Error(Exit::usage) for SQL that is not understood, with "did you mean" for tables, columns and functions, and
/// for parameters that are missing or not the query's; Error(Exit::refused) for what SQL of a user must not do;
/// Error(Exit::failed), also from the steps, where a limit is met.
sqlite::Statement user_query(sqlite::UserSql& guard, const UserQuery& query, const std::vector<std::string>& settings);

/// Throws Error(Exit::usage) with what SQLite says of the query, the line in which it is wrong with a caret under the
/// place, and as a hint what was probably meant.
[[noreturn]] void throw_explained(sqlite::Connection& connection, const UserQuery& query,
                                  const sqlite::SqlError& error);

}  // namespace iscm::query
