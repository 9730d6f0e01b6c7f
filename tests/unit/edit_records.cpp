#include <doctest/doctest.h>

#include "history_undo.hpp"

#include "edit/add_and_set.hpp"
#include "edit/merge.hpp"
#include "edit/rename.hpp"
#include "edit/source.hpp"
#include "edit/typed_row.hpp"
#include "error.hpp"
#include "import/table_rules.hpp"
#include "model/find_record.hpp"
#include "model/source_code.hpp"
#include "small_record.hpp"

namespace iscm::test {
namespace {

/// What the themes of `code` would be after these words.
std::string themes(sqlite::Connection& connection, const std::string& code, const std::vector<std::string>& words) {
  const model::Entity& entity = model::entity_named("mechanism");
  const model::EditWords read = model::read_words(entity, words);
  const auto id = model::find_record(connection, &entity, code).id;
  return edit::changed_list(connection, entity, id, read, *entity.field("themes"));
}

std::string problems(const edit::EditPlan& plan) {
  std::string all;
  for (const import::Problem& problem : plan.problems) all += problem.column + ":" + problem.code + " ";
  return all;
}

edit::EditPlan set(sqlite::Connection& connection, const std::string& entity, const std::vector<std::string>& words) {
  return edit::plan_set(connection, model::entity_named(entity), model::read_words(model::entity_named(entity), words),
                        {});
}

TEST_CASE("a list is what the words make of it, in their order") {
  sqlite::Connection connection = small_record();
  connection.run("INSERT INTO themes (code, name) VALUES ('visas', 'Visas, and permits'), ('a', 'A')");
  CHECK(themes(connection, "midsa", {"themes+=visas"}) == "return; movement; visas");
  CHECK(themes(connection, "midsa", {"themes-=Return"}) == "movement");
  CHECK(themes(connection, "midsa", {"themes-=return; movement"}) == "");
  CHECK(themes(connection, "midsa", {"themes+=visas; a", "themes-=movement"}) == "return; visas; a");
  CHECK(themes(connection, "midsa", {"themes=a", "themes+=visas"}) == "a; visas");
  CHECK(themes(connection, "midsa", {"themes=a;return ;", "themes-=A"}) == "return");
  CHECK(themes(connection, "midsa", {"themes="}) == "");
  // A name with a comma is one name; what is a list with commas is taken apart.
  CHECK(themes(connection, "midsa", {"themes+=visas", "themes-=visas, and permits"}) == "return; movement");
  CHECK(themes(connection, "midsa", {"themes-=return, movement"}) == "");
  // What is added is looked up by the pipeline, which tells of all that is unknown at once.
  CHECK(themes(connection, "midsa", {"themes+=nothing"}) == "return; movement; nothing");
  CHECK_THROWS_WITH_AS(themes(connection, "rabat", {"themes-=movement"}), "\"movement\" is not among the themes",
                       Error);
  CHECK_THROWS_WITH_AS(themes(connection, "midsa", {"themes-=return", "themes-=return"}),
                       "\"return\" is not among the themes", Error);
  CHECK_THROWS_WITH_AS(themes(connection, "midsa", {"themes-=nothing"}), "unknown theme \"nothing\"", Error);
}

TEST_CASE("words are a key, then fields") {
  const model::Entity& entity = model::entity_named("membership");
  const model::EditWords words = model::read_words(entity, {"midsa", "KEN", "left=2020", "note= a  b ", "source="});
  CHECK(words.key == std::vector<std::string>{"midsa", "KEN"});
  REQUIRE(words.fields.size() == 3);
  CHECK(words.fields[0].field->name == "valid_to");
  CHECK(words.fields[1].value == "a b");
  CHECK(words.fields[2].field == &model::source_field());
  CHECK_THROWS_AS(model::read_words(entity, {"left=2020", "KEN"}), Error);
  CHECK_THROWS_AS(model::read_words(entity, {"note=a", "note=b"}), Error);
  CHECK_THROWS_AS(model::read_words(entity, {"note+=a"}), Error);
  CHECK_THROWS_AS(model::read_words(entity, {"colour=red"}), Error);
}

TEST_CASE("a new source has a code like the others") {
  CHECK(model::code_of_address("https://www.iom.int/almaty-process") == "iom-almaty-process");
  CHECK(model::code_of_address("https://au.int/ar/node/35344") == "au-35344");
  CHECK(model::code_of_address("https://www.budapestprocess.org/") == "budapestprocess");
  CHECK(model::code_of_address("http://www.ambafrance-uk.org/5-5-Dialogue-Tunis-Declaration-at.html?x=1#y") ==
        "ambafrance-uk-5-5-dialogue-tunis");
  CHECK(model::code_of_address("http://localhost:8080") == "localhost");
  CHECK(model::code_of_address("http://?") == "source");
  CHECK(model::code_of_address("http://www.example.org/%E2%80%93/Ünïcode_page") == "example-unicode-page");
}

TEST_CASE("a source is named by code, address or title, and a new address becomes one") {
  sqlite::Connection connection = small_record();
  connection.run("INSERT INTO sources (code, url) VALUES ('example-page', 'https://example.org/page')");
  CHECK(edit::source_named(connection, "sheet").id == 1);
  CHECK(edit::source_named(connection, "the SHEET").id == 1);
  CHECK(edit::source_named(connection, "https://example.org/page").code == "example-page");
  const edit::EditSource source = edit::source_named(connection, "https://www.example.com/page");
  CHECK_FALSE(source.id);
  CHECK(source.code == "example-page-2");
  CHECK_THROWS_AS(edit::source_named(connection, "shett"), Error);
}

TEST_CASE("the rules of a table are read from its own text") {
  const auto rules = import::table_rules(
      "CREATE TABLE t (a TEXT, CONSTRAINT t_a_is_unique UNIQUE (a), CONSTRAINT t_a_is_x CHECK (a <> ')' AND (a > "
      "'b')),\n"
      "  CONSTRAINT t_b CHECK (a IS NULL)) STRICT");
  REQUIRE(rules.size() == 2);
  CHECK(rules[0].name == "t_a_is_x");
  CHECK(rules[0].expression == "a <> ')' AND (a > 'b')");
  CHECK(rules[1].expression == "a IS NULL");
}

TEST_CASE("a link is found by what identifies it, and what tells two apart is said") {
  sqlite::Connection connection = small_record();
  const model::Entity& entity = model::entity_named("membership");
  const auto find = [&](const std::vector<std::string>& words) {
    return model::find_record(connection, entity, model::read_words(entity, words), model::FieldWords::change).label;
  };
  CHECK(find({"midsa", "Angola"}) == "midsa AGO member 2000");
  CHECK(find({"midsa", "AGO", "role=observer"}) == "midsa AGO member 2000");  // a change of the role
  connection.run("INSERT INTO memberships (mechanism_id, member_id, role) VALUES (1, 1, 'observer')");
  CHECK(find({"midsa", "AGO", "role=observer"}) == "midsa AGO observer");
  CHECK(find({"midsa", "AGO", "joined="}) == "midsa AGO observer");
  CHECK(find({"midsa", "AGO", "member"}) == "midsa AGO member 2000");
  CHECK(find({"mechanism=rabat", "member=AGO"}) == "rabat AGO member");
  try {
    find({"midsa", "AGO"});
    FAIL("it fits two");
  } catch (const Error& error) {
    CHECK(error.exit() == Exit::refused);
    CHECK(error.hint() == "say which: role=member or role=observer; valid_from= or valid_from=2000");
  }
  CHECK_THROWS_WITH_AS(find({"rabat", "CIV"}), "there is no membership \"rabat CIV\"", Error);
}

TEST_CASE("an edit that breaks a rule of the whole row is refused before it is written") {
  sqlite::Connection connection = small_record();
  CHECK(problems(set(connection, "member", {"rabat", "kind=state"})) == "kind:rule ");
  CHECK(problems(set(connection, "mechanism", {"midsa", "name="})) == "name:required ");
  CHECK(problems(set(connection, "mechanism-alias", {"midsa", "Southern talks", "alias=Rabat Process"})) ==
        "alias:known ");
  connection.run("INSERT INTO memberships (mechanism_id, member_id, role) VALUES (1, 1, 'observer')");
  CHECK(problems(set(connection, "membership", {"midsa", "AGO", "observer", "role=member", "joined=2000"})) ==
        ":taken-key ");
  CHECK(set(connection, "mechanism", {"midsa", "note="}).changes.empty());
}

TEST_CASE("a parent that is set on a row without one leaves the version before in the history") {
  sqlite::Connection connection = small_record();
  connection.run("INSERT INTO themes (code, name) VALUES ('visas', 'Visas')");
  const auto revision = in_revision(connection, [&] {
    set(connection, "theme", {"visas", "parent=movement"})
        .write(connection.integer("SELECT max(id) FROM revisions").value());
  });
  CHECK(connection.integer("SELECT count(*) FROM themes_history WHERE replaced_by = ?", revision) == 1);
  in_revision(connection, [&] { undo(connection, revision); });
  CHECK_FALSE(connection.text("SELECT parent_id FROM themes WHERE code = 'visas'"));
}

TEST_CASE("a merge leaves no conflict unsaid, moves what refers to the record and is undone whole") {
  sqlite::Connection connection = small_record();
  connection.run("UPDATE mechanisms SET constituent_states = 3 WHERE code = 'rabat'");
  const model::Entity& entity = model::entity_named("mechanism");
  const auto plan = [&](const std::string& keep) {
    return edit::plan_merge(connection, entity, "rabat", "midsa", edit::read_choices(keep), {});
  };
  CHECK(problems(plan("")) == "type:conflict constituent_states:conflict ");
  CHECK(problems(plan("type=into")) == "constituent_states:conflict ");
  CHECK_THROWS_AS(edit::read_choices("type"), Error);
  CHECK_THROWS_AS(plan("colour=from"), Error);
  const auto revision = in_revision(connection, [&] {
    plan("type=from,constituent_states=into").write(connection.integer("SELECT max(id) FROM revisions").value());
  });
  CHECK(connection.text("SELECT t.code FROM mechanisms AS m JOIN mechanism_types AS t ON t.id = m.type_id") == "IRF");
  // Angola was in both: the dated link and the undated one are one.
  CHECK(connection.integer("SELECT count(*) FROM memberships WHERE member_id = 1") == 1);
  CHECK(connection.integer("SELECT count(*) FROM mechanism_themes") == 2);
  CHECK(model::find_record(connection, &entity, "Rabat Process").label == "midsa");
  in_revision(connection, [&] { undo(connection, revision); });
  CHECK(connection.integer("SELECT count(*) FROM memberships WHERE mechanism_id = 2 AND member_id = 1") == 1);
  CHECK(model::find_record(connection, &entity, "Rabat Process").label == "rabat");
}

}  // namespace
}  // namespace iscm::test
