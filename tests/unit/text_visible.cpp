#include <doctest/doctest.h>

#include <ios>
#include <string>

#include "text/code_point.hpp"
#include "text/visible.hpp"

using iscm::text::is_unseen;
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
