// The triggers keep every version of every tracked row, whoever writes, and refuse what would lose one.

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>

#include "error.hpp"
#include "history_file.hpp"
#include "schema/derived.hpp"
#include "schema_rows.hpp"

namespace iscm::test {
namespace {

/// As the sqlite3 shell opens a file.
void like_the_shell(sqlite::Connection& connection) {
  sqlite3_db_config(connection.handle(), SQLITE_DBCONFIG_ENABLE_FKEY, 0, nullptr);
  connection.run("PRAGMA recursive_triggers = OFF");
}

bool refuses(sqlite::Connection& connection, const std::string& sql) {
  try {
    connection.run(sql);
    return false;
  } catch (const Error& error) {
    return error.exit() == Exit::refused;
  }
}

std::int64_t newest(sqlite::Connection& connection) {
  return connection.integer("SELECT max(id) FROM revisions").value();
}

/// All columns of a row but `revision`, as one text.
std::string values(sqlite::Connection& connection, const schema::TrackedTable& table, const std::string& from,
                   const std::string& where) {
  std::string sql;
  for (const std::string& column : table.columns) {
    sql += fmt::format("{}quote({})", sql.empty() ? "" : " || ' ' || ", column);
  }
  return connection.text(fmt::format("SELECT {} FROM {} WHERE {}", sql, from, where)).value_or("no row");
}

TEST_CASE("every update of every column of every tracked table keeps the old version") {
  sqlite::Connection connection = fresh_file();
  SchemaRows rows(connection);
  for (const schema::TrackedTable& table : rows.tables()) {
    std::vector<std::int64_t> key;
    const std::int64_t inserted = in_revision(connection, [&] { key = rows.insert(table.name); });
    const std::string where = SchemaRows::where(table, key);
    CAPTURE(table.name);
    CHECK(connection.integer(fmt::format("SELECT revision FROM {} WHERE {}", table.name, where)) == inserted);
    for (const std::string& column : table.columns) {
      CAPTURE(column);
      const std::string before = values(connection, table, table.name, where);
      const std::int64_t revision = in_revision(connection, [&] { rows.change(table, key, column); });
      const std::string kept = fmt::format("{} AND replaced_by = {} AND action = 'update'", where, revision);
      CHECK(values(connection, table, table.name + "_history", kept) == before);
      CHECK(values(connection, table, table.name, fmt::format("{} AND revision = {}", where, revision)) != before);
    }
    const std::string last = values(connection, table, table.name, where);
    const std::int64_t removed =
        in_revision(connection, [&] { connection.run(fmt::format("DELETE FROM {} WHERE {}", table.name, where)); });
    const std::string kept = fmt::format("{} AND replaced_by = {} AND action = 'delete'", where, removed);
    CHECK(values(connection, table, table.name + "_history", kept) == last);
  }
}

TEST_CASE("what is written with no revision open becomes an outside revision, one a statement") {
  sqlite::Connection connection = fresh_file();
  SchemaRows rows(connection);
  like_the_shell(connection);
  for (const schema::TrackedTable& table : rows.tables()) {
    CAPTURE(table.name);
    const std::vector<std::int64_t> key = rows.insert(table.name);
    const std::string where = SchemaRows::where(table, key);
    const auto made_by = [&](const std::string& from, const std::string& column, const std::string& condition) {
      return connection.text(fmt::format("SELECT kind FROM revisions WHERE id = (SELECT max({}) FROM {} WHERE {})",
                                         column, from, condition));
    };
    CHECK(made_by(table.name, "revision", where) == "outside");
    // Another millisecond is another revision.
    sqlite3_sleep(2);
    rows.change(table, key, table.columns.front());
    CHECK(made_by(table.name + "_history", "replaced_by", where) == "outside");
    CHECK(connection.integer(fmt::format("SELECT revision FROM {} WHERE {}", table.name, where)) == newest(connection));
    sqlite3_sleep(2);
    connection.run(fmt::format("DELETE FROM {} WHERE {}", table.name, where));
    CHECK(made_by(table.name + "_history", "replaced_by", where + " AND action = 'delete'") == "outside");
  }
  CHECK(connection.integer("SELECT count(*) FROM revisions WHERE open") == 0);
}

TEST_CASE("a value changed from outside loses its source, unless the statement names one") {
  sqlite::Connection connection = fresh_file();
  connection.run("INSERT INTO sources (code) VALUES ('a'), ('b')");
  connection.run("INSERT INTO themes (code, name, source_id) VALUES ('t', 'T', 1)");
  connection.run("UPDATE themes SET name = 'U'");
  CHECK_FALSE(connection.integer("SELECT source_id FROM themes"));
  connection.run("UPDATE themes SET name = 'V', source_id = 2");
  CHECK(connection.integer("SELECT source_id FROM themes") == 2);
}

/// Makes sure that every plain column of the key is filled, so that the key can collide.
void fill_key(SchemaRows& rows, sqlite::Connection& connection, const schema::TrackedTable& table,
              const std::vector<std::int64_t>& key, const std::vector<std::string>& terms) {
  for (const std::string& term : terms) {
    const bool empty = connection.integer(fmt::format("SELECT {} IS NULL FROM {} WHERE {}", term, table.name,
                                                      SchemaRows::where(table, key))) == 1;
    if (empty) rows.change(table, key, term);
  }
}

/// The columns that the terms of a key are made of: "ifnull(valid_from, '')" is valid_from.
std::vector<std::string> columns_of(const schema::TrackedTable& table, const std::vector<std::string>& terms) {
  std::vector<std::string> columns;
  for (const std::string& column : table.columns) {
    for (const std::string& term : terms) {
      if (schema::through(table, term, "x").find("x." + column) != std::string::npos) columns.push_back(column);
    }
  }
  return columns;
}

TEST_CASE("REPLACE from outside is refused for every unique key") {
  sqlite::Connection connection = fresh_file();
  SchemaRows rows(connection);
  like_the_shell(connection);
  for (const schema::TrackedTable& table : rows.tables()) {
    CAPTURE(table.name);
    const std::vector<std::int64_t> taken = rows.insert(table.name);
    const std::string where = SchemaRows::where(table, taken);
    const std::string all = fmt::format("{}, {}", schema::column_list(table.key), schema::column_list(table.columns));
    CHECK(refuses(connection, fmt::format("INSERT OR REPLACE INTO {0} ({1}) SELECT {1} FROM {0} WHERE {2}", table.name,
                                          all, where)));
    for (const std::vector<std::string>& terms : table.unique_keys) {
      CAPTURE(terms.front());
      const std::vector<std::int64_t> other = rows.insert(table.name);
      fill_key(rows, connection, table, taken, terms);
      const std::string other_where = SchemaRows::where(table, other);
      const std::vector<std::string> unique = columns_of(table, terms);
      CHECK(
          refuses(connection, fmt::format("UPDATE OR REPLACE {0} SET ({1}) = (SELECT {1} FROM {0} WHERE {2}) WHERE {3}",
                                          table.name, schema::column_list(unique), where, other_where)));
      // A third row's values but for this key; the third row itself is gone.
      const std::vector<std::int64_t> third = rows.insert(table.name);
      const std::string stored = "third_" + table.name;
      connection.run(fmt::format("CREATE TEMP TABLE {} AS SELECT {} FROM {} WHERE {}", stored,
                                 schema::column_list(table.columns), table.name, SchemaRows::where(table, third)));
      connection.run(fmt::format("DELETE FROM {} WHERE {}", table.name, SchemaRows::where(table, third)));
      connection.run(fmt::format("UPDATE {0} SET ({1}) = (SELECT {1} FROM {2} WHERE {3})", stored,
                                 schema::column_list(unique), table.name, where));
      CHECK(refuses(connection, fmt::format("INSERT OR REPLACE INTO {0} ({1}) SELECT {1} FROM {2}", table.name,
                                            schema::column_list(table.columns), stored)));
      connection.run("DROP TABLE " + stored);
    }
  }
}

TEST_CASE("a row left without its parent from outside is refused for every foreign key") {
  sqlite::Connection connection = fresh_file();
  SchemaRows rows(connection);
  like_the_shell(connection);
  for (const schema::TrackedTable& table : rows.tables()) {
    for (const schema::ForeignKey& key : table.foreign_keys) {
      CAPTURE(table.name);
      CAPTURE(key.column);
      const std::vector<std::int64_t> row = rows.insert(table.name);
      const std::string where = SchemaRows::where(table, row);
      if (std::find(table.key.begin(), table.key.end(), key.column) == table.key.end()) {
        rows.change(table, row, key.column);
        CHECK(refuses(connection, fmt::format("UPDATE {} SET {} = 999999 WHERE {}", table.name, key.column, where)));
      }
      const auto parent =
          connection.integer(fmt::format("SELECT {} FROM {} WHERE {}", key.column, table.name, where)).value();
      CHECK(refuses(connection, fmt::format("DELETE FROM {} WHERE id = {}", key.parent, parent)));
      std::string columns = schema::column_list(table.columns);
      std::string values = columns;
      if (table.key.size() > 1) {
        columns += ", " + schema::column_list(table.key);
        values = columns;
      }
      values.replace(values.find(key.column), key.column.size(), "999999");
      CHECK(refuses(connection, fmt::format("INSERT INTO {0} ({1}) SELECT {2} FROM {0} WHERE {3}", table.name, columns,
                                            values, where)));
    }
  }
}

TEST_CASE("keys, revisions and history are not for changing") {
  sqlite::Connection connection = fresh_file();
  SchemaRows rows(connection);
  for (const schema::TrackedTable& table : rows.tables()) {
    CAPTURE(table.name);
    std::vector<std::int64_t> key;
    in_revision(connection, [&] { key = rows.insert(table.name); });
    in_revision(connection, [&] { rows.change(table, key, table.columns.back()); });
    const std::string where = SchemaRows::where(table, key);
    CHECK(refuses(connection, fmt::format("UPDATE {} SET {} = 999999 WHERE {}", table.name, table.key[0], where)));
    CHECK(refuses(connection, fmt::format("UPDATE {} SET revision = 1 WHERE {}", table.name, where)));
    CHECK(refuses(connection, fmt::format("UPDATE {}_history SET replaced_by = 999", table.name)));
    CHECK(refuses(connection, fmt::format("DELETE FROM {}_history", table.name)));
    const std::string all = schema::column_list(table.all_columns());
    CHECK(refuses(connection, fmt::format("INSERT OR REPLACE INTO {0}_history ({1}, replaced_by, action)"
                                          " SELECT {1}, replaced_by, 'delete' FROM {0}_history",
                                          table.name, all)));
  }
  CHECK(refuses(connection, "UPDATE revisions SET author = 'someone else'"));
  CHECK(refuses(connection, "UPDATE revisions SET open = 1 WHERE id = 1"));
  CHECK(refuses(connection, "DELETE FROM revisions"));
  like_the_shell(connection);
  CHECK(refuses(connection,
                "INSERT OR REPLACE INTO revisions (id, made_at, kind) SELECT id, made_at, 'seed' FROM revisions"));
  // Whatever revision an insert claims, it gets the one that is open.
  connection.run("INSERT INTO themes (code, name, revision) VALUES ('claims', 'Claims', 1)");
  CHECK(connection.integer("SELECT revision FROM themes WHERE code = 'claims'") == newest(connection));
}

TEST_CASE("a row changed and then deleted in one revision was deleted by it, under its former name") {
  sqlite::Connection connection = fresh_file();
  in_revision(connection, [&] { connection.run("INSERT INTO themes (code, name) VALUES ('old', 'Old')"); });
  const std::int64_t revision = in_revision(connection, [&] {
    connection.run("UPDATE themes SET code = 'new'");
    connection.run("DELETE FROM themes");
  });
  CHECK(connection.text("SELECT group_concat(record || ' ' || action, ', ') FROM changes WHERE revision = ?",
                        revision) == "old delete");
}

TEST_CASE("nothing is its own ancestor") {
  sqlite::Connection connection = fresh_file();
  for (const std::string table : {"regions", "themes"}) {
    connection.run(
        fmt::format("INSERT INTO {} (id, code, name, parent_id) VALUES (1, 'a', 'A', NULL), (2, 'b', 'B', 1),"
                    " (3, 'c', 'C', 2)",
                    table));
    CHECK(refuses(connection, fmt::format("UPDATE {} SET parent_id = 1 WHERE id = 1", table)));
    CHECK(refuses(connection, fmt::format("UPDATE {} SET parent_id = 2 WHERE id = 1", table)));
    CHECK(refuses(connection, fmt::format("UPDATE {} SET parent_id = 3 WHERE id = 1", table)));
    CHECK(
        refuses(connection, fmt::format("INSERT INTO {} (id, code, name, parent_id) VALUES (4, 'd', 'D', 4)", table)));
  }
}

}  // namespace
}  // namespace iscm::test
