// The first step of an import: the columns of a file are fields, its rows a table.

#include <doctest/doctest.h>

#include "error.hpp"
#include "import/header.hpp"
#include "import_steps.hpp"

namespace iscm::test {
namespace {

std::string mapping(const ImportSteps& steps) {
  std::string text;
  for (const std::string_view name : steps.job.mapping()) text += std::string(name) + ";";
  return text;
}

std::string header_problems(const ImportSteps& steps) {
  std::string text;
  for (const import::Problem& problem : steps.problems) text += problem.column + ":" + problem.code + " ";
  return text;
}

TEST_CASE("columns are fields by their names and synonyms, however they are written") {
  const ImportSteps steps("mechanism", "ISCM,TYPE,Year Established,Website\nA,RCP,2000,\n");
  CHECK(mapping(steps) == "name;type;year_established;website;");
  CHECK(steps.problems.empty());
}

TEST_CASE("a column that is no field is a problem unless it is ignored or matched to one") {
  const std::string text = "name,remarks\nA,x\n";
  CHECK(header_problems(ImportSteps("mechanism", text)) == "remarks:unknown-column ");
  const ImportSteps ignored("mechanism", text, {}, {.mapped = {}, .ignored = {1}});
  CHECK(mapping(ignored) == "name;;");
  CHECK(ignored.problems.empty());
  const ImportSteps matched("mechanism", text, {}, {.mapped = {{1, "note"}}});
  CHECK(mapping(matched) == "name;note;");
}

TEST_CASE("two columns for one field are a problem") {
  CHECK_FALSE(
      ImportSteps("mechanism", "name,Title of the mechanism\nA,B\n", {}, {.mapped = {{1, "name"}}}).problems.empty());
}

TEST_CASE("cells are tidied and empty ones NULL, and the row is kept as it was read") {
  ImportSteps steps("theme", "code,name,note\n a , Two   words ,\n\nb,B,\" x\n y\"\n");
  CHECK(steps.rows("SELECT row, line, f_code, f_name, f_note FROM temp.input") == "1|2|a|Two words|-\n2|4|b|B|x\n y\n");
  CHECK(steps.rows("SELECT cells FROM temp.input WHERE row = 1") == "[\" a \",\" Two   words \",\"\"]\n");
  CHECK(steps.job.rows == 2);
}

TEST_CASE("example rows of a template are skipped") {
  ImportSteps steps("theme", "code,name\n# example: x,X\na,A\n");
  CHECK(steps.rows("SELECT line, f_code FROM temp.input") == "3|a\n");
}

TEST_CASE("a no-break space is read as a space, and noted with the place where it stands first") {
  ImportSteps steps("theme", "code,name\na,A\nb,New\xC2\xA0theme\nc,Old\xC2\xA0theme\n");
  CHECK(steps.rows("SELECT f_name FROM temp.input WHERE f_code = 'b'") == "New theme\n");
  const auto notes = steps.job.unseen.notes(steps.source->header());
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].line == 3);
  CHECK(notes[0].message == "name: no-break spaces were read as spaces, in 2 cells of this column");
}

TEST_CASE("a header says which entity the rows are of, or that it may be several") {
  const auto entity = [](const std::vector<std::string>& header) {
    return std::string(import::recognize("x.csv", "", header, {}).name);
  };
  CHECK(entity({"mechanism", "member", "role"}) == "membership");
  CHECK(entity({"ISCM", "Type", "Constituent States"}) == "mechanism");
  CHECK_THROWS_AS(entity({"code", "name"}), Error);
  CHECK(std::string(import::recognize("theme.csv", "", std::vector<std::string>{"code", "name"}, {}).name) == "theme");
}

}  // namespace
}  // namespace iscm::test
