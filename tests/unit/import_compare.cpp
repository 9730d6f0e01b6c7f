// What an import would change in records that exist.

#include <doctest/doctest.h>

#include "import_plan.hpp"

namespace iscm::test {
namespace {

constexpr const char* kChanges = "SELECT row, field, old, new FROM temp.change ORDER BY row, field";

TEST_CASE("only a value that differs is a change, and an empty cell changes nothing") {
  sqlite::Connection record = small_record();
  Planned planned(record, "mechanism", "code,acronym,constituent_states,status\nmidsa,MIDSA,3,\nrabat,RP,,\n");
  CHECK(planned.rows(kChanges) == "1|constituent_states|2|3\n2|acronym|-|RP\n");
  CHECK(planned.plan.counts().changed == 2);
  CHECK(planned.plan.changes_without_source() == 2);
}

TEST_CASE("a name changes if the row has the code, and not if the name is what found the record") {
  sqlite::Connection record = small_record();
  Planned by_code(record, "mechanism", "code,name\nrabat,The Rabat process\n");
  CHECK(by_code.rows(kChanges) == "1|name|Rabat Process|The Rabat process\n");
  Planned by_name(record, "mechanism", "name,acronym\nRABAT PROCESS,\n");
  CHECK(by_name.rows(kChanges) == "");
  CHECK(by_name.plan.counts().unchanged == 1);
}

TEST_CASE("a list is the whole list, and the same records in other words are the same list") {
  sqlite::Connection record = small_record();
  Planned same(record, "mechanism", "code,themes\nmidsa,Return; MOVEMENT\n");
  CHECK(same.rows(kChanges) == "");
  Planned other(record, "mechanism", "code,themes\nmidsa,movement\n");
  CHECK(other.rows("SELECT row, field FROM temp.change") == "1|themes\n");
}

TEST_CASE("an empty cell clears its field if that is asked for") {
  sqlite::Connection record = small_record();
  Planned planned(record, "mechanism", "code,acronym,constituent_states\nmidsa,,\n",
                  [](auto& request) { request.cleared = {"constituent_states"}; });
  CHECK(planned.rows(kChanges) == "1|constituent_states|2|-\n");
}

TEST_CASE("a key that a change takes from another record is a problem") {
  sqlite::Connection record = small_record();
  Planned planned(record, "mechanism", "code,name\nmidsa,Rabat Process\n");
  CHECK(planned.problems() == "2 name known\n");
  CHECK(planned.rows("SELECT other FROM temp.detail") == "rabat\n");
}

TEST_CASE("records that a complete file lacks are missing, but only of those that it speaks of") {
  sqlite::Connection record = small_record();
  Planned planned(record, "membership", "mechanism,member,role\nmidsa,AGO,member\n",
                  [](auto& request) { request.complete.lists = true; });
  CHECK(planned.rows("SELECT id FROM temp.missing ORDER BY id") == "1\n3\n");
  CHECK(planned.plan.counts().missing == 2);
}

}  // namespace
}  // namespace iscm::test
