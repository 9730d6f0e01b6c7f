#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "text/wrap.hpp"

using iscm::text::display_width;
using iscm::text::hanging;
using iscm::text::wrap;
using Lines = std::vector<std::string_view>;

TEST_CASE("width: columns of a terminal, not bytes and not code points") {
  CHECK(display_width("") == 0);
  CHECK(display_width("migration") == 9);
  CHECK(display_width("Côte") == 4);
  CHECK(display_width("Co\u0302te") == 4);
  CHECK(display_width("国际移民") == 8);
  CHECK(display_width("الهجرة") == 6);
  CHECK(display_width("a\xFF") == 2);
  CHECK(display_width("\x1B") == 0);
}

TEST_CASE("wrap: lines break at spaces and lose nothing else") {
  CHECK(wrap("", 5) == Lines{""});
  CHECK(wrap("short", 5) == Lines{"short"});
  CHECK(wrap("one two three", 7) == Lines{"one two", "three"});
  CHECK(wrap("one two three", 6) == Lines{"one", "two", "three"});
  CHECK(wrap("one  two   three", 8) == Lines{"one  two", "three"});
  CHECK(wrap("   ", 2) == Lines{""});
}

TEST_CASE("wrap: a word longer than a line starts a new one and is broken") {
  CHECK(wrap("a abcdefgh i", 3) == Lines{"a", "abc", "def", "gh", "i"});
  CHECK(wrap("abcdef", 3) == Lines{"abc", "def"});
  CHECK(wrap("abcdefg h", 3) == Lines{"abc", "def", "g h"});
  CHECK(wrap("abc", 0) == Lines{"a", "b", "c"});
}

TEST_CASE("wrap: a word with joints is broken there") {
  CHECK(wrap("labour-migration", 10) == Lines{"labour-", "migration"});
  CHECK(wrap("year_established", 12) == Lines{"year_", "established"});
  CHECK(wrap("https://www.iom.int/midsa", 20) == Lines{"https://www.iom.int/", "midsa"});
  CHECK(wrap("-abcdef", 4) == Lines{"-abc", "def"});
  CHECK(wrap("ab-cdefgh", 4) == Lines{"ab-", "cdef", "gh"});
}

TEST_CASE("wrap: how wide the longest part is") {
  CHECK(iscm::text::longest_part("") == 0);
  CHECK(iscm::text::longest_part("labour-migration and visas") == 9);
  CHECK(iscm::text::longest_part("a year_established") == 11);
  CHECK(iscm::text::longest_part("国际 ab-") == 4);
  CHECK(iscm::text::longest_part("- _/ -") == 2);
  CHECK(iscm::text::longest_part("khartoum-2022-07-12") == 10);
  CHECK(iscm::text::longest_piece("khartoum-2022-07-12") == 9);
}

TEST_CASE("wrap: a date is broken only where nothing else will do") {
  CHECK(wrap("khartoum-2022-07-12", 12) == Lines{"khartoum-", "2022-07-12"});
  CHECK(wrap("on 2022-07-12", 10) == Lines{"on", "2022-07-12"});
  CHECK(wrap("2022-07-12", 8) == Lines{"2022-07-", "12"});
  CHECK(wrap("iom-6th-meeting", 8) == Lines{"iom-6th-", "meeting"});
}

TEST_CASE("wrap: no letter is parted from its marks, no wide character is halved") {
  CHECK(wrap("e\u0301e\u0301e\u0301", 2) == Lines{"e\u0301e\u0301", "e\u0301"});
  CHECK(wrap("国际移民", 5) == Lines{"国际", "移民"});
  CHECK(wrap("国际", 1) == Lines{"国", "际"});
  CHECK(wrap("\xFF\xFE\xFD", 2) == Lines{"\xFF\xFE", "\xFD"});
}

TEST_CASE("wrap: every line of a long text fits, and the words are all there") {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "mot" + std::string(static_cast<std::size_t>(i % 17), 'x') + "é ";
  std::string rejoined;
  for (const auto line : wrap(text, 12)) {
    CHECK(display_width(line) <= 12);
    rejoined += line;
  }
  const auto without_spaces = [](std::string s) {
    std::erase(s, ' ');
    return s;
  };
  CHECK(without_spaces(rejoined) == without_spaces(text));
}

TEST_CASE("hanging: text goes on below where it began, or stands under a start that is too long") {
  CHECK(hanging("name: ", "a text of some words", 0) == "name: a text of some words\n");
  CHECK(hanging("name: ", "a text of more than twenty columns", 28) ==
        "name: a text of more than\n      twenty columns\n");
  CHECK(hanging("a long start of a line  ", "a text of more than twenty columns", 30) ==
        "a long start of a line\n    a text of more than twenty\n    columns\n");
  CHECK(hanging("a long start of a line  ", "fits", 30) == "a long start of a line  fits\n");
  CHECK(hanging("é: ", "one two three four five six", 23) == "é: one two three four\n   five six\n");
  CHECK(hanging("x: ", "a\x1B", 0) == "x: a␛\n");
}
