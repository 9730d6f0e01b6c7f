#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "read/limits.hpp"
#include "read_support.hpp"
#include "source_tree.hpp"

using namespace iscm::read;
using namespace std::string_literals;

namespace {

using Rows = std::vector<Cells>;
using Lines = std::vector<std::size_t>;
using Problems = std::vector<std::string>;

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.is_open());
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string joined(const Cells& cells, char delimiter) {
  std::string line;
  for (const std::string& cell : cells) {
    if (&cell != &cells.front()) line += delimiter;
    line += cell;
  }
  return line;
}

}  // namespace

TEST_CASE("a plain table is its header and its rows, as written") {
  const Reading table = read("code,name\nNAM,NA\n024, Angola \n");
  CHECK(table.header == Cells{"code", "name"});
  CHECK(table.rows == Rows{{"NAM", "NA"}, {"024", " Angola "}});
  CHECK(table.lines == Lines{2, 3});
  CHECK(table.problems.empty());
  CHECK(table.delimiter == ',');
  CHECK(table.ends_with_newline);
}

TEST_CASE("the published table comes back byte for byte") {
  const std::string text = file_text(iscm::test::source_tree() + "/seeds/source-table.tsv");
  const Reading table = read(text);
  CHECK(table.header.size() == 6);
  CHECK(table.rows.size() == 30);
  CHECK(table.problems.empty());
  CHECK(table.delimiter == '\t');
  CHECK_FALSE(table.ends_with_newline);

  std::string again = joined(table.header, '\t');
  for (const Cells& row : table.rows) again += '\n' + joined(row, '\t');
  CHECK(again == text);
}

TEST_CASE("every seed reads without a problem") {
  for (const std::string name : {"chairs", "gfmd-memberships", "meetings", "memberships", "regions", "sources",
                                 "states", "published-figures", "outcomes"}) {
    CAPTURE(name);
    const std::string text = file_text(iscm::test::source_tree() + "/seeds/" + name + ".csv");
    const Reading table = read_in_chunks(text, kChunkBytes);
    CHECK(table.problems.empty());
    CHECK(table.delimiter == ',');
    CHECK(table.rows.size() >= 7);
    CHECK(read_in_chunks(text, 1000) == table);
  }
}

TEST_CASE("the last line may end without a line break") {
  const Reading with = read("a,b\n1,2\n");
  Reading without = read("a,b\n1,2");
  CHECK_FALSE(without.ends_with_newline);
  without.ends_with_newline = true;
  CHECK(without == with);

  CHECK(read("a,b\n1,").rows == Rows{{"1", ""}});
  CHECK(read("a,b\n1,\"\"").rows == Rows{{"1", ""}});
  CHECK(read("a,b\n1,\"x\"").rows == Rows{{"1", "x"}});
}

TEST_CASE("lines end with LF or CRLF, also in one file") {
  const Reading table = read("a,b\r\n1,2\n\"3\",\"4\"\r\n5,\"6\"\n");
  CHECK(table.rows == Rows{{"1", "2"}, {"3", "4"}, {"5", "6"}});
  CHECK(table.lines == Lines{2, 3, 4});
  CHECK(table.problems.empty());
  CHECK(table.ends_with_newline);
}

TEST_CASE("lines end with CR alone where the whole file has it") {
  const Reading table = read("a,b\r1,\"x\ny\"\r\r3,\"4\"");
  CHECK(table.rows == Rows{{"1", "x\ny"}, {"3", "4"}});
  CHECK(table.lines == Lines{2, 4});
  CHECK(table.problems.empty());
  CHECK_FALSE(table.ends_with_newline);
}

