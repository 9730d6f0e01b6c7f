// Problems in words, and rows that are rejected while the others are written.

#include <doctest/doctest.h>

#include "error.hpp"
#include "import_plan.hpp"

namespace iscm::test {
namespace {

constexpr const char* kTwoOfThree = "code,name,parent\nvisas,Visas,\nbad,Bad,nowhere\nreturn,Return,visas\n";

TEST_CASE("a problem says what is wrong with which value, and what to do") {
  sqlite::Connection record = small_record();
  const Planned planned(record, "membership", "mechanism,member,valid_from\nmidsa,Angla,2000\nmidsa,AGO,2000-13\n");
  const std::vector<import::Problem>& problems = planned.plan.problems();
  REQUIRE(problems.size() == 2);
  CHECK(problems[0].line == 2);
  CHECK(problems[0].column == "member");
  CHECK(problems[0].value == "Angla");
  CHECK(problems[0].code == "unknown");
  CHECK(problems[0].message.find("unknown member") != std::string::npos);
  CHECK(problems[0].hint.find("Angola") != std::string::npos);
  CHECK(problems[1].line == 3);
  CHECK_FALSE(problems[1].message.empty());
}

TEST_CASE("any problem blocks the whole import unless rejected rows are skipped") {
  sqlite::Connection record = small_record();
  Planned blocked(record, "theme", kTwoOfThree);
  CHECK(blocked.plan.is_blocked());
  CHECK_FALSE(blocked.plan.is_unreadable());
  CHECK_THROWS_AS(blocked.plan.apply(1), Error);
  const Planned skipping(record, "theme", kTwoOfThree, [](auto& request) { request.skips_rejected = true; });
  CHECK_FALSE(skipping.plan.is_blocked());
}

TEST_CASE("rejected rows are kept as they were read, and the others are planned") {
  sqlite::Connection record = small_record();
  Planned planned(record, "theme", kTwoOfThree, [](auto& request) { request.skips_rejected = true; });
  CHECK(planned.rows("SELECT line, cells FROM temp.rejected") == "3|[\"bad\",\"Bad\",\"nowhere\"]\n");
  CHECK(planned.rows("SELECT line FROM temp.input ORDER BY row") == "2\n4\n");
  CHECK(planned.plan.counts().rejected == 1);
}

TEST_CASE("a row that needs a rejected row is rejected with it") {
  sqlite::Connection record = small_record();
  const Planned planned(record, "theme", "code,name,parent\naa,A,nowhere\nbb,B,aa\ncc,C,bb\ndd,D,\n",
                        [](auto& request) { request.skips_rejected = true; });
  CHECK(planned.plan.counts().rejected == 3);
  CHECK(planned.plan.counts().added == 1);
}

TEST_CASE("a row that the reader could not read is rejected, and an unclosed quote blocks all") {
  sqlite::Connection record = small_record();
  const Planned ragged(record, "theme", "code,name\nvisas,Visas\nx\n",
                       [](auto& request) { request.skips_rejected = true; });
  CHECK(ragged.problems() == "3  ragged-row\n");
  CHECK_FALSE(ragged.plan.is_blocked());
  const Planned open(record, "theme", "code,name\nvisas,\"Visas\n",
                     [](auto& request) { request.skips_rejected = true; });
  CHECK(open.plan.is_unreadable());
}

}  // namespace
}  // namespace iscm::test
