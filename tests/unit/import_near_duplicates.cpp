// A new mechanism whose name is close to one that is there, or to one of an earlier row, is held until somebody
// decides.

#include <doctest/doctest.h>

#include "import/near_duplicates.hpp"
#include "import_plan.hpp"

namespace iscm::test {
namespace {

TEST_CASE("a name is compared as a whole and without its acronym") {
  CHECK(import::compared_keys("Rabat Process") == std::vector<std::string>{"rabat process"});
  CHECK(import::compared_keys("Rabat Process (RP)") == std::vector<std::string>{"rabat process rp", "rabat process"});
}

TEST_CASE("a slip of the pen, another form of a word and another's acronym are held") {
  sqlite::Connection record = small_record();
  Planned planned(record, "mechanism",
                  "name,acronym,type\nRabbat Process,,IRF\nDialogues for Southern Africa,,RCP\nQuite other,MIDSA,RCP\n"
                  "Nothing like it,NLI,RCP\n");
  CHECK(planned.problems() == "2 name possible-duplicate\n3 name possible-duplicate\n4 name possible-duplicate\n");
  CHECK(planned.rows("SELECT row, target_id FROM temp.near ORDER BY row") == "1|2\n2|1\n3|1\n");
  CHECK(import::codes_near(planned.plan.job(), 2) == std::vector<std::string>{"rabat"});
}

TEST_CASE("who has said that a record is new, or which one it is, is not asked again") {
  sqlite::Connection record = small_record();
  const std::string text = "name,type\nRabbat Process,IRF\n";
  const Planned is_new(record, "mechanism", text, [&](auto& request) {
    request.answers = {import::new_as(record, model::entity_named("mechanism"), "Rabbat Process", "")};
  });
  CHECK(is_new.problems() == "");
  CHECK(is_new.plan.counts().added == 1);
  const Planned same(record, "mechanism", text, [&](auto& request) {
    request.answers = {import::same_as(record, model::entity_named("mechanism"), "Rabbat Process", "rabat")};
  });
  CHECK(same.problems() == "");
  CHECK(same.plan.counts().added == 0);
}

TEST_CASE("two new rows with close names are held, unless their codes say that they are two") {
  sqlite::Connection record = small_record();
  Planned planned(record, "mechanism", "name,type\nCouncil on Labour Routes,IRF\nCouncil on Labour Route,IRF\n");
  CHECK(planned.problems() == "3 name possible-same-row\n");
  CHECK(planned.rows("SELECT row, other FROM temp.near_row") == "2|1\n");
  const Planned two(record, "mechanism",
                    "code,name,type\na-1,Council on Labour Routes,IRF\na-2,Council on Labour Route,IRF\n");
  CHECK(two.problems() == "");
}

TEST_CASE("other kinds of record may have close names") {
  sqlite::Connection record = small_record();
  CHECK(Planned(record, "theme", "code,name\nreturns,Returns\n").problems() == "");
}

}  // namespace
}  // namespace iscm::test
