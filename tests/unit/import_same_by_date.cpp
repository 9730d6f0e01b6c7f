// A row that is a stored link, meeting or outcome told more precisely or in other words is held until somebody decides.

#include <doctest/doctest.h>

#include "import/answers.hpp"
#include "import_plan.hpp"

namespace iscm::test {
namespace {

constexpr const char* kHeader = "mechanism,member,role,valid_from,valid_to\n";

TEST_CASE("a start that is the same, more or less precisely, is held, in either order") {
  for (const auto& [stored, typed, is_held] : std::initializer_list<std::tuple<const char*, const char*, bool>>{
           {"2014", "2014-11", true},
           {"2014", "2014-11-28", true},
           {"2014-11", "2014", true},
           {"2014-11-28", "2014", true},
           {"2014-11-28", "2014-11", true},
           {"2014-11", "2014-12", false},
           {"2014-11", "2014-12-01", false},
           {"2014-11-28", "2015", false},
       }) {
    CAPTURE(stored);
    CAPTURE(typed);
    sqlite::Connection record = small_record();
    record.run("INSERT INTO memberships (mechanism_id, member_id, role, valid_from) VALUES (2, 2, 'member', ?)",
               std::string_view(stored));
    const Planned planned(record, "membership", std::string(kHeader) + "rabat,CIV,member," + typed + ",\n");
    CHECK(planned.problems() == (is_held ? "2 valid_from possible-duplicate\n" : ""));
    const Planned other(record, "membership", std::string(kHeader) + "rabat,CIV,observer," + typed + ",\n");
    CHECK(other.problems() == "");
  }
}

TEST_CASE("links of which one ended before the other began are two") {
  sqlite::Connection record = small_record();
  CHECK(Planned(record, "membership", std::string(kHeader) + "midsa,AGO,member,2000-05,\n").problems() ==
        "2 valid_from possible-duplicate\n");
  record.run("UPDATE memberships SET valid_to = '2000-03' WHERE valid_to = '2004'");
  CHECK(Planned(record, "membership", std::string(kHeader) + "midsa,AGO,member,2000-05,\n").problems() == "");
  CHECK(Planned(record, "membership", std::string(kHeader) + "midsa,AGO,member,2000-03,\n").problems() ==
        "2 valid_from possible-duplicate\n");
}

TEST_CASE("the same keeps the more precise of two dates, from and to") {
  sqlite::Connection record = small_record();
  Planned planned(record, "membership", std::string(kHeader) + "midsa,AGO,member,2000-05,2004\n", [&](auto& request) {
    request.answers = {import::same_as(record, model::entity_named("membership"), "midsa AGO member 2000-05", "2000")};
  });
  CHECK(planned.problems() == "");
  CHECK(planned.plan.counts().settled == 1);
  planned.apply();
  record.run("UPDATE memberships SET valid_to = '2004-06' WHERE valid_to = '2004'");
  Planned less(record, "membership", std::string(kHeader) + "midsa,AGO,member,2000,2004\n", [&](auto& request) {
    request.answers = {import::same_as(record, model::entity_named("membership"), "midsa AGO member 2000",
                                       "midsa AGO member 2000-05")};
  });
  less.apply();
  const std::string dates = "SELECT valid_from, valid_to FROM memberships WHERE mechanism_id = 1 AND member_id = 1";
  CHECK(rows_of(record, dates) == "2000-05|2004-06\n");
  // The same row again is known by now, in other letters of the answer or none.
  CHECK(Planned(record, "membership", std::string(kHeader) + "midsa,AGO,member,2000,2004\n").problems() == "");
  CHECK(Planned(record, "membership", std::string(kHeader) + "midsa,AGO,member,2000,\n").problems() ==
        "2 valid_from possible-duplicate\n");
}

TEST_CASE("rows of one file: a start told twice, and two titles on one day") {
  sqlite::Connection record = small_record();
  const std::string links = std::string(kHeader) +
                            "rabat,CIV,member,2014,\nrabat,CIV,member,2015,\n"
                            "rabat,CIV,member,2014-05,\nrabat,CIV,observer,2014-05,\n";
  CHECK(Planned(record, "membership", links).problems() == "4 valid_from possible-same-row\n");
  const Planned answered(record, "membership", links, [&](auto& request) {
    request.answers = {import::new_as(record, model::entity_named("membership"), "Rabat CIV member 2014-05", "")};
  });
  CHECK(answered.problems() == "");
  CHECK(answered.plan.counts().added == 4);
  CHECK(Planned(record, "meeting",
                "mechanism,title,date\nrabat,A first,2015\nrabat,A second,2015\nrabat,Senior officials,2016-05-02\n"
                "rabat,SOM,2016-05-02\nmidsa,SOM,2016-05-02\nrabat,a FIRST,2015-03\n")
            .problems() == "5 title possible-same-row\n7 title possible-same-row\n");
}

TEST_CASE("an empty record takes what another exported: both of two links that may be one") {
  sqlite::Connection record = small_record();
  const std::string links = std::string(kHeader) + "rabat,CIV,member,2014,\nrabat,CIV,member,2014-05,\n";
  CHECK(Planned(record, "membership", links).problems() == "3 valid_from possible-same-row\n");
  record.run("DELETE FROM memberships");
  CHECK(Planned(record, "membership", links).problems() == "");
}

TEST_CASE("a meeting on a day that may be the same is held under another title, of the same mechanism only") {
  sqlite::Connection record = small_record();
  CHECK(Planned(record, "meeting",
                "mechanism,title,date\nmidsa,Ministers,2013-07-10\nmidsa,Third,2014\nrabat,Ministers,2013-07-10\n"
                "midsa,Second ministerial,2013-07\n")
            .problems() == "2 title possible-duplicate\n5 title possible-duplicate\n");
  // What a row says besides, and a date that is none, are other problems.
  CHECK(Planned(record, "meeting", "mechanism,title,date\nmidsa,Ministers,2013-99\n").problems() ==
        "2 date not-a-date\n");
  CHECK(Planned(record, "meeting", "code,title\nmidsa-2013,Ministers\n").problems() == "");
  record.run("INSERT INTO meetings (code, mechanism_id, title, date) VALUES ('m', 1, 'Third', '2014')");
  CHECK(Planned(record, "meeting", "code,date\nm,2013-07\n").problems() == "2 title possible-duplicate\n");
}

}  // namespace
}  // namespace iscm::test
