// What an applied import leaves in the record.

#include <doctest/doctest.h>

#include "import_plan.hpp"

namespace iscm::test {
namespace {

TEST_CASE("new records, changes and lists are written in one revision, with the source of the row or of the file") {
  sqlite::Connection record = small_record();
  Planned planned(record, "mechanism",
                  "code,name,type,constituent_states,themes,source\n"
                  "new-one,New one,RCP,4,Movement; Return,\nmidsa,,,5,return,sheet\n",
                  [](auto& request) { request.default_source = "sheet"; });
  CHECK(planned.problems() == "");
  planned.apply();
  CHECK(planned.rows("SELECT code, name, type_id, constituent_states, status, source_id FROM mechanisms "
                     "WHERE code IN ('midsa', 'new-one') ORDER BY code") ==
        "midsa|Dialogue for Southern Africa|1|5|unknown|1\nnew-one|New one|1|4|unknown|1\n");
  CHECK(planned.rows("SELECT m.code, t.code, l.position FROM mechanism_themes AS l "
                     "JOIN mechanisms AS m ON m.id = l.mechanism_id JOIN themes AS t ON t.id = l.theme_id "
                     "WHERE m.code <> 'rabat' ORDER BY 1, 3") ==
        "midsa|return|1\nnew-one|movement|1\nnew-one|return|2\n");
  const std::string last = "(SELECT max(id) FROM revisions)";
  CHECK(planned.rows("SELECT count(*) FROM mechanisms WHERE revision = " + last) == "2\n");
  CHECK(planned.rows("SELECT constituent_states FROM mechanisms_history WHERE replaced_by = " + last) == "2\n");
}

TEST_CASE("the rows are kept as they were read, each with the record that it became") {
  sqlite::Connection record = small_record();
  Planned planned(record, "theme", "code,name\n visas ,Visas\nreturn,Return\n");
  planned.apply();
  CHECK(planned.rows("SELECT file, entity, header, mapping FROM imports") ==
        "test.csv|theme|[\"code\",\"name\"]|[\"code\",\"name\"]\n");
  CHECK(planned.rows("SELECT r.line, r.cells, t.code FROM imported_rows AS r JOIN themes AS t ON t.id = r.record_id "
                     "ORDER BY r.line") == "2|[\" visas \",\"Visas\"]|visas\n3|[\"return\",\"Return\"]|return\n");
}

TEST_CASE("rejected rows are kept too, without a record") {
  sqlite::Connection record = small_record();
  Planned planned(record, "theme", "code,name,parent\nvisas,Visas,\nbad,Bad,nowhere\n",
                  [](auto& request) { request.skips_rejected = true; });
  planned.apply();
  CHECK(planned.rows("SELECT line, record_id IS NULL FROM imported_rows ORDER BY line") == "2|0\n3|1\n");
  CHECK(planned.rows("SELECT count(*) FROM themes WHERE code = 'bad'") == "0\n");
}

TEST_CASE("what was imported once changes nothing the second time") {
  sqlite::Connection record = small_record();
  const std::string text =
      "mechanism,member,role,valid_from,basis,source\nrabat,CIV,member,2006,stated,sheet\n"
      "midsa,AGO,member,2001,stated,sheet\n";
  Planned(record, "membership", text).apply();
  Planned again(record, "membership", text);
  CHECK(again.problems() == "");
  CHECK_FALSE(again.plan.changes_anything());
  CHECK(again.plan.counts().unchanged == 2);
}

}  // namespace
}  // namespace iscm::test
