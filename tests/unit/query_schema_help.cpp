// What `iscm schema` says: every table, column and example of the real schema.

#include <doctest/doctest.h>

#include "query/schema_help.hpp"
#include "small_record.hpp"
#include "sqlite/user_sql.hpp"

namespace iscm::test {

TEST_CASE("every table and every column that people ask of has a meaning") {
  sqlite::Connection connection = small_record();
  for (const query::SchemaTable& table : query::schema_tables(connection)) {
    CAPTURE(table.name);
    CHECK_FALSE(table.meaning.empty());
    for (const query::SchemaColumn& column : query::schema_columns(connection, table.name)) {
      CAPTURE(column.name);
      CHECK_FALSE(column.meaning.empty());
    }
  }
}

TEST_CASE("three example queries for each table run as a user would run them, and ask of it") {
  sqlite::Connection connection = small_record();
  std::vector<query::SchemaTable> tables = query::schema_tables(connection);
  sqlite::UserSql guard(connection);
  int run = 0;
  for (const query::SchemaTable& table : tables) {
    CAPTURE(table.name);
    const std::vector<query::SchemaExample> examples = query::schema_examples(table.name);
    CHECK(examples.size() == 3);
    for (const query::SchemaExample& example : examples) {
      CAPTURE(example.sql);
      CHECK(example.sql.find(table.name) != std::string::npos);
      sqlite::Statement rows = guard.prepare(example.sql);
      while (rows.step()) ++run;
    }
  }
  CHECK(run > 0);
}

TEST_CASE("a join is a condition that SQLite understands") {
  sqlite::Connection connection = small_record();
  for (const query::SchemaTable& table : query::schema_tables(connection)) {
    for (const std::string& join : query::schema_joins(connection, table.name)) {
      CAPTURE(join);
      const auto equals = join.find("= ");
      const std::string left = join.substr(0, join.find('.'));
      const std::string right = join.substr(equals + 2, join.rfind('.') - equals - 2);
      // A table that refers to itself needs another name in the join.
      const std::string joined = left == right ? right + " AS other" : right;
      const std::string on = left == right ? join.substr(0, equals) + "= other.id" : join;
      CHECK_NOTHROW(connection.prepare("SELECT 1 FROM " + left + " JOIN " + joined + " ON " + on));
    }
  }
}

}  // namespace iscm::test
