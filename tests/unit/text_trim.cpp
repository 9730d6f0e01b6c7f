#include <doctest/doctest.h>

#include "text/trim.hpp"

using iscm::text::squeezed;
using iscm::text::trimmed;

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
