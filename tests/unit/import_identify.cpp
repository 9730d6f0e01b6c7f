// Which record each row of an import is, and the ids and codes of new ones.

#include <doctest/doctest.h>

#include "import_steps.hpp"

namespace iscm::test {
namespace {

std::string matches(ImportSteps& steps) {
  return steps.rows("SELECT line, match_id, is_new FROM temp.input ORDER BY row");
}

TEST_CASE("a row is the record of its code, else of its name") {
  ImportSteps steps("mechanism",
                    "code,name,type\nmidsa,Another name,RCP\n,Rabat process,IRF\n,Southern talks,RCP\n,New,RCP\n");
  steps.match();
  CHECK(matches(steps) == "2|1|0\n3|2|0\n4|1|0\n5|-|1\n");
  CHECK(steps.job.matches == 3);
  CHECK(steps.problems_found() == "");
}

TEST_CASE("a name in the column of codes is no code") {
  ImportSteps steps("mechanism", "code,name,type\nMIDSA,Something else,RCP\n");
  steps.match();
  CHECK(matches(steps) == "2|-|1\n");
}

TEST_CASE("new records get the ids after the highest, and codes of their acronym or name, told apart by a number") {
  ImportSteps steps("mechanism", "name,acronym,type\nA long name,ALN,RCP\nFresh,,IRF\nFresh!,,IRF\n");
  steps.match();
  CHECK(steps.rows("SELECT record_id, f_code FROM temp.input ORDER BY row") == "3|aln\n4|fresh\n5|fresh-2\n");
}

TEST_CASE("a row without start is the only link there is, dated or not") {
  ImportSteps steps("membership", "mechanism,member,role\nmidsa,AGO,member\nmidsa,CIV,member\nrabat,CIV,member\n");
  steps.match();
  CHECK(matches(steps) == "2|2|0\n3|3|0\n4|-|1\n");
}

TEST_CASE("a dated row is the link with that start, else the one without a start, which gets it") {
  ImportSteps steps(
      "membership",
      "mechanism,member,role,valid_from\nmidsa,AGO,member,2000\nmidsa,AGO,member,2010\nmidsa,CIV,member,1999\n");
  steps.match();
  CHECK(matches(steps) == "2|2|0\n3|-|1\n4|3|0\n");
  CHECK(steps.problems_found() == "");
}

TEST_CASE("a link without a start that had ended before a row's start is another one") {
  ImportSteps steps("membership",
                    "mechanism,member,role,valid_from\nmidsa,CIV,member,2010\nmidsa,CIV,member,2004-05\n");
  steps.connection.run("UPDATE memberships SET valid_to = '2004' WHERE id = 3");
  steps.match();
  CHECK(matches(steps) == "2|-|1\n3|3|0\n");
  CHECK(steps.problems_found() == "");
}

TEST_CASE("a row without start is a problem if there are several links, and so are two starts for one undated link") {
  ImportSteps several("membership", "mechanism,member,role\nmidsa,AGO,member\n");
  several.connection.run(
      "INSERT INTO memberships (mechanism_id, member_id, role, valid_from) VALUES (1, 1, 'member', '2010')");
  several.match();
  CHECK(several.problems_found() == "2|valid_from|-|several-match\n");
  ImportSteps rivals("membership", "mechanism,member,role,valid_from\nmidsa,CIV,member,2001\nmidsa,CIV,member,2002\n");
  rivals.match();
  CHECK(rivals.problems_found() == "2|valid_from|2001|rival\n3|valid_from|2002|rival\n");
}

TEST_CASE("a meeting is known by its mechanism and date, and its code is made of both") {
  ImportSteps steps("meeting", "mechanism,title,date\nrabat,First,2006-07\nrabat,Second,2006-07\n");
  steps.match();
  CHECK(steps.rows("SELECT f_code FROM temp.input ORDER BY row") == "rabat-2006-07\nrabat-2006-07-2\n");
}

}  // namespace
}  // namespace iscm::test
