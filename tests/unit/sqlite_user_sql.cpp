// SQL of users: what the guard leaves of a connection, and that an earlier state of the record can be asked.

#include "sqlite/user_sql.hpp"

#include <doctest/doctest.h>
#include <utility>

#include "history/at_time.hpp"
#include "history/revision.hpp"
#include "query/typed_sql.hpp"
#include "small_record.hpp"

namespace iscm::test {
namespace {

Exit exit_of(sqlite::UserSql& guard, std::string_view sql) {
  try {
    query::user_query(guard, {sql}, {}).run();
  } catch (const Error& error) {
    return error.exit();
  }
  return Exit::done;
}

}  // namespace

TEST_CASE("after the guard the program writes as before") {
  sqlite::Connection connection = small_record();
  {
    sqlite::UserSql guard(connection);
    CHECK(exit_of(guard, "SELECT count(*) FROM themes") == Exit::done);
    CHECK(exit_of(guard, "DELETE FROM mechanism_themes") == Exit::refused);
    CHECK(exit_of(guard, "SELECT replace(hex(zeroblob(2000000)), '0', 'abc')") == Exit::failed);
    CHECK_THROWS_AS(connection.run("DELETE FROM mechanism_themes"), Error);
  }
  CHECK(connection.integer("SELECT count(*) FROM mechanism_themes") == 3);
  CHECK_NOTHROW(connection.run("DELETE FROM mechanism_themes"));
  CHECK_NOTHROW(connection.run("CREATE TEMP TABLE own (a)"));
  CHECK(connection.integer("SELECT length(zeroblob(20000000))") == 20'000'000);
}

TEST_CASE("one refusal says nothing of the next query") {
  sqlite::Connection connection = small_record();
  sqlite::UserSql guard(connection);
  CHECK(exit_of(guard, "DROP TABLE themes") == Exit::refused);
  CHECK(exit_of(guard, "SELECT nothing_such FROM themes") == Exit::usage);
  CHECK(exit_of(guard, "SELECT 1") == Exit::done);
}

TEST_CASE("a query asks the record as it stood after a revision") {
  sqlite::Connection connection = small_record();
  const auto before = connection.integer("SELECT max(id) FROM revisions");
  REQUIRE(before.has_value());
  {
    sqlite::Transaction transaction(connection, sqlite::Transaction::Kind::write);
    history::OpenRevision revision(connection, {.kind = "command",
                                                .author = "tester",
                                                .command = "test",
                                                .reason = {},
                                                .source_id = {},
                                                .undoes = {},
                                                .made_at = "2026-01-02T03:04:05.678Z"});
    connection.run("DELETE FROM memberships");
    revision.close();
    transaction.commit();
  }
  history::show_at_revision(connection, *before);
  {
    sqlite::UserSql guard(connection);
    sqlite::Statement rows = query::user_query(guard, {"SELECT count(*) FROM memberships"}, {});
    REQUIRE(rows.step());
    CHECK(rows.integer(0) == 4);
  }
  history::show_now(connection);
  CHECK(connection.integer("SELECT count(*) FROM memberships") == 0);
}

TEST_CASE("a number is bound where SQLite would write it so, and text otherwise") {
  sqlite::Connection connection = small_record();
  sqlite::UserSql guard(connection);
  for (const auto& [value, type] : std::vector<std::pair<std::string, std::string>>{{"12", "integer"},
                                                                                    {"-1", "integer"},
                                                                                    {"0", "integer"},
                                                                                    {"1.5", "real"},
                                                                                    {"-0.5", "real"},
                                                                                    {"024", "text"},
                                                                                    {"+1", "text"},
                                                                                    {"1e3", "text"},
                                                                                    {"NA", "text"},
                                                                                    {"", "text"},
                                                                                    {"1.", "text"},
                                                                                    {".5", "text"},
                                                                                    {"00.5", "text"},
                                                                                    {"nan", "text"},
                                                                                    {"inf", "text"},
                                                                                    {" 1", "text"},
                                                                                    {"99999999999999999999", "text"}}) {
    CAPTURE(value);
    sqlite::Statement rows = query::user_query(guard, {"SELECT typeof(:v), :v"}, {"v=" + value});
    REQUIRE(rows.step());
    CHECK(rows.text(0) == type);
    if (type == "text") CHECK(rows.text(1) == value);
  }
}

}  // namespace iscm::test
