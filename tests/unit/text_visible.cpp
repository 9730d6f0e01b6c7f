#include <doctest/doctest.h>

#include <ios>
#include <string>

#include "text/utf8.hpp"
#include "text/visible.hpp"

using iscm::text::has_hidden;
using iscm::text::is_unseen;
using iscm::text::squeezed;
using iscm::text::trimmed;
using iscm::text::visible;
using iscm::text::without_marks;
using namespace std::string_literals;

TEST_CASE("visible: what people wrote stays as it is") {
  for (const char* text :
       {"", "plain", "Côte d’Ivoire", "Co\u0302te", "国际移民", "الهجرة", "❤\uFE0F", "a\u00A0b", "<U+202E>"}) {
    CHECK(visible(text) == text);
  }
}

TEST_CASE("visible: nothing that steers a terminal gets through") {
  CHECK(visible("\x1B[2J\x1B]0;title\a") == "␛[2J␛]0;title␇");
  CHECK(visible("a\tb\nc\rd") == "a␉b␊c␍d");
  CHECK(visible("nul\0nul"s) == "nul␀nul");
  CHECK(visible("\x7F") == "␡");
  CHECK(visible("\u009B31m") == "<U+009B>31m");
  CHECK(visible("\u202Egnp.exe\u202C") == "<U+202E>gnp.exe<U+202C>");
  CHECK(visible("\u2066a\u2069\u200F\u061C") == "<U+2066>a<U+2069><U+200F><U+061C>");
  CHECK(visible("\u2028\u2029") == "<U+2028><U+2029>");
  CHECK(visible("zero\u200Bwidth\uFEFF\u2060") == "zero<U+200B>width<U+FEFF><U+2060>");
  CHECK(visible("\U000E0041\u3164\uFFF9") == "<U+E0041><U+3164><U+FFF9>");
}

TEST_CASE("visible: bytes that are not UTF-8 are named") {
  CHECK(visible("a\xFFz") == "a<0xFF>z");
  CHECK(visible("\xC3") == "<0xC3>");
  CHECK(visible("\xED\xA0\x80") == "<0xED><0xA0><0x80>");  // a surrogate
  CHECK(visible("\xC0\x9B") == "<0xC0><0x9B>");            // an overlong escape
  CHECK(visible("\x9B"
                "31m") == "<0x9B>31m");  // CSI in one byte
}

TEST_CASE("visible: what is visible stays visible, whatever byte or character it was") {
  for (char32_t c = 0; c <= 0x10FFFF; c += c < 0x3100 ? 1 : 97) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    iscm::text::append_utf8(text, c);
    const std::string shown = visible(text);
    if ((shown == text) == is_unseen(c)) FAIL_CHECK("U+" << std::hex << static_cast<unsigned>(c));
    if (visible(shown) != shown) FAIL_CHECK("twice: U+" << std::hex << static_cast<unsigned>(c));
  }
}

TEST_CASE("marks without width or shape are taken out, where that changes nothing that is read") {
  CHECK(without_marks("Buda\u200Bpest\uFEFF \u202EProcess\u2069") == "Budapest Process");
  CHECK(without_marks("a\tb\u200D") == "a\tb\u200D");  // a tab may stand for a blank, a joiner shapes letters
  CHECK(without_marks("\xFF\u2060") == "\xFF");
  CHECK(without_marks("\u200E") == "");
  CHECK_FALSE(without_marks("\u0639\u0631\u200Fb").has_value());
  CHECK_FALSE(without_marks("\u05D0\u202E").has_value());
}

TEST_CASE("hidden: what no spelling needs, and nothing else") {
  CHECK(has_hidden("Buda\u200Bpest"));
  CHECK(has_hidden("co\u00ADoperation"));
  CHECK(has_hidden("\u2060a\uFEFF"));
  CHECK(has_hidden("\u202Etxet"));
  CHECK_FALSE(has_hidden("Côte\u00A0d’Ivoire"));
  CHECK_FALSE(has_hidden("می\u200Cخواهم"));
  CHECK_FALSE(has_hidden("\u200E"));
  CHECK_FALSE(has_hidden("\xFF"));
  CHECK_FALSE(has_hidden(""));
}

TEST_CASE("trim: white space that a spreadsheet leaves around a value goes") {
  CHECK(trimmed("  MIDSA\t\r\n") == "MIDSA");
  CHECK(trimmed("\u00A0MIDSA\u00A0 ") == "MIDSA");
  CHECK(trimmed("\uFEFFcode\u200B") == "code");
  CHECK(trimmed("\u3000移民\u202F") == "移民");
  CHECK(trimmed("a b") == "a b");
  CHECK(trimmed(" \u00A0\n") == "");
  CHECK(trimmed("") == "");
}

TEST_CASE("trim: nothing but white space goes, and no character is cut") {
  CHECK(trimmed("à") == "à");          // its last byte alone is that of a no-break space
  CHECK(trimmed("x\xA0") == "x\xA0");  // a no-break space in Latin-1: not UTF-8, not ours to drop
  CHECK(trimmed("\xC2") == "\xC2");
  CHECK(trimmed("é ") == "é");
}

TEST_CASE("squeeze: a run of spaces is one space, lines stay lines") {
  CHECK(squeezed("  Migration \u00A0 Dialogue\t for  Africa ") == "Migration Dialogue for Africa");
  CHECK(squeezed("one\n\ntwo") == "one\n\ntwo");
  CHECK(squeezed("one \n two") == "one \n two");
  CHECK(squeezed("می\u200Cخواهم") == "می\u200Cخواهم");
  CHECK(squeezed("") == "");
}
