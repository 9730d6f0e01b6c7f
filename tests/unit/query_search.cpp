#include "query/search.hpp"

#include <doctest/doctest.h>

#include "error.hpp"
#include "small_record.hpp"

namespace iscm::test {
namespace {

constexpr std::int64_t kMany = 50;

std::vector<std::string> found(sqlite::Connection& connection, std::string_view text) {
  std::vector<std::string> records;
  for (const query::Hit& hit : query::search(connection, text, kMany).best)
    records.push_back(hit.kind + " " + hit.code);
  return records;
}

using Records = std::vector<std::string>;

TEST_CASE("a search finds by code, name in any language, alias and title, and says by which") {
  sqlite::Connection connection = test::small_record();
  CHECK(found(connection, "ago") == Records{"member AGO"});
  CHECK(found(connection, "COTE D IVOIRE") == Records{"member CIV"});
  CHECK(found(connection, "ministerial") == Records{"meeting midsa-2013"});
  const query::Hits hits = query::search(connection, "southern TALKS", kMany);
  REQUIRE(hits.best.size() == 1);
  CHECK(hits.best[0].name == "Dialogue for Southern Africa");
  CHECK(hits.best[0].found_by == "alias");
  CHECK(hits.best[0].match == "Southern talks");
}

TEST_CASE("the best match comes first, and each record once") {
  sqlite::Connection connection = test::small_record();
  connection.run("INSERT INTO mechanisms (code, name, type_id) VALUES ('x1', 'Return', 1), ('return', 'x2', 1)");
  connection.run(
      "INSERT INTO mechanisms (code, name, type_id) VALUES "
      "('x3', 'Return of people', 1), ('x4', 'On return', 1), ('x5', 'Nonreturn', 1)");
  connection.run(
      "INSERT INTO mechanism_aliases (mechanism_id, alias, key, kind) VALUES "
      "((SELECT id FROM mechanisms WHERE code = 'midsa'), 'Return', 'return', 'short')");
  CHECK(found(connection, "return") == Records{"mechanism return", "theme return", "mechanism x1", "mechanism midsa",
                                               "mechanism x3", "mechanism x4", "mechanism x5"});
}

TEST_CASE("words may stand in any order, an address counts only as a whole") {
  sqlite::Connection connection = test::small_record();
  CHECK(found(connection, "africa dialogue") == Records{"mechanism midsa"});
  connection.run("INSERT INTO sources (code, url) VALUES ('u', 'https://example.org/page')");
  CHECK(found(connection, "example").empty());
  CHECK(found(connection, "https://example.org/page") == Records{"source u"});
}

TEST_CASE("a limit leaves out the worst, and the total is told") {
  sqlite::Connection connection = test::small_record();
  const query::Hits hits = query::search(connection, "r", 1);
  CHECK(hits.best.size() == 1);
  CHECK(hits.total > 1);
}

TEST_CASE("hostile names are found as they are, hostile texts find nothing") {
  sqlite::Connection connection = test::small_record();
  sqlite::Statement insert = connection.prepare("UPDATE mechanisms SET name = ? WHERE code = 'rabat'");
  insert.bind(1, std::string_view(test::kHostile)).run();
  const query::Hits hits = query::search(connection, "script", kMany);
  REQUIRE(hits.best.size() == 1);
  CHECK(hits.best[0].match == test::kHostile);
  CHECK(found(connection, "'; DROP TABLE mechanisms; --").empty());
  CHECK(found(connection, "%zq_").empty());
  std::string thousand_words;
  for (int i = 0; i < 1000; ++i) thousand_words += "word ";
  CHECK(found(connection, thousand_words).empty());
  CHECK_THROWS_AS(query::search(connection, "!?", kMany), Error);
}

}  // namespace
}  // namespace iscm::test
