// Tables of other shapes than one row for each record: what they become, what is said of them, and where problems are.
#include <doctest/doctest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "error.hpp"
#include "read/groups.hpp"
#include "read/list_cells.hpp"
#include "read/matrix.hpp"
#include "read/swallowed_rows.hpp"
#include "read/table_end.hpp"
#include "read/transposed.hpp"
#include "read_support.hpp"

using namespace iscm::read;
using iscm::Error;

namespace {

using Rows = std::vector<Cells>;
using Lines = std::vector<std::size_t>;
using Texts = std::vector<std::string>;

std::unique_ptr<RowSource> csv(std::string_view text, bool pads_lone_cells = false) {
  CsvOptions options;
  options.pads_lone_cells = pads_lone_cells;
  return open_csv(memory_bytes(text, "t.csv"), "t.csv", options);
}

Reading without_talk(std::string_view text) {
  return read_all(*without_talk_below(csv(text)));
}

const std::set<std::string, std::less<>> kNames = {
    "Kenya", "Uganda", "Tanzania", "Bolivia, Plurinational State of", "Trinidad and Tobago", "Bolivia"};
bool is_name(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  return kNames.find(text) != kNames.end();
}

Texts names(std::string_view cell) {
  const ListCell list = names_in(cell, is_name);
  return {list.names.begin(), list.names.end()};
}

MatrixOptions matrix() {
  return {.names = {"across", "down", "role", "date"},
          .label = {},
          .ignored = {},
          .tick = "member",
          .marks = {{"o", "observer"}, {"-", ""}},
          .meaning = [](std::string_view text) { return text == "Partner" ? "partner" : ""; }};
}

}  // namespace

TEST_CASE("what is below a table and cannot be data is passed over, and said") {
  const Reading table =
      without_talk("a,b,c\n1,2,3\nTotal,,3\n\"Source: us, 2026\",,\n* a note\n[1] another, with commas\n");
  CHECK(table.rows == Rows{{"1", "2", "3"}});
  CHECK(table.problems.empty());
  CHECK(table.notes == Texts{"3: 4 lines below the table are passed over: \"Total\" is the first"});
}

TEST_CASE("what may be data is never passed over") {
  SUBCASE("a row after it makes it one") {
    const Reading table = without_talk("a,b\n* x,\nNote: y,\n1,2\n");
    CHECK(table.rows == Rows{{"* x", ""}, {"Note: y", ""}, {"1", "2"}});
    CHECK(table.lines == Lines{2, 3, 4});
    CHECK(table.notes.empty());
  }
  SUBCASE("words alone are no mark of a note") {
    CHECK(without_talk("a,b\n1,2\nPrepared by us,\n").rows.size() == 2);
    CHECK(without_talk("a,b\n1,2\nNotebook: y,\n").rows.size() == 2);
  }
  SUBCASE("a note with something beside it") {
    CHECK(without_talk("a,b\n1,2\n* x,2\n").rows.size() == 2);
  }
  SUBCASE("not in the first column") {
    CHECK(without_talk("a,b\n1,2\n,* x\n").rows.size() == 2);
  }
  SUBCASE("a total with words") {
    CHECK(without_talk("a,b,c\n1,2,3\nTotal,x,\n").rows.size() == 2);
  }
  SUBCASE("a table of one column") {
    CHECK(without_talk("a\n1\n* x\n").rows.size() == 2);
  }
  SUBCASE("lines that break off stay a problem") {
    CHECK(without_talk("a,b,c\n1,2,3\nfoo,bar\n").problems == Texts{"3 [] ragged-row: 2 cells, but the header has 3"});
  }
}

TEST_CASE("a total as wide as the table is asked about") {
  const Reading table = without_talk("a,b\n1,2\nTotal:,2\n");
  CHECK(table.rows == Rows{{"1", "2"}});
  REQUIRE(table.problems.size() == 1);
  CHECK(table.problems[0].starts_with("3 [] total-row: \"Total:\" with numbers alone"));
}

TEST_CASE("any number of lines that may be talk come through if a row follows") {
  std::string text = "a,b\n";
  for (int i = 0; i < 500; ++i) text += "*,\n";
  CHECK(without_talk(text + "1,2\n").rows.size() == 501);
}

