#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "error.hpp"
#include "read/bytes.hpp"

using iscm::Error;
using iscm::Exit;
using namespace iscm::read;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

struct Text {
  std::string text;
  std::optional<BrokenText> broken;
};

Text text_of(std::string_view bytes, std::size_t chunk = kChunkBytes) {
  const auto source = memory_bytes(bytes, "test", chunk);
  Text result;
  for (auto piece = source->next_chunk(); !piece.empty(); piece = source->next_chunk()) result.text += piece;
  result.broken = source->broken();
  return result;
}

constexpr std::array kSmallChunks{1U, 2U, 3U, 5U, 7U};

/// Checks that the bytes are read as `text` to the end, however they are divided.
void check_text(std::string_view bytes, std::string_view text) {
  for (const std::size_t chunk : kSmallChunks) {
    CAPTURE(chunk);
    const Text result = text_of(bytes, chunk);
    CHECK(result.text == text);
    CHECK_FALSE(result.broken);
  }
}

struct Break {
  std::string_view code;
  std::string_view bytes;
  std::size_t offset;
};

/// Checks that the bytes are read as `text`, and break there, however they are divided.
void check_broken(std::string_view bytes, std::string_view text, const Break& expected) {
  CAPTURE(bytes);
  for (const std::size_t chunk : kSmallChunks) {
    CAPTURE(chunk);
    const Text result = text_of(bytes, chunk);
    CHECK(result.text == text);
    REQUIRE(result.broken);
    CHECK(result.broken->code == expected.code);
    CHECK(result.broken->bytes == expected.bytes);
    CHECK(result.broken->offset == expected.offset);
  }
}

std::string utf16(std::u16string_view units, bool big_endian) {
  std::string bytes;
  for (const char16_t unit : units) {
    const auto high = static_cast<char>(unit >> 8U);
    const auto low = static_cast<char>(unit & 0xFFU);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  }
  return bytes;
}

std::string refusal(std::string_view bytes) {
  try {
    memory_bytes(bytes, "table.csv");
  } catch (const Error& error) {
    CHECK(error.exit() == Exit::refused);
    CHECK_FALSE(error.hint().empty());
    return error.what();
  }
  return "not refused";
}

}  // namespace

TEST_CASE("text is given as it is, whatever its characters and wherever it is divided") {
  check_text("", "");
  check_text("plain", "plain");
  check_text("Côte d’Ivoire 国际移民 😀 end", "Côte d’Ivoire 国际移民 😀 end");
  check_text("\x7F\u0080\u07FF\u0800\uD7FF\uE000\uFFFF\U00010000\U0010FFFF",
             "\x7F\u0080\u07FF\u0800\uD7FF\uE000\uFFFF\U00010000\U0010FFFF");
}

TEST_CASE("every position in a word of eight bytes is looked at") {
  for (std::size_t at = 0; at < 20; ++at) {
    std::string text(20, 'a');
    text[at] = '\xFF';
    check_broken(text, std::string(at, 'a'), {"invalid-utf8", "FF", at});
    text[at] = '\0';
    check_broken(text, std::string(at, 'a'), {"nul-byte", "00", at});
    text[at] = '\x7F';
    check_text(text, text);
    text[at] = '\x01';
    check_text(text, text);
  }
}

TEST_CASE("a byte order mark is no part of the text, and counts for offsets") {
  check_text("\xEF\xBB\xBF", "");
  check_text("\xEF\xBB\xBFname", "name");
  check_text("a\uFEFFb", "a\uFEFFb");
  check_broken("\xEF\xBB\xBF\xFF", "", {"invalid-utf8", "FF", 3});
}

TEST_CASE("what is not UTF-8 is refused where it stands, with its bytes") {
  check_broken(
      "Cura\xE7"
      "ao,1",
      "Cura", {"invalid-utf8", "E7", 4});                           // Windows-1252
  check_broken("a\x80", "a", {"invalid-utf8", "80", 1});            // a continuation of nothing
  check_broken("\xC0\xAF", "", {"invalid-utf8", "C0", 0});          // overlong
  check_broken("\xE0\x9F\xBF", "", {"invalid-utf8", "E0", 0});      // overlong
  check_broken("\xF0\x8F\xBF\xBF", "", {"invalid-utf8", "F0", 0});  // overlong
  check_broken("\xED\xA0\x80", "", {"invalid-utf8", "ED", 0});      // a surrogate
  check_broken("\xF4\x90\x80\x80", "", {"invalid-utf8", "F4", 0});  // above U+10FFFF
  check_broken("\xF5\x80\x80\x80", "", {"invalid-utf8", "F5", 0});
  check_broken("é\xE2\x82,", "é", {"invalid-utf8", "E2 82", 2});
  check_broken("é\xF0\x9F\x98\xC3\xA9", "é", {"invalid-utf8", "F0 9F 98", 2});
}

