#include "read/workbook.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "../stored_zip.hpp"
#include "error.hpp"
#include "read/number_format.hpp"
#include "read/shared_texts.hpp"
#include "read/table.hpp"
#include "read/xlsx_rows.hpp"
#include "read_support.hpp"
#include "source_tree.hpp"

using namespace iscm;
using namespace iscm::read;

namespace {

using Rows = std::vector<Cells>;

std::unique_ptr<RowSource> open_bytes_of(const std::string& archive, const WorkbookOptions& options) {
  auto bytes = std::make_unique<ByteSource>(memory_input(archive), "b.xlsx", kChunkBytes, std::nullopt, true);
  return open_workbook(std::move(bytes), "b.xlsx", options);
}

/// Reads an archive whole and inflated a few bytes at a time, which must make no difference.
Reading read_archive(const Parts& parts, WorkbookOptions options = {}) {
  const std::string archive = stored_zip(parts);
  const Reading whole = read_all(*open_bytes_of(archive, options));
  for (const std::size_t chunk : {1U, 7U, 100U}) {
    CAPTURE(chunk);
    options.chunk = chunk;
    CHECK(read_all(*open_bytes_of(archive, options)) == whole);
  }
  return whole;
}

std::string refusal_of(const Parts& parts, const WorkbookOptions& options = {}) {
  try {
    const std::string archive = stored_zip(parts);
    read_all(*open_bytes_of(archive, options));
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

/// A worksheet with the header "a | b" in row 1.
std::string sheet(const std::string& rows, const std::string& after = {}, const std::string& before = {}) {
  return "<worksheet>" + before +
         "<sheetData><row r='1'><c r='A1' t='str'><v>a</v></c><c r='B1' t='str'><v>b</v></c></row>" + rows +
         "</sheetData>" + after + "</worksheet>";
}

Reading read_sheet(const std::string& rows, const std::string& after = {}, const WorkbookOptions& options = {}) {
  return read_archive(xlsx_parts(sheet(rows, after)), options);
}

std::string refusal_of_sheet(const std::string& rows) {
  return refusal_of(xlsx_parts(sheet(rows)));
}

std::string ods(const std::string& rows, const std::string& before = {}) {
  return "<office:document-content><office:body><office:spreadsheet><table:table table:name='S'>" + before + rows +
         "</table:table></office:spreadsheet></office:body></office:document-content>";
}

std::string ods_text(const std::string& text, const std::string& attributes = {}) {
  return "<table:table-cell office:value-type='string' " + attributes + "><text:p>" + text +
         "</text:p></table:table-cell>";
}

const std::string kOdsHeader = "<table:table-row>" + ods_text("a") + ods_text("b") + "</table:table-row>";

Reading read_file(const std::string& name, const std::string& sheet_name = {}) {
  TableOptions options;
  options.sheet = sheet_name;
  options.is_header = [](std::span<const std::string_view> cells) { return cells.size() > 2; };
  return read_all(*open_table(test::source_tree() + "/tests/workbooks/" + name, options));
}

std::string shown(std::string_view number, std::string_view code, DaySystem days = DaySystem::from_1900) {
  std::string text;
  const NoDate reason = append_shown(text, number, format_of_code(code), days);
  return reason == NoDate::none ? text : "none " + std::to_string(static_cast<int>(reason));
}

}  // namespace

TEST_CASE("a workbook says the same whichever program wrote it") {
  const Cells header{"Code", "Name", "M49", "Founded", "Year", "Padded", "Note"};
  const Rows rows{{"a", "Côte d'Ivoire", "024", "2013-07-10", "2013", "024", "two\nlines"},
                  {"b", "NA", "404", "1900-01-15", "0.1", "007", "  <&>  "},
                  {"c", "", "", "1900-03-01", "20240131", "1234", "x_y"}};
  for (const std::string name : {"openpyxl.xlsx", "gnumeric.xlsx", "gnumeric.ods"}) {
    CAPTURE(name);
    Reading reading = read_file(name, "list");
    CHECK(reading.header == header);
    if (name == "openpyxl.xlsx") {
      REQUIRE(reading.problems.size() == 1);
      CHECK(reading.problems[0].starts_with("8 [Name] no-value: a formula without a stored value"));
    } else {
      CHECK(reading.problems.empty());
      REQUIRE(reading.rows.size() == 4);
      CHECK(reading.rows.back() == Cells{"d", "Côte d'Ivoire", "", "", "", "", ""});
      reading.rows.pop_back();
    }
    CHECK(reading.rows == rows);
    REQUIRE(reading.notes.size() >= 3);
    CHECK(reading.notes[0] == "3: the header is in row 3; the text above it is skipped");
    CHECK(reading.notes[1] == "3: hidden column read like the others: G (Note)");
    CHECK(reading.notes[2] == "3: 1 blank row is passed over");
    CHECK(reading.notes[3] == "5: 1 hidden row is read like the others");
  }
}

TEST_CASE("one visible sheet with cells is taken, and the others are said") {
  const Reading reading = read_file("openpyxl.xlsx");
  CHECK(reading.notes[1] == "3: hidden sheet not read: \"hidden\"; --sheet NAME reads one");
  CHECK(reading.notes[2] == "3: empty sheet: \"Sheet3\"");
  CHECK(read_file("openpyxl.xlsx", "HIDDEN").notes[0] == "1: the sheet is hidden");
}

TEST_CASE("days from 1904, months, zeros, stored values and errors as XlsxWriter writes them") {
  const Reading reading = read_file("xlsxwriter.xlsx");
  CHECK(reading.rows == Rows{{"a", "Côte d'Ivoire", "024", "2013-07-10", "2013", "024", "xy"}});
  CHECK(reading.notes == Cells{"2: 1 cell is a formula: the value that the file has stored is read"});
  CHECK(reading.problems == Cells{"3 [Note] error-cell: the cell shows the error #N/A; mend it there, or empty it"});
}

TEST_CASE("an OpenDocument spreadsheet of odfpy, blank to its last row") {
  const Reading reading = read_file("odfpy.ods");
  CHECK(reading.rows == Rows{{"a", "Côte d'Ivoire", "024", "2013-07-10", "2013", "024", "two\nlines"}});
  CHECK(reading.notes.empty());
}

TEST_CASE("places are told as spreadsheets do") {
  const std::string book = "<workbook><sheets><sheet name='My list' r:id='r1'/></sheets></workbook>";
  const std::string archive = stored_zip(xlsx_parts(sheet("<row><c t='n'><v>1</v></c></row>"), {}, {}, book));
  const auto rows = open_bytes_of(archive, {});
  REQUIRE(rows->next());
  CHECK(rows->cell_place(2, 1) == "'My list'!B2");
  CHECK(rows->cell_place(2) == "'My list'!2");
  CHECK(rows->part() == "My list");
  CHECK(rows->facts().bytes == archive.size());
  CHECK(column_letters(0) + column_letters(25) + column_letters(26) + column_letters(16383) == "AZAAXFD");
}

TEST_CASE("numbers are shown as their format says") {
  CHECK(shown("24", "General") == "24");
  CHECK(shown("24", "000") == "024");
  CHECK(shown("1.0E3", "General") == "1000");
  CHECK(shown("0.10000000000000001", "0.00") == "0.1");
  CHECK(shown("1e20", "General") == "1e+20");
  CHECK(shown("x", "General") == "none 1");
  CHECK(shown("41465", "dd/mm/yyyy") == "2013-07-10");
  CHECK(shown("41465", "[$-409]d\\-mmm\\-yy;@") == "2013-07-10");
  CHECK(shown("41465.5", "yyyy-mm-dd") == "2013-07-10");
  CHECK(shown("41465.5", "yyyy-mm-dd hh:mm") == "2013-07-10T12:00:00");
  CHECK(shown("41465", "yyyy-mm-dd hh:mm") == "2013-07-10");
  CHECK(shown("41464.9999999", "m/d/yy h:mm") == "2013-07-10");
  CHECK(shown("0.25", "[h]:mm") == "06:00:00");
  CHECK(shown("41395", "mmm-yy") == "2013-05");
  CHECK(shown("41396", "mmm-yy") == "2013-05-02");
  CHECK(shown("41275", "yyyy") == "2013");
  CHECK(shown("2013", "0 \"days\"") == "2013");
  CHECK(shown("1", "d.m.y") == "1900-01-01");
  CHECK(shown("59", "d.m.y") == "1900-02-28");
  CHECK(shown("60", "d.m.y") == "none 2");
  CHECK(shown("61", "d.m.y") == "1900-03-01");
  CHECK(shown("0", "d.m.y") == "none 3");
  CHECK(shown("-1", "d.m.y") == "none 3");
  CHECK(shown("2958465", "d.m.y") == "9999-12-31");
  CHECK(shown("2958466", "d.m.y") == "none 3");
  CHECK(shown("0", "d.m.y", DaySystem::from_1904) == "1904-01-01");
  CHECK(shown("40003", "d.m.y", DaySystem::from_1904) == "2013-07-10");
}

TEST_CASE("cells without places, phonetic text, escapes and types") {
  const Reading reading = read_archive(xlsx_parts(
      sheet("<row><c t='s'><v>0</v></c><c t='inlineStr'><is><r><t>x</t></r><r><t>_x000D_y_x005F_x0041_</t></r>"
            "<rPh sb='0' eb='1'><t>no</t></rPh></is></c></row>"
            "<row r='5'><c r='B5' t='b'><v>1</v></c></row>"
            "<row><c t='d'><v>2013-07-10T00:00:00</v></c><c/></row>"),
      "<sst><si><t>two </t><rPh><t>no</t></rPh><t>parts</t></si></sst>"));
  CHECK(reading.rows == Rows{{"two parts", "x\ry_x0041_"}, {"", "TRUE"}, {"2013-07-10", ""}});
  CHECK(reading.lines == std::vector<std::size_t>{2, 5, 6});
  std::string escaped = "_xD800__x0000__xZZZZ__x0041_";
  unescape_text(escaped, 0);
  CHECK(escaped == "_xD800__x0000__xZZZZ_A");
}

TEST_CASE("what is wrong with a cell is told with its row, and reading goes on") {
  const Reading reading = read_archive(xlsx_parts(
      sheet("<row><c t='e'><v>#REF!</v></c></row><row><c><f>1+1</f></c></row><row><c><f>1+1</f><v/></c></row>"
            "<row><c s='1'><v>60</v></c></row><row><c t='str'><v>x</v></c><c/><c><v>9</v></c></row>"
            "<row><c t='str'><f>A1</f><v></v></c><c><v>1</v></c></row>"),
      {}, "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>"));
  CHECK(reading.rows == Rows{{"", "1"}});
  REQUIRE(reading.problems.size() == 5);
  CHECK(reading.problems[0].starts_with("2 [a] error-cell"));
  CHECK(reading.problems[1].starts_with("3 [a] no-value"));
  CHECK(reading.problems[2].starts_with("4 [a] no-value"));
  CHECK(reading.problems[3].starts_with("5 [a] no-date: day 60"));
  CHECK(reading.problems[4].starts_with("6 [] unnamed-column: \"9\" is in column C, which has no name"));
}

TEST_CASE("a column that is not read has no problems") {
  WorkbookOptions options;
  options.is_ignored = [](const std::string& name) { return name == "b" || name == "C"; };
  const Reading reading = read_sheet("<row><c><v>1</v></c><c t='e'><v>#N/A</v></c><c><v>9</v></c></row>", {}, options);
  CHECK(reading.rows == Rows{{"1", "#N/A"}});
  CHECK(reading.problems.empty());
}

TEST_CASE("merged cells are a problem, or filled if that is asked for") {
  const std::string rows =
      "<row><c "
      "t='str'><v>x</v></c><c><v>1</v></c></row><row><c/><c><v>2</v></c></row><row/><row><c/><c><v>3</v></c></row>";
  const std::string merges = "<mergeCells><mergeCell ref='A2:A3'/><mergeCell ref='A1:B1'/></mergeCells>";
  const Reading plain = read_sheet(rows, merges);
  REQUIRE(plain.problems.size() == 1);
  CHECK(plain.problems[0].starts_with("2 [a] merged-cells: the cells A2:A3 are merged; --fill-merged"));
  WorkbookOptions fill;
  fill.fill_merged = true;
  const Reading filled = read_sheet(rows, merges, fill);
  CHECK(filled.problems.empty());
  CHECK(filled.rows == Rows{{"x", "1"}, {"x", "2"}, {"", "3"}});
  const std::string ods_rows = kOdsHeader + "<table:table-row>" + ods_text("x", "table:number-rows-spanned='2'") +
                               ods_text("1") + "</table:table-row><table:table-row><table:covered-table-cell/>" +
                               ods_text("2") + "</table:table-row>";
  CHECK(read_archive(ods_parts(ods(ods_rows)), fill).rows == Rows{{"x", "1"}, {"x", "2"}});
  CHECK(read_archive(ods_parts(ods(ods_rows))).problems.at(0).starts_with("2 [a] merged-cells: the cells A2:A3"));
}

TEST_CASE("of several sheets one has to be named") {
  const std::string book =
      "<workbook><sheets><sheet name='S' r:id='r1'/><sheet name='T' r:id='r1'/></sheets></workbook>";
  const Parts parts = xlsx_parts(sheet("<row><c><v>1</v></c></row>"), {}, {}, book);
  CHECK(refusal_of(parts) == "b.xlsx: has 2 sheets: \"S\", \"T\"");
  WorkbookOptions options;
  options.sheet = "t";
  CHECK(read_archive(parts, options).rows == Rows{{"1", ""}});
  options.sheet = "U";
  CHECK(refusal_of(parts, options) == "--sheet U: b.xlsx has no such sheet");
}

TEST_CASE("OpenDocument cells: repeats, comments, white space, errors, hidden rows") {
  const Reading reading = read_archive(ods_parts(
      ods(kOdsHeader + "<table:table-row table:number-rows-repeated='2'>" +
          ods_text("x", "table:number-columns-repeated='2'") +
          "</table:table-row>"
          "<table:table-row table:visibility='filter'><table:table-cell office:value-type='string'>"
          "<office:annotation><text:p>no</text:p></office:annotation><text:p>a<text:s text:c='2'/>b<text:span>c"
          "</text:span></text:p><text:p>d</text:p></table:table-cell></table:table-row>"
          "<table:table-row><table:table-cell table:formula='of:=NA()' office:value-type='string' "
          "calcext:value-type='error'><text:p>#N/A</text:p></table:table-cell></table:table-row>"
          "<table:table-row><table:table-cell office:value-type='date' office:date-value='2013-07-10T12:30:00'/>"
          "<table:table-cell office:value-type='boolean' office:boolean-value='true'/></table:table-row>"
          "<table:table-row table:number-rows-repeated='1048576'><table:table-cell "
          "table:number-columns-repeated='16384'/></table:table-row>")));
  CHECK(reading.rows == Rows{{"x", "x"}, {"x", "x"}, {"a  bc\nd", ""}, {"2013-07-10T12:30:00", "TRUE"}});
  CHECK(reading.lines == std::vector<std::size_t>{2, 3, 4, 6});
  CHECK(reading.problems == Cells{"5 [a] error-cell: the cell shows the error #N/A; mend it there, or empty it"});
}

TEST_CASE("strict workbooks and prefixes are read alike") {
  Parts parts = xlsx_parts(
      "<x:worksheet xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main'><x:sheetData><x:row><x:c "
      "t='str'><x:v>a</x:v>"
      "</x:c></x:row><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>");
  for (auto& [name, text] : parts) {
    const std::string_view old = "http://schemas.openxmlformats.org/officeDocument/2006";
    for (auto at = text.find(old); at != std::string::npos; at = text.find(old)) {
      text.replace(at, old.size(), "http://purl.oclc.org/ooxml/officeDocument");
    }
  }
  CHECK(read_archive(parts).rows == Rows{{"1"}});
}

TEST_CASE("what is no workbook, or a damaged one, is refused by name") {
  CHECK(refusal_of({{"a.txt", "x"}}) == "b.xlsx: this is a ZIP archive, not a workbook");
  CHECK(refusal_of(xlsx_parts("", {}, {}, "<document/>")) == "b.xlsx: this is a document of Office, not a workbook");
  Parts binary = xlsx_parts("");
  binary[1].second.replace(binary[1].second.find("workbook.xml"), 12, "workbook.bin");
  CHECK(refusal_of(binary) == "b.xlsx: this is a binary Excel workbook (.xlsb)");
  CHECK(refusal_of(ods_parts("<office:document-content/>")) ==
        "b.xlsx: this is an OpenDocument file, but no spreadsheet");
  Parts encrypted = ods_parts("?");
  encrypted.emplace_back("META-INF/manifest.xml", "<manifest><file-entry><encryption-data/></file-entry></manifest>");
  CHECK(refusal_of(encrypted) == "b.xlsx: is encrypted");
  CHECK(refusal_of({{"a", "x"}, {"A", "x"}}) == "b.xlsx: the archive has two parts named A");
  Parts without = xlsx_parts("");
  without.erase(without.begin() + 4);
  CHECK(refusal_of(without) == "b.xlsx: has no part xl/worksheets/sheet1.xml");
  const std::string whole = stored_zip(xlsx_parts(sheet("")));
  for (std::size_t length = 0; length < whole.size(); length += 7) {
    CHECK_THROWS_AS(open_bytes_of(whole.substr(0, length), {}), const Error&);
  }
}

TEST_CASE("a document type, broken XML and depth are refused") {
  const std::string part = "b.xlsx: its part xl/worksheets/sheet1.xml cannot be read: ";
  CHECK(refusal_of(xlsx_parts("<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>")) ==
        part + "it has a document type, which no workbook has");
  CHECK(refusal_of(xlsx_parts("<worksheet>")) == part + "it is not well-formed XML (no element found, line 1)");
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "<a>";
  CHECK(refusal_of(xlsx_parts(deep)) == part + "its elements are too deep within each other");
  CHECK(refusal_of(xlsx_parts("<worksheet a='" + std::string(std::size_t{9} << 20, 'x') + "'/>")) ==
        part + "one of its elements takes more than 8 MB");
}

TEST_CASE("cells past the limits, or where they cannot be, are refused") {
  CHECK(refusal_of_sheet("<row r='2'><c r='XFD2'><v>1</v></c></row>") == "none");
  CHECK(refusal_of_sheet("<row r='2'><c r='XFE2'/></row>") ==
        "b.xlsx: in row 2 is a cell \"XFE2\", which cannot be there");
  CHECK(refusal_of_sheet("<row r='1048577'/>") == "b.xlsx: after row 1 comes a row \"1048577\", which cannot be there");
  CHECK(refusal_of_sheet("<row r='1'/>") == "b.xlsx: after row 1 comes a row \"1\", which cannot be there");
  CHECK(refusal_of_sheet("<row r='2'><c r='B2'/><c r='A2'/></row>") ==
        "b.xlsx: in row 2 is a cell \"A2\", which cannot be there");
  CHECK(refusal_of_sheet("<row r='2'><c r='A3'/></row>") == "b.xlsx: in row 2 is a cell \"A3\", which cannot be there");
  CHECK(refusal_of_sheet("<row><c t='s'><v>0</v></c></row>") ==
        "b.xlsx: cell A2 names a text that the workbook has not");
  CHECK(refusal_of_sheet("<row><c t='zz'/></row>") == "b.xlsx: cell A2 is of an unknown type, \"zz\"");
  CHECK(refusal_of_sheet("<row><c t='str'><v>" + std::string((std::size_t{1} << 20) + 1, 'x') + "</v></c></row>") ==
        "b.xlsx: cell A2 has more than 1 MB");
  CHECK(refusal_of(ods_parts(ods(kOdsHeader + "<table:table-row table:number-rows-repeated='9999999'>" + ods_text("x") +
                                 "</table:table-row>"))) == "b.xlsx: has cells in row 1048577, which no sheet has");
  CHECK(refusal_of(ods_parts(ods(kOdsHeader + "<table:table-row>" +
                                 ods_text("x", "table:number-columns-repeated='99999'") + "</table:table-row>"))) ==
        "b.xlsx: row 2 has cells in more columns than a sheet has");
}

TEST_CASE("one text in many cells is counted as often as it is read") {
  std::string rows;
  for (int i = 0; i < 100; ++i) rows += "<row><c t='s'><v>0</v></c></row>";
  const std::string text(std::size_t{1000} * 1000, 'x');
  CHECK(refusal_of(xlsx_parts(sheet(rows), "<sst><si><t>" + text + "</t></si></sst>")) ==
        "none");  // 100 times its size
  rows.clear();
  for (int i = 0; i < 300; ++i) rows += "<row><c t='s'><v>0</v></c></row>";
  CHECK(refusal_of(xlsx_parts(sheet(rows), "<sst><si><t>" + text + "</t></si></sst>"))
            .starts_with("b.xlsx: unpacks to more than"));
}

TEST_CASE("an empty sheet has no header") {
  CHECK(read_archive(xlsx_parts("<worksheet/>")).problems ==
        Cells{"1 [] no-header: the sheet is empty; a table starts with a row of column names"});
  CHECK(read_archive(ods_parts(ods(""))).problems.size() == 1);
}

TEST_CASE("shared texts come back, from memory and from the file") {
  SharedTexts texts;
  std::size_t count = 0;
  for (std::size_t bytes = 0; bytes < std::size_t{24} << 20; ++count) {
    const std::string text = std::to_string(count) + std::string(count % 5000, 'x');
    texts.add(text);
    bytes += text.size();
  }
  REQUIRE(texts.count() == count);
  for (std::size_t i = 0; i < count; i += 7) {
    std::string text;
    texts.append(i, text);
    REQUIRE(text == std::to_string(i) + std::string(i % 5000, 'x'));
    REQUIRE(texts.length(i) == text.size());
  }
}
