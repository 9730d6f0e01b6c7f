// Names in cells become records.

#include <doctest/doctest.h>

#include "import_steps.hpp"

namespace iscm::test {
namespace {

TEST_CASE("a reference is found by code, name or alias, written in any way") {
  ImportSteps steps("membership",
                    "mechanism,member\nmidsa,AGO\nMIDSA,angola\nSouthern Talks,Cote d'Ivoire\nRABAT PROCESS,AGO\n");
  import::resolve_references(steps.job);
  CHECK(steps.rows("SELECT id_mechanism, id_member FROM temp.input ORDER BY row") == "1|1\n1|1\n1|2\n2|1\n");
  CHECK(steps.problems_found() == "");
}

TEST_CASE("a code goes before a name, a name before an alias") {
  ImportSteps steps("membership", "mechanism,member\nmidsa,one\nmidsa,two\n");
  steps.connection.run("INSERT INTO members (code, name, kind) VALUES ('ONE', 'Two', 'organization')");
  steps.connection.run("INSERT INTO members (code, name, kind) VALUES ('TWO', 'Three', 'organization')");
  steps.connection.run(
      "INSERT INTO member_aliases (member_id, alias, key, kind) VALUES (1, 'One', 'one', 'common'), (1, 'Two', 'two', "
      "'common')");
  import::resolve_references(steps.job);
  CHECK(steps.rows("SELECT m.code FROM temp.input JOIN main.members AS m ON m.id = id_member ORDER BY row") ==
        "ONE\nTWO\n");
}

TEST_CASE("what names no record, or more than one, is a problem with its place") {
  ImportSteps steps("membership", "mechanism,member\nmidsa,Atlantis\nmidsa,Twin\n");
  steps.connection.run(
      "INSERT INTO members (code, name, kind) VALUES ('AAA', 'Twin', 'organization'), ('BBB', 'Twin', 'organization')");
  import::resolve_references(steps.job);
  CHECK(steps.problems_found() == "2|member|Atlantis|unknown\n3|member|Twin|ambiguous\n");
  CHECK(steps.rows("SELECT id_member FROM temp.input") == "-\n-\n");
}

TEST_CASE("a list is split at semicolons, and at commas only where the whole is unknown") {
  ImportSteps steps("mechanism",
                    "code,themes\nmidsa,\"Return; Movement\"\nrabat,\"return, movement\"\nx,\"Visas, permits\"\n");
  steps.connection.run("INSERT INTO themes (code, name) VALUES ('visas', 'Visas, permits')");
  import::resolve_lists(steps.job);
  CHECK(steps.rows("SELECT row, position, value FROM temp.item_themes ORDER BY row, position") ==
        "1|1|Return\n1|2|Movement\n2|1|return\n2|2|movement\n3|1|Visas, permits\n");
  CHECK(steps.problems_found() == "");
}

TEST_CASE("an unknown part of a list is a problem of its own") {
  ImportSteps steps("mechanism", "code,themes\nmidsa,Return; Retrun\n");
  import::resolve_lists(steps.job);
  CHECK(steps.problems_found() == "2|themes|Retrun|unknown\n");
}

TEST_CASE("an answer goes before every name, and may stand for several records in a list") {
  const std::vector<import::Answer> answers = {
      {.field = "member", .value = "angola", .answer = "CIV"},
      {.field = "themes", .value = "Moving back", .answer = "return;movement"},
  };
  ImportSteps link("membership", "mechanism,member\nmidsa,Angola\n", {answers[0]});
  import::resolve_references(link.job);
  CHECK(link.rows("SELECT id_member FROM temp.input") == "2\n");
  ImportSteps list("mechanism", "code,themes\nrabat,Moving back\n", {answers[1]});
  import::resolve_lists(list.job);
  CHECK(list.rows("SELECT target_id FROM temp.resolved ORDER BY 1") == "1\n2\n");
  CHECK(list.problems_found() == "");
}

}  // namespace
}  // namespace iscm::test
