#pragma once

// The tables and views of the file, explained to somebody who writes SQL: what each holds, its columns, what joins to
// it, and queries to begin with. `iscm schema` prints it; the data package describes tables with it.

#include <string>
#include <string_view>
#include <vector>

#include "sqlite/connection.hpp"

namespace iscm::query {

struct SchemaColumn {
  std::string name;
  std::string type;  ///< TEXT or INTEGER; empty for a column of a view
  bool in_key = false;
  bool required = false;
  std::string meaning;
  std::string rule;
  std::string refers_to;  ///< "mechanisms.id"; empty if it is not a foreign key
};

/// A query about a table, with what it asks.
struct SchemaExample {
  std::string question;
  std::string sql;  ///< without a semicolon
};

struct SchemaTable {
  std::string name;
  bool is_view = false;
  std::string meaning;
};

/// Every table and view that people ask about, entities first; without the histories, of which each tracked table has
/// one, and without what only the triggers use.
std::vector<SchemaTable> schema_tables(sqlite::Connection& connection);

/// The table of that name, which may be a history. Throws Error(Exit::usage) with "did you mean" if there is none.
SchemaTable schema_table(sqlite::Connection& connection, std::string_view name);

/// Its columns, in their order.
std::vector<SchemaColumn> schema_columns(sqlite::Connection& connection, const std::string& table);

/// What joins to the table, both ways, as conditions: "memberships.mechanism_id = mechanisms.id". Joins to the
/// histories of other tables are left out.
std::vector<std::string> schema_joins(sqlite::Connection& connection, const std::string& table);

/// The queries of schema/examples/TABLE.sql.
std::vector<SchemaExample> schema_examples(std::string_view table);

/// The tables and their references as an entity-relation diagram in the language of Mermaid; if `table` is not empty,
/// only that one and its neighbours.
std::string schema_as_mermaid(sqlite::Connection& connection, std::string_view table);

}  // namespace iscm::query
