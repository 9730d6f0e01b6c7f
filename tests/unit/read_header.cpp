#include <doctest/doctest.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "read/limits.hpp"
#include "read_support.hpp"

using namespace iscm::read;

namespace {

using Rows = std::vector<Cells>;
using Lines = std::vector<std::size_t>;
using Problems = std::vector<std::string>;

/// The header is the line whose first cell is "Name".
const CsvOptions kUnderOtherText{
    .delimiter = {},
    .is_header = [](std::span<const std::string_view> cells) { return cells.front() == "Name"; },
    .max_rows = kMaxRows};

std::string columns(std::size_t count) {
  std::string line;
  for (std::size_t i = 1; i <= count; ++i) line += (i == 1 ? "c" : ",c") + std::to_string(i);
  return line + "\n";
}

}  // namespace

TEST_CASE("the delimiter is the one that gives the most columns outside quotes") {
  CHECK(read("a,b,c\n").delimiter == ',');
  CHECK(read("a;b, c;d\n").delimiter == ';');
  CHECK(read("a\tb, c\td\n").delimiter == '\t');
  CHECK(read("a|b, c|d\n").delimiter == '|');
  CHECK(read("\"a;b;c;d\",e\n").header == Cells{"a;b;c;d", "e"});
  CHECK(read("\"a,b\nc,d\";e\n").header == Cells{"a,b\nc,d", "e"});
}

TEST_CASE("where two delimiters give as many columns, the rarer in prose is taken") {
  CHECK(read("Name, short\tType\n").header == Cells{"Name, short", "Type"});
  CHECK(read("Name, short|Type\n").header == Cells{"Name, short", "Type"});
  CHECK(read("Name, short;Type\n").header == Cells{"Name, short", "Type"});
}

TEST_CASE("in a file of one column, what would divide others is text") {
  const Reading table = read("name\nx, y; z\n\"quoted, too\"\n");
  CHECK(table.rows == Rows{{"x, y; z"}, {"quoted, too"}});
  CHECK(table.problems.empty());
}

TEST_CASE("a delimiter that is said is not searched for") {
  const CsvOptions semicolon{.delimiter = ';', .is_header = {}, .max_rows = kMaxRows};
  const Reading table = read("a,b\nx,y\n", semicolon);
  CHECK(table.header == Cells{"a,b"});
  CHECK(table.rows == Rows{{"x,y"}});
  CHECK(table.delimiter == ';');
}

TEST_CASE("names of columns are trimmed, and may be quoted") {
  CHECK(read(" a ,\"b \",\" \"\"c\"\"\r\nd\"\n").header == Cells{"a", "b", "\"c\"\r\nd"});
}

TEST_CASE("a header alone is a table without rows") {
  for (const char* text : {"a,b", "a,b\n", "a,b\r\n", "\n\na,b\n\n"}) {
    CAPTURE(text);
    const Reading table = read(text);
    CHECK(table.header == Cells{"a", "b"});
    CHECK(table.rows.empty());
    CHECK(table.problems.empty());
  }
  CHECK_FALSE(read("a,b").ends_with_newline);
  CHECK(read("a,b\n").ends_with_newline);
}

TEST_CASE("a file without a header is no table") {
  CHECK(read("").problems == Problems{"1 [] no-header: the file is empty; a table starts with a line of column names"});
  CHECK(read("").header.empty());
  CHECK(read("\n\r\n\n").problems == Problems{"1 [] no-header: the file has only empty lines"});
}

TEST_CASE("empty and repeated names are left to whoever reads the header") {
  const Reading table = read("a,,b, a,\" \",a\n1,2,3,4,5,6\n1\n");
  CHECK(table.rows.size() == 1);
  CHECK(table.header == Cells{"a", "", "b", "a", "", "a"});
  CHECK(table.problems == Problems{"3 [] ragged-row: 1 cell, but the header has 6"});
}

TEST_CASE("the header can be said to be on a line, whatever it says") {
  const CsvOptions third{.delimiter = {}, .header_line = 3};
  const Reading table = read("Name,Type\nTitle, or so,\na;b\n1;2\n", third);
  CHECK(table.header == Cells{"a", "b"});
  CHECK(table.rows == Rows{{"1", "2"}});
  CHECK(table.notes == Cells{"3: the header is on line 3; the text above it is skipped"});
  CHECK(read("a,b\n1,2\n", third).problems == Problems{"1 [] no-header: there is no text from line 3 on"});
}

TEST_CASE("a thousand columns are read, one more is not") {
  const Reading most = read_in_chunks(columns(kMaxColumns) + columns(kMaxColumns), kChunkBytes);
  CHECK(most.header.size() == kMaxColumns);
  REQUIRE(most.rows.size() == 1);
  CHECK(most.rows[0].back() == "c1000");
  CHECK(most.problems.empty());

  const Reading more = read_in_chunks(columns(kMaxColumns + 1), kChunkBytes);
  CHECK(more.header.empty());
  CHECK(more.problems == Problems{"1 [] too-many-columns: the header has 1001 columns; at most 1000 are read"});
}

TEST_CASE("a header that cannot be read ends the reading") {
  CHECK(read("a,\"b\n1,2\n").problems ==
        Problems{"1 [column 2] unclosed-quote: the quote opened at character 3 is never closed; reading ended here"});
  CHECK(read("a,b\xFF\n1,2\n").problems ==
        Problems{"1 [column 2] invalid-utf8: character 4: invalid UTF-8 (FF at byte 3); save the file as UTF-8; "
                 "--encoding windows-1252 reads \"bÿ\", --encoding macintosh reads \"bˇ\"; reading ended here"});
  CHECK(read_in_chunks(std::string(kMaxRecordBytes + 1, 'x'), kChunkBytes).problems ==
        Problems{"1 [] line-too-long: the row has more than 4194304 bytes; reading ended here"});
}

