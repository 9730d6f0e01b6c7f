// What an import refuses, row by row.

#include <doctest/doctest.h>

#include "import_plan.hpp"

namespace iscm::test {
namespace {

TEST_CASE("every value that breaks the rule of its field is a problem, all at once") {
  sqlite::Connection record = small_record();
  const Planned planned(record, "mechanism",
                        "code,year_established,status,website,constituent_states\n"
                        "midsa,99,gone,example.org,many\nrabat,2006,active,https://example.org,3\n");
  CHECK(planned.problems() ==
        "2 constituent_states not-a-count\n2 status not-a-choice\n2 website not-an-address\n2 year_established "
        "not-a-year\n");
  CHECK(planned.plan.counts().rejected == 1);
  CHECK(planned.plan.counts().changed == 1);
}

TEST_CASE("a code that is made of a title in other letters is a problem, as one in the file is") {
  sqlite::Connection record = small_record();
  const Planned planned(record, "outcome", "mechanism,title\nrabat,né 中文\n");
  CHECK(planned.problems() == "2 code not-a-code\n");
}

TEST_CASE("a new record needs what every record has; one that exists does not") {
  sqlite::Connection record = small_record();
  const Planned planned(record, "mechanism", "code,name,type\nmidsa,,\nnew-one,,RCP\nnew-two,New two,\n");
  CHECK(planned.problems() == "3 name missing\n4 type missing\n");
}

TEST_CASE("two rows for one record, and a code that another record has, are problems") {
  sqlite::Connection record = small_record();
  const Planned rows(record, "theme", "code,name\nreturn,Return\nreturn,Going back\n");
  CHECK(rows.problems() == "3  doubled-row\n3 code doubled\n");
  const Planned member(record, "member", "code,name,kind,iso2\nAGO,Angola,state,AO\nCIV,,state,AO\n");
  CHECK(member.problems() == "3 iso2 doubled\n");
}

TEST_CASE("what only one record can have is not passed on from one to another within an import") {
  sqlite::Connection record = small_record();
  record.run("UPDATE members SET iso2 = 'AO' WHERE code = 'AGO'");
  record.run("UPDATE members SET iso2 = 'CI' WHERE code = 'CIV'");
  CHECK(Planned(record, "member", "code,iso2\nAGO,CI\nCIV,AO\n").problems() == "2 iso2 passed-on\n3 iso2 passed-on\n");
  CHECK(Planned(record, "member", "code,iso2\nAGO,CI\n").problems() == "2 iso2 taken\n");
}

TEST_CASE("a rule over several fields is held against the row as it will be") {
  sqlite::Connection record = small_record();
  record.run("UPDATE mechanisms SET year_established = 2000 WHERE code = 'midsa'");
  const Planned planned(record, "mechanism", "code,year_ended\nmidsa,1999\n");
  CHECK(planned.problems() == "2 year_ended ends-before-it-begins\n");
}

TEST_CASE("a record cannot be above itself") {
  sqlite::Connection record = small_record();
  const Planned planned(record, "theme", "code,parent\nmovement,return\n");
  CHECK(planned.problems() == "2 parent circle\n");
  const Planned swapped(record, "theme", "code,parent\nmovement,return\nreturn,\n",
                        [](auto& request) { request.clear_empty = true; });
  CHECK(swapped.problems() == "");
}

TEST_CASE("the mode says which rows may be written") {
  sqlite::Connection record = small_record();
  const std::string text = "code,name\nreturn,Going back\nvisas,Visas\n";
  CHECK(Planned(record, "theme", text, [](auto& request) { request.mode = import::Mode::add; }).problems() ==
        "2 name exists\n");
  CHECK(Planned(record, "theme", text, [](auto& request) { request.mode = import::Mode::update; }).problems() ==
        "3 code unknown\n");
}

}  // namespace
}  // namespace iscm::test