TEST_CASE("blank cells under the first row of a group have its value") {
  const auto rows = with_groups(csv("g,h,v\nA,x,1\n,,2\nB,,3\n,y,4\n,,5\n,,\n"), {.filled = {0, 1}, .section = {}});
  const Reading table = read_all(*rows);
  CHECK(table.rows ==
        Rows{{"A", "x", "1"}, {"A", "x", "2"}, {"B", "", "3"}, {"B", "y", "4"}, {"B", "y", "5"}, {"", "", ""}});
  CHECK(table.notes == Texts{"3: 3 blank cells of column \"g\" have the value above, the first is here",
                             "3: 2 blank cells of column \"h\" have the value above, the first is here"});
  CHECK(rows->cell_place(3, 0) == "2");
  CHECK(rows->cell_place(6, 1) == "5");
  CHECK(rows->cell_place(6, 2) == "6");
  CHECK(rows->cell_place(4, 1) == "4");
}

TEST_CASE("a row that has nothing but the value of its group is its title") {
  const Reading table = read_all(*with_groups(csv("g,v\nA,\n,1\nB,\n,2\n"), {.filled = {0}, .section = {}}));
  CHECK(table.rows == Rows{{"A", "1"}, {"B", "2"}});
  CHECK(table.lines == Lines{3, 5});
}

TEST_CASE("what stands before the first group stays blank") {
  CHECK(read_all(*with_groups(csv("g,v\n,1\nA,2\n"), {.filled = {0}, .section = {}})).rows ==
        Rows{{"", "1"}, {"A", "2"}});
}

TEST_CASE("a row of one cell is the title of the rows below it") {
  const auto rows = with_groups(csv("v,w\nA\n1,2\n3,4\nB,\n5,6\nC\nD\n", true), {.filled = {}, .section = "group"});
  const Reading table = read_all(*rows);
  CHECK(table.header == Cells{"v", "w", "group"});
  CHECK(table.rows == Rows{{"1", "2", "A"}, {"3", "4", "A"}, {"5", "6", "B"}});
  CHECK(rows->cell_place(4, 2) == "2");
  REQUIRE(table.problems.size() == 2);
  CHECK(table.problems[0].starts_with("7 [] empty-section: \"C\" is alone in its row"));
  CHECK(table.problems[1].starts_with("8 [] empty-section: \"D\""));
}

TEST_CASE("a cell is cut at the strongest separator") {
  CHECK(names("Kenya; Uganda;; Tanzania;") == Texts{"Kenya", "Uganda", "Tanzania"});
  CHECK(names("Kenya\n Uganda") == Texts{"Kenya", "Uganda"});
  CHECK(names("Kenya|Atlantis") == Texts{"Kenya", "Atlantis"});
  CHECK(names("Kenya, Uganda and Tanzania") == Texts{"Kenya", "Uganda", "Tanzania"});
  CHECK(names("Kenya, Uganda\nTanzania") == Texts{"Kenya", "Uganda", "Tanzania"});
  CHECK(names("  ").empty());
}

TEST_CASE("a name that has a separator is not cut") {
  CHECK(names("Bolivia, Plurinational State of") == Texts{"Bolivia, Plurinational State of"});
  CHECK(names("Kenya, Bolivia, Plurinational State of, Uganda") ==
        Texts{"Kenya", "Bolivia, Plurinational State of", "Uganda"});
  CHECK(names("Kenya; Trinidad and Tobago") == Texts{"Kenya", "Trinidad and Tobago"});
  CHECK(names("Kenya and Trinidad and Tobago") == Texts{"Kenya", "Trinidad and Tobago"});
}

TEST_CASE("nothing is cut at a comma that may be part of an unknown name") {
  CHECK(names("Kenya, Republic of the") == Texts{"Kenya, Republic of the"});
  CHECK(names("Uganda; Kenya, Republic of the") == Texts{"Uganda", "Kenya, Republic of the"});
}

TEST_CASE("each name of a list is a row, whose line is known") {
  const auto rows = with_list_cells(csv("m,s\nx,Kenya; Uganda\ny,\nz,Tanzania\n"), 1, is_name);
  const Reading table = read_all(*rows);
  CHECK(table.rows == Rows{{"x", "Kenya"}, {"x", "Uganda"}, {"y", ""}, {"z", "Tanzania"}});
  CHECK(table.lines == Lines{2, 2 + kPartOfLine, 3, 4});
  CHECK(physical_line(table.lines[1]) == 2);
  CHECK(rows->cell_place(table.lines[1], 1) == "2");
  CHECK(table.notes == Texts{"2: column \"s\", cut at \";\": 1 cell gives 2 rows"});
}