TEST_CASE("the header may stand below other text, ragged and with lone quotes") {
  const Reading table = read(
      "# A title, with commas, and more\n\n\"A quotation that is never closed\n5\" pipes\ta \"word\" | and ; all\n"
      "Name\tType\nMIDSA\tRCP\n\nRCM\n",
      kUnderOtherText);
  CHECK(table.header == Cells{"Name", "Type"});
  CHECK(table.delimiter == '\t');
  CHECK(table.rows == Rows{{"MIDSA", "RCP"}});
  CHECK(table.lines == Lines{6});
  CHECK(table.problems == Problems{"8 [] ragged-row: 1 cell, but the header has 2"});
}

TEST_CASE("a header that is asked for may stand first, and span lines") {
  const Reading table = read("Name,\"Year\nEstablished\"\r\nx,1\r\n", kUnderOtherText);
  CHECK(table.header == Cells{"Name", "Year\nEstablished"});
  CHECK(table.lines == Lines{3});
}

TEST_CASE("a header that is asked for is found in a file of CR lines") {
  const Reading table = read("Title\rName;Type\rx;y\r", kUnderOtherText);
  CHECK(table.rows == Rows{{"x", "y"}});
  CHECK(table.lines == Lines{3});
}

TEST_CASE("the delimiter that was said is the one in which the header is looked for") {
  CsvOptions options = kUnderOtherText;
  options.delimiter = '|';
  CHECK(read("Name,a,b\nName|c\nx|y\n", options).header == Cells{"Name", "c"});
}

TEST_CASE("where no line is the header by itself, it is the first one") {
  const Reading table = read("\na,b\n1,2", kUnderOtherText);
  CHECK(table.header == Cells{"a", "b"});
  CHECK(table.rows == Rows{{"1", "2"}});
  CHECK(table.lines == Lines{3});
  CHECK(table.problems.empty());
  CHECK(table.notes.empty());
  CHECK(read("", kUnderOtherText).problems ==
        Problems{"1 [] no-header: the file is empty; a table starts with a line of column names"});
}

TEST_CASE("the header is not looked for through the whole of a long file") {
  const std::string start = "a,b\n1,2\n";
  std::string text = start;
  while (text.size() <= kHeaderLookahead) text += "1,2\n";
  const Reading table = read_in_chunks(text + "Name,x\n", kChunkBytes, kUnderOtherText);
  CHECK(table.header == Cells{"a", "b"});
  CHECK(table.rows.back() == Cells{"Name", "x"});
  CHECK(table.lines.front() == 2);
  CHECK(read_in_chunks(start + "Name,x\n", kChunkBytes, kUnderOtherText).header == Cells{"Name", "x"});
}

TEST_CASE("what stands above the header is told of") {
  const auto source =
      open_csv(memory_bytes("Members in 2016\n\nName,Type\nMIDSA,RCP\n", "test"), "test", kUnderOtherText);
  CHECK(source->header_line() == 3);
  REQUIRE(source->notes().size() == 1);
  CHECK(source->notes()[0].line == 3);
  CHECK(source->notes()[0].message == "the header is on line 3; the text above it is skipped");
  CHECK(read("Name,Type\nMIDSA,RCP\n", kUnderOtherText).notes.empty());
}

TEST_CASE("a row of HXL tags under the header is skipped, and told of") {
  const Reading table = read("Country,Year,Note\n#country+code, #date ,\nKEN,2013,\n");
  CHECK(table.rows == Rows{{"KEN", "2013", ""}});
  CHECK(table.notes == Cells{"2: a row of HXL tags is skipped"});
  CHECK(table.problems.empty());
  // Only there, and only where all cells are tags.
  CHECK(read("a,b\n1,2\n#a,#b\n").rows == Rows{{"1", "2"}, {"#a", "#b"}});
  CHECK(read("a,b\n#a,2\n").rows == Rows{{"#a", "2"}});
  CHECK(read("a,b\n#1,#2\n").rows == Rows{{"#1", "#2"}});
  CHECK(read("a,b\n,\n").rows == Rows{{"", ""}});
}

TEST_CASE("reading ends at the row that is one too many") {
  CsvOptions two;
  two.max_rows = 2;
  CHECK(read("a\n1\n2\n", two).problems.empty());
  const Reading more = read("a\n1\n2\n3\n4\n", two);
  CHECK(more.rows.size() == 2);
  CHECK(more.problems == Problems{"4 [] too-many-rows: more rows than the limit of 2; reading ended here"});
}

TEST_CASE("text above the header that is no text, or endless, ends the reading") {
  CHECK(read("title\nx \xFF\nName\n", kUnderOtherText).problems ==
        Problems{"2 [column 1] invalid-utf8: character 3: invalid UTF-8 (FF at byte 8); save the file as UTF-8; "
                 "--encoding windows-1252 reads \"x ÿ\", --encoding macintosh reads \"x ˇ\"; reading ended here"});
  const std::string endless = "title\n" + std::string(kMaxRecordBytes, 'x') + "\nName\n";
  for (const std::size_t chunk : {kChunkBytes, 2 * kMaxRecordBytes}) {
    CHECK(read_in_chunks(endless, chunk, kUnderOtherText).problems ==
          Problems{"2 [] line-too-long: the row has more than 4194304 bytes; reading ended here"});
  }
}
