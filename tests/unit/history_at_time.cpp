#include <doctest/doctest.h>
#include <fmt/format.h>

#include "error.hpp"
#include "history/at_time.hpp"
#include "history_file.hpp"
#include "schema/tables.hpp"

namespace iscm::test {
namespace {

std::int64_t add_theme(sqlite::Connection& connection, const std::string& code, const std::string& made_at) {
  return in_revision(
      connection, [&] { connection.run("INSERT INTO themes (code, name) VALUES (?1, ?1)", code); }, made_at);
}

Exit exit_of(sqlite::Connection& connection, std::string_view time) {
  try {
    history::revision_at(connection, time);
    return Exit::done;
  } catch (const Error& error) {
    return error.exit();
  }
}

TEST_CASE("a time covers all that its text says, in UTC") {
  sqlite::Connection connection = fresh_file();
  const std::int64_t start = 1;
  const std::int64_t a = add_theme(connection, "a", "2026-11-24T10:00:30.250Z");
  const std::int64_t b = add_theme(connection, "b", "2026-11-24T23:59:59.999Z");
  const std::int64_t c = add_theme(connection, "c", "2026-12-31T00:00:00.000Z");
  const auto at = [&](std::string_view time) { return history::revision_at(connection, time); };
  CHECK(at("2026-11-23") == start);
  CHECK(at("2026-11-24") == b);
  CHECK(at("2026-11") == b);
  CHECK(at("2026-12") == c);
  CHECK(at("2026-11-24T09:59") == start);
  CHECK(at("2026-11-24T10") == a);
  CHECK(at("2026-11-24T10Z") == a);
  CHECK(at("2026-11-24T10:00") == a);
  CHECK(at("2026-11-24 10:00Z") == a);
  CHECK(at("2026-11-24T10:00:29") == start);
  CHECK(at("2026-11-24T10:00:30Z") == a);
  CHECK(at("2026-11-24T10:00:30.249Z") == start);
  CHECK(at("2026-11-24T10:00:30.2") == a);
  CHECK(at("2026-11-24T10:00:30.250Z") == a);
  CHECK(at("3") == b);
}

TEST_CASE("after a clock went back, the highest revision made by then counts") {
  sqlite::Connection connection = fresh_file();
  add_theme(connection, "a", "2026-11-24T10:00:00.000Z");
  const std::int64_t earlier = add_theme(connection, "b", "2026-11-24T09:00:00.000Z");
  CHECK(history::revision_at(connection, "2026-11-24T09:30") == earlier);
}

TEST_CASE("what is no time is wrong usage, what is no revision is refused") {
  sqlite::Connection connection = fresh_file();
  for (const std::string text :
       {"", "yesterday", "2026-13", "2026-02-30", "2026-00-01", "2026-01-00", "2026-1-1", "2026-01-01T",
        "2026-01-01T24", "2026-01-01T10:60", "2026-01-01T10:00:60", "2026-01-01T10:00:00.", "2026-01-01T10:00:00.1234",
        "2026-01-01T10:00+02:00", "2026-01-01Z", "2026-01-01T10:00ZZ", "-1", "1.5", "2026-"}) {
    CHECK_MESSAGE(exit_of(connection, text) == Exit::usage, text);
  }
  for (const std::string text : {"0", "2", "99999999999999999999", "2025-12-31"}) {
    CHECK_MESSAGE(exit_of(connection, text) == Exit::refused, text);
  }
}

TEST_CASE("tables and the views over them read as they stood, and as they are again") {
  sqlite::Connection connection = fresh_file();
  in_revision(connection, [&] {
    connection.run("INSERT INTO mechanism_types (id, code, name) VALUES (1, 'RCP', 'Process')");
    connection.run("INSERT INTO mechanisms (id, code, name, type_id) VALUES (1, 'midsa', 'Old name', 1)");
  });
  const std::int64_t named = connection.integer("SELECT max(id) FROM revisions").value();
  in_revision(connection, [&] { connection.run("UPDATE mechanisms SET name = 'New name'"); });
  in_revision(connection, [&] { connection.run("DELETE FROM mechanisms"); });
  const auto overview = [&] { return connection.text("SELECT name FROM mechanism_overview"); };
  const auto columns = [&](const char* schema) {
    return connection.text("SELECT group_concat(name) FROM pragma_table_info('mechanisms', ?)", schema);
  };
  const std::size_t tables = schema::tracked_tables(connection).size();
  CHECK_FALSE(overview());
  history::show_at_revision(connection, named);
  CHECK(overview() == "Old name");
  history::show_at_revision(connection, named + 1);
  CHECK(overview() == "New name");
  CHECK(columns("temp") == columns("main"));
  CHECK(schema::tracked_tables(connection).size() == tables);
  CHECK(schema::tracked_tables(connection)[1].columns.size() > 3);
  CHECK_THROWS_AS(connection.run("DELETE FROM mechanisms"), Error);
  history::show_at_revision(connection, 0);
  CHECK(connection.integer("SELECT count(*) FROM mechanism_types") == 0);
  history::show_now(connection);
  CHECK(connection.integer("SELECT count(*) FROM mechanism_types") == 1);
  CHECK(connection.integer("SELECT count(*) FROM temp.sqlite_schema") == 0);
  history::show_now(connection);
}

}  // namespace
}  // namespace iscm::test
