#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sqlite/connection.hpp"

namespace iscm::query {

/// A column as somebody who writes SQL needs to know it.
struct SchemaColumn {
  std::string name;
  std::string type;  ///< TEXT or INTEGER; empty of a view's
  bool in_key = false;
  bool required = false;
  std::string meaning;
  std::string rule;
  std::string refers_to;  ///< "mechanisms.id"; empty where it is no foreign key
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

/// Every table and view that people ask of, entities first; not the histories, of which each tracked table has one, nor
/// what the triggers alone use.
std::vector<SchemaTable> schema_tables(sqlite::Connection& connection);

/// The table of that name, histories included. Throws Error(Exit::usage) with "did you mean" where there is none.
SchemaTable schema_table(sqlite::Connection& connection, std::string_view name);

/// Its columns, in their order.
std::vector<SchemaColumn> schema_columns(sqlite::Connection& connection, const std::string& table);

/// What joins to the table, both ways, as conditions: "memberships.mechanism_id = mechanisms.id". Joins to histories
/// are left out.
std::vector<std::string> schema_joins(sqlite::Connection& connection, const std::string& table);

/// The queries of schema/examples/TABLE.sql.
std::vector<SchemaExample> schema_examples(std::string_view table);

/// The tables and their references as an entity-relation picture in the language of Mermaid; of one table and its
/// neighbours where `table` is not empty.
std::string schema_as_mermaid(sqlite::Connection& connection, std::string_view table);

// What the description of the entities does not say: tables and columns that no entity has.

/// What a table is that belongs to no entity; empty where nothing is known.
std::string_view meaning_of_table(std::string_view table);

/// What a column is that no field stands for; empty where nothing is known.
std::string_view meaning_of_column(std::string_view table, std::string_view column);

}  // namespace iscm::query