TEST_CASE("a file that ends within a character is refused") {
  check_broken("a\xC3", "a", {"cut-character", "C3", 1});
  check_broken("\xF0\x9F\x98", "", {"cut-character", "F0 9F 98", 0});
  check_broken("\xFF\xFE\x41", "", {"cut-character", "41", 2});
  check_broken("\xFE\xFF"s + utf16(u"a\xD83D", true), "a", {"cut-character", "D8 3D", 4});
}

TEST_CASE("UTF-16 is converted by its byte order mark") {
  const std::u16string_view units = u"a\u00E9\u07FF\u0800\uFFFD\U00010000\U0001F600\U0010FFFF\r\n";
  const std::string_view text = "a\u00E9\u07FF\u0800\uFFFD\U00010000\U0001F600\U0010FFFF\r\n";
  check_text("\xFF\xFE"s + utf16(units, false), text);
  check_text("\xFE\xFF"s + utf16(units, true), text);
  check_text("\xFF\xFE", "");
}

TEST_CASE("half a surrogate pair and NUL are refused in UTF-16") {
  check_broken("\xFE\xFF"s + utf16(u"a", true) + "\xD8\x3D" + utf16(u"b", true), "a", {"invalid-utf16", "D8 3D", 4});
  check_broken("\xFF\xFE"s + utf16(u"ab", false) + "\x00\xDE"s, "ab", {"invalid-utf16", "00 DE", 6});
  check_broken("\xFF\xFE"s + utf16(u"a\0b"sv, false), "a", {"nul-byte", "00 00", 4});
}

TEST_CASE("UTF-16 without a byte order mark is refused by its NULs, and the message says what it may be") {
  const Text result = text_of(utf16(u"name", false));
  CHECK(result.text == "n");
  REQUIRE(result.broken);
  CHECK(result.broken->explanation ==
        "a NUL at byte 1: the file is not text, or UTF-16 without a byte order mark; save it as UTF-8");
}

TEST_CASE("what is known not to be a table of text is refused by name") {
  CHECK(refusal("PK\x03\x04\x14\0\x06\0"s + std::string(22, '\1') + "[Content_Types].xml") ==
        "table.csv: this is an Excel workbook (.xlsx), not a table of text");
  CHECK(refusal("PK\x03\x04" + std::string(26, '\1') + "mimetypeapplication/vnd.oasis.opendocument.spreadsheet") ==
        "table.csv: this is an OpenDocument spreadsheet (.ods), not a table of text");
  CHECK(refusal("PK\x03\x04" + std::string(26, '\1') + "table.csv") ==
        "table.csv: this is a ZIP archive, not a table of text");
  CHECK(refusal("\x1F\x8B\x08") == "table.csv: this is a gzip file, not a table of text");
  CHECK(refusal("SQLite format 3\0\x10"s) == "table.csv: this is an SQLite database, not a table of text");
  CHECK(refusal("%PDF-1.7") == "table.csv: this is a PDF document, not a table of text");
  CHECK(refusal("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") ==
        "table.csv: this is a document of old Microsoft Office (.xls), not a table of text");
  CHECK(refusal("\xFF\xFE\0\0a\0\0\0"s) == "table.csv: this is UTF-32 text, not a table of text");
  CHECK(refusal("PKW,name") == "not refused");
  CHECK(refusal("SQLite format 3,name") == "not refused");
}

TEST_CASE("the digest and the size are those of the original bytes") {
  const auto abc = memory_bytes("abc", "test");
  CHECK(abc->sha256() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-4
  CHECK(memory_bytes("", "test")->sha256() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

  const std::string marked =
      "\xEF\xBB\xBF"
      "abc";
  CHECK(memory_bytes(marked, "test")->size() == 6);
  CHECK(memory_bytes(marked, "test")->sha256() != abc->sha256());
}

TEST_CASE("the digest is that of the whole input, also where reading stopped early") {
  const std::string text = std::string(3000, 'x') + '\xFF' + std::string(3000, 'y');
  const std::string whole = memory_bytes(text, "test")->sha256();
  const auto source = memory_bytes(text, "test", 100);
  while (!source->next_chunk().empty()) {
  }
  REQUIRE(source->broken());
  CHECK(source->sha256() == whole);
  CHECK(source->size() == text.size());
  CHECK(source->next_chunk().empty());
}
