// What people have said that unknown names mean, and what becomes of it.

#include <doctest/doctest.h>

#include "error.hpp"
#include "import_plan.hpp"

namespace iscm::test {
namespace {

std::vector<import::Answer> read_answers(sqlite::Connection& record, std::string_view entity, std::string_view csv) {
  const auto rows = read::open_csv(read::memory_bytes(csv, "answers.csv"), "answers.csv");
  return import::read_answers(record, model::entity_named(entity), *rows);
}

TEST_CASE("a file of answers names records by any name, and passes over what is not answered") {
  sqlite::Connection record = small_record();
  const auto answers = read_answers(record, "mechanism",
                                    "field,value,answer,suggestions\nthemes,Going home,Return,x\nthemes,Other,,\n"
                                    "name,Rabat,rabat,\nname,Fresh,new:fresh-1,\n");
  REQUIRE(answers.size() == 3);
  CHECK(answers[0].answer == "return");
  CHECK(answers[1].answer == "rabat");
  CHECK(answers[2].is_new);
  CHECK(answers[2].answer == "fresh-1");
}

TEST_CASE("an answer that names no record, or a field that is none, is refused") {
  sqlite::Connection record = small_record();
  CHECK_THROWS_AS(read_answers(record, "mechanism", "field,value,answer\nthemes,Going home,retrun\n"), Error);
  CHECK_THROWS_AS(read_answers(record, "mechanism", "field,value,answer\nthemse,Going home,return\n"), Error);
  CHECK_THROWS_AS(read_answers(record, "mechanism", "value,answer\nGoing home,return\n"), Error);
}

TEST_CASE("two answers to one value that differ are refused, and equal ones are one") {
  const import::Answer one{.field = "themes", .value = "Going home", .answer = "return"};
  const import::Answer other{.field = "themes", .value = "going HOME", .answer = "movement"};
  const std::string text = "code,themes\nmidsa,Going home\n";
  CHECK_THROWS_AS(ImportSteps("mechanism", text, {one, other}), Error);
  ImportSteps steps("mechanism", text, {one, one});
  CHECK(steps.rows("SELECT kind, key, code FROM temp.answer") == "theme|going home|return\n");
}

TEST_CASE("an answer that is to be remembered becomes an alias of the record that it names") {
  sqlite::Connection record = small_record();
  import::Answer answer{.field = "themes", .value = "Going home", .answer = "return"};
  answer.learn = import::Learn::where_unknown;
  Planned planned(record, "mechanism", "code,themes\nrabat,Going home\n",
                  [&](auto& request) { request.answers = {answer}; });
  CHECK(planned.problems() == "");
  CHECK(planned.rows("SELECT kind, alias, target_id FROM temp.learned") == "theme|Going home|2\n");
  planned.apply();
  CHECK(planned.rows("SELECT theme_id, alias, key FROM theme_aliases") == "2|Going home|going home\n");
}

TEST_CASE("a question is asked once however many rows ask it, with the records that may be meant") {
  sqlite::Connection record = small_record();
  Planned planned(record, "mechanism", "code,themes\nmidsa,Retrun\nrabat,Retrun\n");
  const std::vector<import::Question> questions = planned.plan.questions();
  REQUIRE(questions.size() == 1);
  CHECK(questions[0].field == "themes");
  CHECK(questions[0].value == "Retrun");
  CHECK(questions[0].suggestions == std::vector<std::string>{"return", "new"});
}

TEST_CASE("an unknown name becomes a new record where that is allowed, once for all its rows") {
  sqlite::Connection record = small_record();
  Planned planned(record, "mechanism", "code,themes\nmidsa,Return; Sea Rescue (SR)\nrabat,sea rescue (sr)\n",
                  [](auto& request) { request.creatable = {&model::entity_named("theme")}; });
  CHECK(planned.problems() == "");
  CHECK(planned.rows("SELECT kind, code FROM temp.created") == "theme|sea-rescue-sr\n");
  CHECK(planned.plan.counts().created == 1);
  planned.apply();
  CHECK(planned.rows("SELECT m.code FROM mechanism_themes AS l JOIN mechanisms AS m ON m.id = l.mechanism_id "
                     "JOIN themes AS t ON t.id = l.theme_id WHERE t.code = 'sea-rescue-sr' ORDER BY 1") ==
        "midsa\nrabat\n");
}

}  // namespace
}  // namespace iscm::test