TEST_CASE("each mark of a matrix is a row") {
  const auto rows = with_marks_as_rows(csv(",A,B,Total\nk,X,,1\nl,o,2013,2\nm,Partner,-,1\nn,,,0\n"), matrix());
  const Reading table = read_all(*rows);
  CHECK(table.header == Cells{"across", "down", "role", "date"});
  CHECK(table.rows == Rows{{"A", "k", "member", ""},
                           {"A", "l", "observer", ""},
                           {"B", "l", "member", "2013"},
                           {"A", "m", "partner", ""}});
  CHECK(table.problems.empty());
  CHECK(table.notes == Texts{"1: the column of totals is passed over",
                             "1: marks read: - as nothing (1), dates as date (1), o as observer (1), partner as "
                             "partner (1), x as member (1)",
                             "5: 1 row has no mark"});
  const std::size_t line = table.lines[2];
  CHECK(physical_line(line) == 3);
  CHECK(rows->cell_place(line, 0) == "1 (column B)");
  CHECK(rows->cell_place(line, 1) == "3 (column 1)");
  CHECK(rows->cell_place(line, 2) == "3 (column B)");
}

TEST_CASE("a mark that is not known is a problem in its place") {
  const auto rows = with_marks_as_rows(csv("s,A,\nk,?,\n,X,\nl,,X\n"), matrix());
  const Reading table = read_all(*rows);
  CHECK(table.rows.empty());
  REQUIRE(table.problems.size() == 3);
  CHECK(table.problems[0].starts_with("2 [] unknown-mark: \"?\" is no mark that is known; --mark \"?=ROLE\""));
  CHECK(table.problems[1] == "3 [] unnamed-row: \"X\" is in a row without a name");
  CHECK(table.problems[2].starts_with("4 [] unnamed-column: \"X\" is in column 3"));
  CHECK(rows->problems()[0].place == "2 (column A)");
}

TEST_CASE("the names of a matrix need not be in its first column") {
  MatrixOptions options = matrix();
  options.label = 1;
  options.ignored = {3};
  const Reading table = read_all(*with_marks_as_rows(csv("No.,State,A,Remarks\n1,k,x,new\n"), options));
  CHECK(table.rows == Rows{{"A", "k", "member", ""}});
  CHECK(table.notes[0] == "1: the column before the names is passed over");
}

TEST_CASE("a table with its fields down is turned") {
  const auto rows = transposed(csv("name,A,B,\ntype,RCP,RCP,\n,,,\nyear,2000,,\n"));
  const Reading table = read_all(*rows);
  CHECK(table.header == Cells{"name", "type", "year"});
  CHECK(table.rows == Rows{{"A", "RCP", "2000"}, {"B", "RCP", ""}});
  CHECK(table.problems.empty());
  CHECK(physical_line(table.lines[1]) == 1);
  CHECK(rows->cell_place(table.lines[1], 2) == "4 (column B)");
  CHECK(rows->cell_place(1, 2) == "4 (column name)");
}

TEST_CASE("a table too large to be turned is refused") {
  std::string text = "name,A\n";
  for (int i = 0; i < 1001; ++i) text += std::to_string(i) + ",x\n";
  CHECK_THROWS_WITH_AS(transposed(csv(text)), "t.csv: --transposed takes at most 1000 rows and 4 MB", Error);
}

TEST_CASE("rows that a stray quote has swallowed are told") {
  CHECK(swallowed_rows("a\nq2,Two,b\nq3,Three,c", ',', 3, 2) > 0);
  CHECK(swallowed_rows("b,c\nd,e", ',', 4, 1) == 0);
  CHECK(swallowed_rows("b,c\nd,e", ',', 3, 1) == 2);
  SUBCASE("prose is none") {
    CHECK(swallowed_rows("one, two, three\nfour, five, six\nseven", ',', 3, 2) == 0);
    CHECK(swallowed_rows("one\ntwo\nthree", ',', 3, 2) == 0);
    CHECK(swallowed_rows("one,two", ',', 2, 1) == 0);
  }
  const Reading table = read("a,b,c\n1,2,\"3\n4,5,6\n7,8,9\"\n10,11,12\n");
  CHECK(table.rows == Rows{{"10", "11", "12"}});
  REQUIRE(table.problems.size() == 1);
  CHECK(table.problems[0].starts_with(
      "2 [c] swallowed-rows: a line that looks like a row in one cell, after the quote at character 5"));
}

TEST_CASE("lines above the header that are as wide as the table may be data") {
  CsvOptions options;
  options.is_header = [](std::span<const std::string_view> cells) { return cells[0] == "code"; };
  const Reading table = read("x,y,z\n1,2,3\ncode,b,c\n4,5,6\n", options);
  CHECK(table.rows == Rows{{"4", "5", "6"}});
  REQUIRE(table.problems.size() == 1);
  CHECK(table.problems[0].starts_with("1 [] table-above: above the header on line 3"));
  CHECK(read("A title, with commas, in it\nx,y,\ncode,b,c\n4,5,6\n", options).problems.empty());
}