TEST_CASE("a long file of CR lines is read over many chunks") {
  std::string text = "a,b\r";
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i) + ",\"\"\"x\"\"\"\r";
  const Reading table = read_in_chunks(text, kChunkBytes);
  REQUIRE(table.rows.size() == 20'000);
  CHECK(table.rows.back() == Cells{"19999", "\"x\""});
  CHECK(table.lines.back() == 20'001);
  CHECK(table.problems.empty());
  CHECK(read_in_chunks(text, 4099) == table);
}

TEST_CASE("a quoted cell may hold delimiters, quotes and line breaks, whatever the delimiter") {
  for (const char delimiter : {',', ';', '\t', '|'}) {
    CAPTURE(delimiter);
    const std::string d(1, delimiter);
    const Reading table =
        read("a" + d + "b\n\"x" + d + "y\"" + d + "\"say \"\"no\"\"\"\n\"\"\"\"" + d + "\"1\r\n2\n3\"\nz" + d + "\n");
    CHECK(table.delimiter == delimiter);
    CHECK(table.rows == Rows{{"x" + d + "y", "say \"no\""}, {"\"", "1\r\n2\n3"}, {"z", ""}});
    CHECK(table.lines == Lines{2, 3, 6});
    CHECK(table.problems.empty());
  }
}

TEST_CASE("many cells with doubled quotes in one row do not disturb each other") {
  CHECK(read("a,b,c,d\n\"\"\"\",\"1\"\"\",\"\"\"2\",\"\"\"\"\"\"\n").rows == Rows{{"\"", "1\"", "\"2", "\"\""}});
}

TEST_CASE("an empty line is no row, but in a file of one column an empty cell") {
  const Reading wide = read("a,b\n\n1,2\n\r\n\n3,4\n\n");
  CHECK(wide.rows == Rows{{"1", "2"}, {"3", "4"}});
  CHECK(wide.lines == Lines{3, 6});
  CHECK(wide.problems.empty());

  const Reading narrow = read("name\nx\n\n\"\"\ny\n");
  CHECK(narrow.rows == Rows{{"x"}, {""}, {""}, {"y"}});
  CHECK(narrow.problems.empty());
}

TEST_CASE("a line of nothing but delimiters is a row of empty cells") {
  CHECK(read("a,b,c\n,,\n").rows == Rows{{"", "", ""}});
}

TEST_CASE("every ragged row is reported, and the others are read") {
  const Reading table = read("a,b,c\n1,2\n1,2,3\n1\n1,2,3,4\n\"\"\n4,5,6");
  CHECK(table.rows == Rows{{"1", "2", "3"}, {"", "", ""}, {"4", "5", "6"}});
  CHECK(table.lines == Lines{3, 6, 7});
  CHECK(table.problems == Problems{"2 [] ragged-row: 2 cells, but the header has 3",
                                   "4 [] ragged-row: 1 cell, but the header has 3",
                                   "5 [] ragged-row: 4 cells, but the header has 3"});
}

TEST_CASE("what is blank to the right of the header is left out and counted") {
  const Reading table = read("a,b\n1,2,, \n3,4\n5,6,\n7,8,,x\n,,,\n");
  CHECK(table.rows == Rows{{"1", "2"}, {"3", "4"}, {"5", "6"}, {"", ""}});
  CHECK(table.problems == Problems{"5 [] ragged-row: 4 cells, but the header has 2"});
  CHECK(table.notes == Cells{"2: skipped: empty cells to the right of the header in 2 rows, the first of them here"});
}

TEST_CASE("a row's number is the line where it starts, a problem's the line where it is") {
  const Reading table = read("a,b\n\"1\n2\",x\ny,\"3\n\n4\"5\nz,\n");
  CHECK(table.rows == Rows{{"1\n2", "x"}, {"z", ""}});
  CHECK(table.lines == Lines{2, 7});
  CHECK(table.problems == Problems{"6 [b] stray-quote: text at character 3, after the closing quote of a cell that was "
                                   "opened on line 4; double the quotes within a quoted cell"});
}

TEST_CASE("a quote in an unquoted cell is refused, with line and character, for every delimiter") {
  for (const char delimiter : {',', ';', '\t', '|'}) {
    CAPTURE(delimiter);
    const std::string d(1, delimiter);
    const Reading table = read("a" + d + "b\né" + d + "5\" pipe" + d + "x\n1" + d + "2\n");
    CHECK(table.rows == Rows{{"1", "2"}});
    CHECK(table.problems ==
          Problems{
              "2 [b] stray-quote: a quote at character 4, within a cell that does not start with one; put the cell in "
              "quotes and double those within"});
  }
}

TEST_CASE("a space before a quote makes the cell an unquoted one") {
  CHECK(read("a,b\n1, \"2\"\n").problems.size() == 1);
}

TEST_CASE("text after a closing quote is refused") {
  const Reading table = read("a,b\n\"x\" ,y\n\"x\"\"\"z,y\n1,2\n");
  CHECK(table.rows == Rows{{"1", "2"}});
  CHECK(table.problems ==
        Problems{"2 [a] stray-quote: text at character 4, after the closing quote of a cell; double the "
                 "quotes within a quoted cell",
                 "3 [a] stray-quote: text at character 6, after the closing quote of a cell; double the "
                 "quotes within a quoted cell"});
}

TEST_CASE("a quote that is never closed is named where it was opened, after the problems before it") {
  const Reading table = read("a,b\n1\n1,2\n3,\"4\n5,6\n7,8\n");
  CHECK(table.rows == Rows{{"1", "2"}});
  CHECK(table.problems ==
        Problems{"2 [] ragged-row: 1 cell, but the header has 2",
                 "4 [b] unclosed-quote: the quote opened at character 3 is never closed; reading ended here"});
}

TEST_CASE("a CR without LF is refused in a file whose lines end with LF") {
  const Reading table = read("a,b\r\n1,2\r3,4\r\n5,\"6\"\r7\n8\r\r\n9,\"quoted\rCR\"\n0,1\r");
  CHECK(table.rows == Rows{{"9", "quoted\rCR"}});
  CHECK(table.lines == Lines{5});
  CHECK(table.problems == Problems{"2 [b] stray-carriage-return: a carriage return alone at character 4, in a file "
                                   "whose lines end with a line feed",
                                   "3 [b] stray-carriage-return: a carriage return alone at character 6, in a file "
                                   "whose lines end with a line feed",
                                   "4 [a] stray-carriage-return: a carriage return alone at character 2, in a file "
                                   "whose lines end with a line feed",
                                   "6 [b] stray-carriage-return: a carriage return alone at character 4, in a file "
                                   "whose lines end with a line feed"});
}

TEST_CASE("a CR in the header does not make a file one of CR lines when LF follows") {
  CHECK(
      read("a\rb,c\n1,2\n").problems ==
      Problems{
          "1 [column 1] stray-carriage-return: a carriage return alone at character 2, in a file whose lines end with "
          "a line feed"});
}

TEST_CASE("an LF far down in a file of CR lines is refused") {
  std::string text = "a,b\r";
  while (text.size() < 100'000) text += "1,2\r";
  text += "3,4\n5,6\r7,\"8\"\n9,0\r1,2\r";
  const Reading table = read_in_chunks(text, kChunkBytes);
  CHECK(table.problems == Problems{"25001 [b] stray-line-feed: a line feed alone at character 4, in a file whose lines "
                                   "end with a carriage return",
                                   "25002 [b] stray-line-feed: a line feed alone at character 6, in a file whose lines "
                                   "end with a carriage return"});
  CHECK(table.lines.back() == 25'003);
}

TEST_CASE("bytes that are no text end the reading, with line, column, character and offset") {
  const Reading table = read(
      "a,b\n1,2\nx\nC\xC3\xB4te,Cura\xE7"
      "ao\n3,4\n");
  CHECK(table.rows == Rows{{"1", "2"}});
  CHECK(table.problems == Problems{"3 [] ragged-row: 1 cell, but the header has 2",
                                   "4 [b] invalid-utf8: character 10: invalid UTF-8 (E7 at byte 20); save the file as "
                                   "UTF-8; --encoding windows-1252 reads \"Curaçao\", --encoding macintosh reads "
                                   "\"CuraÁao\"; reading ended here"});

  CHECK(read("a,b\n1,2\n\xFF").problems ==
        Problems{"3 [a] invalid-utf8: character 1: invalid UTF-8 (FF at byte 8); save the file as UTF-8; "
                 "--encoding windows-1252 reads \"ÿ\", --encoding macintosh reads \"ˇ\"; reading ended here"});
  CHECK(read("a,b\n\"1\n2\0\",3\n"s).problems == Problems{"3 [a] nul-byte: character 2: a NUL at byte 8: the file is "
                                                          "not text, or UTF-16 without a byte order mark; save "
                                                          "it as UTF-8; reading ended here"});
}

TEST_CASE("a problem carries what was found, shortened to whole characters") {
  const std::string long_text(79, 'x');
  const auto source = open_csv(memory_bytes("a,b\n1,2\"\n\"" + long_text + "éé\"z,2\n3,\xFF", "test"), "test");
  CHECK_FALSE(source->next());
  REQUIRE(source->problems().size() == 3);
  CHECK(source->problems()[0].value == "2\"");
  CHECK(source->problems()[1].value.starts_with(long_text + "…"));
  CHECK(source->problems()[2].value == "FF");
}

TEST_CASE("an over-long cell is refused and the next row is read") {
  const std::string longest(kMaxCellBytes, 'x');
  const std::string text = "a,b\n1," + longest + "\n2," + longest + "x\n\"" + longest + "x\",3\n4,5\n";
  const Reading table = read_in_chunks(text, kChunkBytes);
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0][1] == longest);
  CHECK(table.rows[1] == Cells{"4", "5"});
  CHECK(table.problems == Problems{"3 [b] cell-too-long: the cell has more than 1048576 bytes",
                                   "4 [a] cell-too-long: the cell has more than 1048576 bytes"});
  CHECK(read_in_chunks(text, 10'007) == table);
}

TEST_CASE("an over-long row ends the reading, however the input is divided") {
  std::string row = "1";
  while (row.size() + 1'000'001 < kMaxRecordBytes) row += ',' + std::string(1'000'000, 'x');
  row += ',' + std::string(kMaxRecordBytes - row.size() - 2, 'y');  // with its line break as long as a row may be
  const std::string header = "a,b,c,d,e,f\n";
  const std::string fits = header + row + "\n1,2,3,4,5,6\n";
  const std::string too_long = header + row + "z\n1,2,3,4,5,6\n";
  for (const std::size_t chunk : {kChunkBytes, std::size_t{99'991}, 2 * kMaxRecordBytes}) {
    CAPTURE(chunk);
    CHECK(read_in_chunks(fits, chunk).rows.size() == 2);
    const Reading table = read_in_chunks(too_long, chunk);
    CHECK(table.rows.empty());
    CHECK(table.problems == Problems{"2 [] line-too-long: the row has more than 4194304 bytes; reading ended here"});
  }
}

TEST_CASE("a quote that swallows more than a row may have is named as what may be wrong") {
  const std::string text = "a,b\n1,\"2\n" + std::string(kMaxRecordBytes, '\n');
  const Problems expected{
      "2 [b] line-too-long: the row has more than 4194304 bytes; reading ended here; is the quote on line 2, character "
      "3 "
      "closed?"};
  CHECK(read_in_chunks(text, kChunkBytes).problems == expected);
  CHECK(read_in_chunks(text, 2 * kMaxRecordBytes).problems == expected);
}

TEST_CASE("a row of very many cells is only ragged") {
  const std::string text = "a,b\n" + std::string(100'000, ',') + "\n1,2\n";
  const Reading table = read_in_chunks(text, kChunkBytes);
  CHECK(table.rows == Rows{{"1", "2"}});
  CHECK(table.problems == Problems{"2 [] ragged-row: 100001 cells, but the header has 2"});
}

TEST_CASE("a file with nothing but problems is not reported for ever") {
  std::string text = "a,b\n";
  for (std::size_t i = 0; i < kMaxProblems + 100; ++i) text += "x\n";
  const Reading table = read_in_chunks(text, kChunkBytes);
  REQUIRE(table.problems.size() == kMaxProblems + 1);
  CHECK(table.problems.back() == "10001 [] too-many-problems: there are 10000 problems; reading ended here");
}

TEST_CASE("a table in UTF-16 is the same table") {
  const Reading plain = read("name\tnote\nCôte\t😀\n");
  std::string bytes = "\xFF\xFE";
  for (const char16_t unit : u"name\tnote\nCôte\t😀\n"s) {
    bytes += static_cast<char>(unit & 0xFFU);
    bytes += static_cast<char>(unit >> 8U);
  }
  CHECK(read(bytes) == plain);
  CHECK(read("\xEF\xBB\xBFname\tnote\nCôte\t😀\n") == plain);
}

TEST_CASE("the digest and the size of the source are those of the file") {
  const std::string text =
      "\xEF\xBB\xBF"
      "a,b\r\n1,2\r\n";
  const auto source = open_csv(memory_bytes(text, "test"), "my table", {});
  while (source->next()) {
  }
  CHECK(source->name() == "my table");
  CHECK(source->facts().bytes == text.size());
  CHECK(source->facts().sha256 == memory_bytes(text, "test")->sha256());
}

TEST_CASE("a row with a problem is kept as read, to be written out again") {
  const auto source = open_csv(memory_bytes("a,b\n1,\"x \"\"y\"\"\",3\r\n1,2\"\n4\n", "test"), "test");
  CHECK_FALSE(source->next());
  const auto problems = source->problems();
  REQUIRE(problems.size() == 3);
  CHECK(problems[0].cells == Cells{"1", "x \"y\"", "3"});
  CHECK(problems[0].raw == "1,\"x \"\"y\"\"\",3");
  CHECK(problems[1].cells.empty());  // where its quote stands, it cannot be divided
  CHECK(problems[1].raw == "1,2\"");
  CHECK(problems[2].cells == Cells{"4"});
}

TEST_CASE("of rows with a problem no more is kept than memory should hold") {
  const std::string long_row = std::string(kMaxKeptRow, 'x') + "\n";  // as long as may be
  std::string text = "a,b\n" + std::string(kMaxKeptRow + 1, 'x') + "\n";
  const std::size_t fit = kMaxKeptRows / kMaxKeptRow;
  for (std::size_t i = 0; i <= fit; ++i) text += long_row;
  const auto source = open_csv(memory_bytes(text, "test"), "test");
  CHECK_FALSE(source->next());
  const auto problems = source->problems();
  REQUIRE(problems.size() == fit + 2);
  CHECK(problems[0].raw.empty());
  CHECK(problems[fit].raw.size() == kMaxKeptRow);
  CHECK(problems[fit + 1].raw.empty());
}
