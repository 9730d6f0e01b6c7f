// Clearing fields by empty cells.

#include <doctest/doctest.h>

#include "history/revision.hpp"
#include "import/plan.hpp"
#include "read/bytes.hpp"
#include "read/csv.hpp"
#include "small_record.hpp"

namespace iscm::test {
namespace {

constexpr std::string_view kMidsa =
    "code,name,acronym,type,status,constituent_states,themes,source\nmidsa,,,RCP,,,,\nnew-one,New one,,RCP,,,,\n";

/// Plans `text` and applies it where nothing is wrong; gives the codes of its problems.
std::vector<std::string> import(sqlite::Connection& connection, const model::Entity& entity, std::string_view text,
                                bool every, const std::vector<std::string>& cleared) {
  const auto rows = read::open_csv(read::memory_bytes(text, "test.csv"), "test.csv");
  import::ImportRequest request{
      .entity = &entity, .file = "test.csv", .default_source = {}, .answers = {}, .columns = {}};
  request.clear_empty = every;
  request.cleared = cleared;
  import::Plan plan(connection, request, *rows);
  std::vector<std::string> codes;
  for (const import::Problem& problem : plan.problems()) codes.push_back(problem.column + " " + problem.code);
  if (!codes.empty()) return codes;
  plan.release();
  sqlite::Transaction transaction(connection, sqlite::Transaction::Kind::write);
  history::OpenRevision revision(connection, {.kind = "command",
                                              .author = {},
                                              .command = {},
                                              .reason = {},
                                              .source_id = {},
                                              .undoes = {},
                                              .made_at = test::kNow});
  plan.apply(revision.id());
  revision.close();
  transaction.commit();
  return codes;
}

std::string midsa(sqlite::Connection& connection) {
  return connection
      .text(
          "SELECT concat FROM (SELECT name || '|' || ifnull(acronym, '-') || '|' || status || '|' || "
          "ifnull(constituent_states, '-') || '|' || (SELECT count(*) FROM mechanism_themes WHERE mechanism_id = "
          "m.id) AS concat FROM mechanisms AS m WHERE code = 'midsa')")
      .value();
}

TEST_CASE("an empty cell leaves the value unless its field is to be cleared") {
  sqlite::Connection connection = test::small_record();
  connection.run("UPDATE mechanisms SET status = 'active' WHERE code = 'midsa'");
  const model::Entity& entity = model::entity_named("mechanism");
  CHECK(import(connection, entity, kMidsa, false, {}).empty());
  CHECK(midsa(connection) == "Dialogue for Southern Africa|MIDSA|active|2|2");
  CHECK(import(connection, entity, kMidsa, false, {"constituent_states", "themes"}).empty());
  CHECK(midsa(connection) == "Dialogue for Southern Africa|MIDSA|active|-|0");
}

TEST_CASE("a cleared field is what a new record has there, and what every record has cannot be cleared") {
  sqlite::Connection connection = test::small_record();
  connection.run("UPDATE mechanisms SET status = 'active' WHERE code = 'midsa'");
  const model::Entity& entity = model::entity_named("mechanism");
  CHECK(import(connection, entity, kMidsa, true, {}) == std::vector<std::string>{"name required"});
  constexpr std::string_view kNamed = "code,name,acronym,status\nmidsa,Dialogue for Southern Africa,,\n";
  CHECK(import(connection, entity, kNamed, true, {}).empty());
  CHECK(midsa(connection) == "Dialogue for Southern Africa|-|unknown|2|2");
}

TEST_CASE("what tells a record apart is cleared by name alone") {
  sqlite::Connection connection = test::small_record();
  const model::Entity& entity = model::entity_named("membership");
  constexpr std::string_view kLink = "mechanism,member,valid_from,valid_to\nmidsa,AGO,,\n";
  const auto dates = [&] {
    return connection.text(
        "SELECT ifnull(valid_from, '-') || ' ' || ifnull(valid_to, '-') FROM memberships "
        "WHERE mechanism_id = 1 AND member_id = 1");
  };
  CHECK(import(connection, entity, kLink, true, {}).empty());
  CHECK(dates() == "2000 -");
  CHECK(import(connection, entity, kLink, false, {"valid_from"}).empty());
  CHECK(dates() == "- -");
}

}  // namespace
}  // namespace iscm::test
