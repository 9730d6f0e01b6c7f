#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

#include "text/visible.hpp"
#include "text/wrap.hpp"
#include "write/column_widths.hpp"
#include "write/format.hpp"
#include "write/row_writer.hpp"

using namespace iscm::write;
using iscm::text::display_width;

namespace {

using Rows = std::vector<std::vector<iscm::write::Cell>>;

std::string table(const std::vector<iscm::write::Column>& columns, const Rows& rows, std::size_t terminal_width = 0) {
  iscm::write::StringSink sink;
  const auto writer = iscm::write::make_writer(iscm::write::Format::table, sink, {.terminal_width = terminal_width});
  writer->begin(columns);
  for (const auto& row : rows) writer->row(row);
  writer->end();
  return sink.text();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string without_white_space(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

iscm::write::Cell number(std::int64_t value) {
  return value;
}

}  // namespace

TEST_CASE("table: a header, a rule, texts to the left, numbers to the right, no trailing blanks") {
  CHECK(table({{"type", false}, {"mechanisms", true}, {"note", false}},
              {{Cell("RCP"), number(15), Cell("within a region")}, {Cell("GLOBAL"), number(1), Cell()}}) ==
        "type    mechanisms  note\n"
        "------  ----------  ---------------\n"
        "RCP             15  within a region\n"
        "GLOBAL           1\n");
}

TEST_CASE("table: no rows is a header, and no columns break nothing") {
  CHECK(table({{"code", false}, {"members", true}}, {}) == "code  members\n----  -------\n");
  CHECK(table({}, {}) == "\n\n");
}

TEST_CASE("table: columns align by what the terminal shows") {
  const auto lines = lines_of(
      table({{"name", false}, {"end", false}}, {{iscm::write::Cell("Côte d’Ivoire"), iscm::write::Cell("|")},
                                                {iscm::write::Cell("Co\u0302te d’Ivoire"), iscm::write::Cell("|")},
                                                {iscm::write::Cell("国际移民"), iscm::write::Cell("|")},
                                                {iscm::write::Cell("الهجرة"), iscm::write::Cell("|")},
                                                {iscm::write::Cell("plain"), iscm::write::Cell("|")}}));
  REQUIRE(lines.size() == 7);
  for (std::size_t i = 2; i < lines.size(); ++i) {
    CAPTURE(lines[i]);
    CHECK(display_width(lines[i]) == 13 + 2 + 1);
    CHECK(lines[i].ends_with("  |"));
  }
}

TEST_CASE("table: no value steers the terminal or breaks a line") {
  const std::string text =
      table({{"na\nme", false}, {"end", false}}, {{iscm::write::Cell("\x1B[2J"), iscm::write::Cell("|")},
                                                  {iscm::write::Cell("two\nlines\tand\ra tab"), iscm::write::Cell("|")},
                                                  {iscm::write::Cell("\u202Egnp.exe\u202C"), iscm::write::Cell("|")},
                                                  {iscm::write::Cell("byte \xFF"), iscm::write::Cell("|")},
                                                  {iscm::write::Cell("<script>=cmd()"), iscm::write::Cell("|")}});
  const auto lines = lines_of(text);
  REQUIRE(lines.size() == 7);
  for (const auto& line : lines) CHECK(iscm::text::visible(line) == line);
  CHECK(lines[0].starts_with("na␊me"));
  CHECK(lines[2].starts_with("␛[2J "));
  CHECK(lines[6].starts_with("<script>=cmd() "));
  for (std::size_t i = 2; i < lines.size(); ++i) CHECK(display_width(lines[i]) == display_width(lines[2]));
}

TEST_CASE("table: what does not fit is wrapped, the widest text first") {
  CHECK(table({{"code", false}, {"name", false}, {"members", true}},
              {{Cell("midsa"), Cell("Migration Dialogue for Southern Africa"), number(16)},
               {Cell("rabat"), Cell("Rabat Process"), number(57)}},
              36) ==
        "code   name                 members\n"
        "-----  -------------------  -------\n"
        "midsa  Migration Dialogue        16\n"
        "       for Southern Africa\n"
        "rabat  Rabat Process             57\n");
}

TEST_CASE("table: a table that fits is not touched by the width of the terminal") {
  const std::vector<iscm::write::Column> columns{{"code", false}, {"name", false}};
  const Rows rows{{iscm::write::Cell("midsa"), iscm::write::Cell("Migration Dialogue")}};
  CHECK(table(columns, rows, 5 + 2 + 18) == table(columns, rows));
  CHECK(table(columns, rows, 5 + 2 + 17) != table(columns, rows));
}

TEST_CASE("table: a name of a thousand characters is wrapped within the terminal and whole") {
  std::string spaced;
  for (int i = 0; i < 100; ++i) spaced += "migration ";
  for (const std::string& name : {spaced, std::string(1000, 'x')}) {
    for (const std::size_t width : {20U, 60U, 80U, 200U}) {
      const std::string text =
          table({{"code", false}, {"name", false}}, {{iscm::write::Cell("midsa"), iscm::write::Cell(name)}}, width);
      for (const auto& line : lines_of(text)) CHECK(display_width(line) <= width);
      const auto body = without_white_space(text.substr(text.find("midsa")));
      CHECK(body == without_white_space("midsa" + name));
    }
  }
}

TEST_CASE("table: no value is cut where even the narrowest table is too wide") {
  const std::vector<iscm::write::Column> columns(10, iscm::write::Column{"a long heading", false});
  const std::vector<iscm::write::Cell> cells(10, iscm::write::Cell("some words of text"));
  const std::string text = without_white_space(table(columns, {cells}, 20));
  std::size_t words = 0;
  for (auto at = text.find("words"); at != std::string::npos; at = text.find("words", at + 1)) ++words;
  CHECK(words == 10);
}

TEST_CASE("table: a heading that is wider than its column is wrapped before any value") {
  CHECK(table({{"code", false}, {"year_established", true}, {"name", false}},
              {{Cell("midsa"), number(2000), Cell("Migration Dialogue")}}, 38) ==
        "code         year_  name\n"
        "       established\n"
        "-----  -----------  ------------------\n"
        "midsa         2000  Migration Dialogue\n");
}

TEST_CASE("table: where words would be broken, each row is a record of what it has") {
  const std::vector<iscm::write::Column> columns{
      {"code", false}, {"year_established", true}, {"name", false}, {"note", false}};
  const Rows rows{{iscm::write::Cell("midsa"), number(2000),
                   iscm::write::Cell("Migration Dialogue for Southern Africa"), iscm::write::Cell()},
                  {iscm::write::Cell("rabat"), iscm::write::Cell(), iscm::write::Cell("Rabat Process"),
                   iscm::write::Cell("Euro-African")}};
  CHECK(table(columns, rows, 32) ==
        "code              midsa\n"
        "year_established  2000\n"
        "name              Migration\n"
        "                  Dialogue for\n"
        "                  Southern\n"
        "                  Africa\n"
        "\n"
        "code              rabat\n"
        "name              Rabat Process\n"
        "note              Euro-African\n");
  // Without rows there is nothing to tell but the headings.
  CHECK(table(columns, {}, 20).starts_with("code"));
}

TEST_CASE("table: on a very narrow terminal values stand below their labels, their words whole") {
  const std::vector<iscm::write::Column> columns{{"code", false}, {"name", false}, {"formal_association", false}};
  const Rows rows{{iscm::write::Cell("midsa"), iscm::write::Cell("Migration Dialogue"),
                   iscm::write::Cell("Southern African Development Community")}};
  CHECK(table(columns, rows, 20) ==
        "code\n"
        "  midsa\n"
        "name\n"
        "  Migration Dialogue\n"
        "formal_association\n"
        "  Southern African\n"
        "  Development\n"
        "  Community\n");
}

TEST_CASE("table: repeats are left out of the first columns of a table, and of no record") {
  const std::vector<iscm::write::Column> columns{{"type", false}, {"role", false}, {"code", false}};
  const Rows rows{{iscm::write::Cell("IRF"), iscm::write::Cell("member"), iscm::write::Cell("midsa")},
                  {iscm::write::Cell("IRF"), iscm::write::Cell("member"), iscm::write::Cell("rabat")},
                  {iscm::write::Cell("RCP"), iscm::write::Cell("member"), iscm::write::Cell("rabat")}};
  const auto grouped = [&](std::size_t width) {
    iscm::write::StringSink sink;
    const auto writer =
        iscm::write::make_writer(iscm::write::Format::table, sink, {.terminal_width = width, .grouping_columns = 2});
    writer->begin(columns);
    for (const auto& row : rows) writer->row(row);
    writer->end();
    return sink.text();
  };
  CHECK(grouped(0) ==
        "type  role    code\n"
        "----  ------  -----\n"
        "IRF   member  midsa\n"
        "              rabat\n"
        "RCP   member  rabat\n");
  CHECK(grouped(12) ==
        "type  IRF\nrole  member\ncode  midsa\n\n"
        "type  IRF\nrole  member\ncode  rabat\n\n"
        "type  RCP\nrole  member\ncode  rabat\n");
}

TEST_CASE("column widths: what fits stays, numbers never shrink") {
  using Widths = std::vector<std::size_t>;
  const iscm::write::ColumnNeed code{.natural = 5, .longest_word = 5, .may_shrink = true};
  const iscm::write::ColumnNeed figure{.natural = 40, .longest_word = 40, .may_shrink = false};
  const iscm::write::ColumnNeed note{.natural = 60, .longest_word = 10, .may_shrink = true};
  CHECK(fit_widths(std::vector{code, note}, 65) == Widths{5, 60});
  CHECK(fit_widths(std::vector{code, note}, 64) == Widths{5, 59});
  CHECK(fit_widths(std::vector{figure, note}, 60) == Widths{40, 20});
  CHECK(fit_widths(std::vector{note, note}, 60) == Widths{30, 30});
  CHECK(fit_widths(std::vector{figure, note}, 10) == Widths{40, 8});
  CHECK(fit_widths(std::vector<ColumnNeed>{}, 10).empty());
}

TEST_CASE("column widths: words are broken only when all columns are down to their words") {
  using Widths = std::vector<std::size_t>;
  const iscm::write::ColumnNeed code{.natural = 18, .longest_word = 18, .may_shrink = true};
  const iscm::write::ColumnNeed note{.natural = 60, .longest_word = 10, .may_shrink = true};
  CHECK(fit_widths(std::vector{code, note}, 30) == Widths{18, 12});
  CHECK(fit_widths(std::vector{code, note}, 26) == Widths{16, 10});
}

TEST_CASE("column widths: an address is broken before the words of a name") {
  using Widths = std::vector<std::size_t>;
  const iscm::write::ColumnNeed name{.natural = 60, .longest_word = 17, .may_shrink = true};
  const iscm::write::ColumnNeed address{.natural = 60, .longest_word = 60, .may_shrink = true};
  CHECK(fit_widths(std::vector{name, address}, 45) == Widths{21, 24});
  CHECK(fit_widths(std::vector{name, address}, 30) == Widths{17, 13});
  CHECK(fit_widths(std::vector{name, address}, 24) == Widths{16, 8});
}

TEST_CASE("column widths: the column gives that costs the fewest lines") {
  using Widths = std::vector<std::size_t>;
  using Texts = iscm::write::ColumnTexts;
  // One long name among short ones, beside sources that are all as long.
  const iscm::write::ColumnNeed name{.natural = 32, .longest_word = 10, .may_shrink = true};
  const iscm::write::ColumnNeed source{.natural = 20, .longest_word = 9, .may_shrink = true};
  const Texts texts{{"name", "Angola", "Democratic Republic of the Congo", "Kenya"},
                    {"source", "info-sheet of summer", "info-sheet of winter", "info-sheet of autumn"}};
  // Two lines for the long name; 19 would already do for it, and what is over saves no line anywhere.
  CHECK(fit_widths(std::vector{name, source}, 40, texts) == Widths{19, 20});
  // Three lines for it rather than two for every source.
  CHECK(fit_widths(std::vector{name, source}, 36, texts) == Widths{11, 20});
  // What fits is left alone, and so is what does not fit without broken words.
  CHECK(fit_widths(std::vector{name, source}, 52, texts) == Widths{32, 20});
  CHECK(fit_widths(std::vector{name, source}, 16, texts) == fit_widths(std::vector{name, source}, 16));
}
