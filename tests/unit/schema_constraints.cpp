// Rules that hold for every table, told by the schema itself.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "error.hpp"
#include "history_file.hpp"
#include "schema_rows.hpp"

namespace iscm::test {
namespace {

std::vector<std::string> texts(sqlite::Connection& connection, const std::string& sql) {
  std::vector<std::string> all;
  sqlite::Statement rows = connection.prepare(sql);
  while (rows.step()) all.push_back(rows.text(0));
  return all;
}

std::vector<std::string> columns_of(sqlite::Connection& connection, const std::string& table) {
  return texts(connection, fmt::format("SELECT name FROM pragma_table_info('{}') ORDER BY cid", table));
}

bool accepts(sqlite::Connection& connection, const std::string& sql) {
  try {
    connection.run(sql);
    return true;
  } catch (const Error&) {
    return false;
  }
}

TEST_CASE("every table with a revision has a history of the same columns") {
  sqlite::Connection connection = fresh_file();
  for (const std::string& table : texts(connection, R"(
           SELECT s.name FROM sqlite_schema AS s JOIN pragma_table_info(s.name) AS c ON c.name = 'revision'
           WHERE s.type = 'table' AND s.name NOT IN ('imports', 'merged_rows') AND s.name NOT GLOB '*_history')")) {
    std::vector<std::string> expected = columns_of(connection, table);
    expected.emplace_back("replaced_by");
    expected.emplace_back("action");
    std::vector<std::string> held = columns_of(connection, table + "_history");
    // A column that was added later stands at the end of both tables.
    std::sort(expected.begin(), expected.end());
    std::sort(held.begin(), held.end());
    CAPTURE(table);
    CHECK(held == expected);
  }
}

TEST_CASE("every table is STRICT") {
  sqlite::Connection connection = fresh_file();
  CHECK(texts(connection,
              "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict "
              "AND name NOT GLOB 'sqlite_*'")
            .empty());
}

TEST_CASE("every foreign key says what happens when its parent goes, and has an index") {
  sqlite::Connection connection = fresh_file();
  sqlite::Statement keys = connection.prepare(R"(
      SELECT s.name, f."from", f."table", s.sql FROM sqlite_schema AS s, pragma_foreign_key_list(s.name) AS f
      WHERE s.type = 'table')");
  int seen = 0;
  while (keys.step()) {
    const std::string table = keys.text(0);
    const std::string column = keys.text(1);
    CAPTURE(table);
    CAPTURE(column);
    const std::string sql = keys.text(3);
    const auto at = sql.find(fmt::format("\n  {} ", column));
    const std::string line = sql.substr(at, sql.find('\n', at + 1) - at);
    CHECK(line.find(fmt::format("REFERENCES {} (id) ON DELETE ", keys.text(2))) != std::string::npos);
    CHECK(connection
              .integer(R"(SELECT count(*) FROM pragma_index_list(?1) AS l, pragma_index_info(l.name) AS c
                                WHERE c.seqno = 0 AND c.name = ?2 AND (NOT l.partial OR EXISTS (
                                  SELECT 1 FROM sqlite_schema WHERE name = l.name
                                  AND sql LIKE '%WHERE ' || ?2 || ' IS NOT NULL')))",
                       table, column)
              .value() > 0);
    ++seen;
  }
  CHECK(seen > 60);
}

TEST_CASE("every unique key has a text, in which undo can park a row") {
  sqlite::Connection connection = fresh_file();
  for (const schema::TrackedTable& table : schema::tracked_tables(connection)) {
    for (const std::vector<std::string>& terms : table.unique_keys) {
      CAPTURE(table.name);
      CHECK(std::any_of(terms.begin(), terms.end(), [&](const std::string& term) {
        return connection.text("SELECT type FROM pragma_table_info(?) WHERE name = ?", table.name, term) ==
               std::string("TEXT");
      }));
    }
  }
}

TEST_CASE("dates are real, to the precision known") {
  sqlite::Connection connection = fresh_file();
  SchemaRows rows(connection);
  int seen = 0;
  for (const schema::TrackedTable& table : rows.tables()) {
    const std::string sql = connection.text("SELECT sql FROM sqlite_schema WHERE name = ?", table.name).value();
    for (const std::string& column : table.columns) {
      const bool named_like_a_date = column == "date" || column == "until" || column == "published" ||
                                     column == "retrieved" || column.find("valid_") == 0;
      const bool checked = sql.find(fmt::format("{}_{}_is_a_partial_date", table.name, column)) != std::string::npos;
      CAPTURE(table.name);
      CAPTURE(column);
      CHECK(named_like_a_date == checked);
      if (!checked) continue;
      ++seen;
      const std::string where = SchemaRows::where(table, rows.insert(table.name));
      const auto takes = [&](const char* date) {
        return accepts(connection, fmt::format("UPDATE {} SET {} = '{}' WHERE {}", table.name, column, date, where));
      };
      for (const char* date : {"2013", "2013-05", "2013-05-14", "2012-02-29"}) CHECK_MESSAGE(takes(date), date);
      for (const char* date : {"2013-13", "2013-00", "2013-02-30", "2013-02-29", "2013-05-00", "201", "2013-5", "",
                               "2013-05-1", "13-05-14", "2013-05-14T10:00", " 2013", "3013", "2013-", "2013/05"}) {
        CHECK_FALSE_MESSAGE(takes(date), date);
      }
    }
  }
  CHECK(seen >= 10);
}

TEST_CASE("codes are what a shell and a file can carry") {
  sqlite::Connection connection = fresh_file();
  SchemaRows rows(connection);
  int seen = 0;
  for (const schema::TrackedTable& table : rows.tables()) {
    if (std::find(table.columns.begin(), table.columns.end(), "code") == table.columns.end()) continue;
    ++seen;
    CAPTURE(table.name);
    const std::string where = SchemaRows::where(table, rows.insert(table.name));
    if (table.name == "members") connection.run("UPDATE members SET kind = 'organization'");
    const auto takes = [&](const std::string& code) {
      return accepts(connection, fmt::format("UPDATE {} SET code = '{}' WHERE {}", table.name, code, where));
    };
    for (const char* code : {"5+5", "a", "midsa", "a.b_c-d"}) CHECK_MESSAGE(takes(code), code);
    for (const char* code : {"a b", "", "-x", "a/b", "é", "a\nb"}) CHECK_FALSE_MESSAGE(takes(code), code);
    CHECK_FALSE(takes(std::string(101, 'a')));
  }
  CHECK(seen >= 9);
}

}  // namespace
}  // namespace iscm::test
