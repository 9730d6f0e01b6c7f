#include "read/encoding.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "text/utf8.hpp"

namespace iscm::read {
namespace {

using namespace std::string_view_literals;

unsigned byte_at(std::string_view bytes, std::size_t index) {
  return static_cast<unsigned char>(bytes[index]);
}

/// The length of the run of ASCII without NUL from `from` on: eight bytes at a time, as most texts are mostly that.
std::size_t ascii_end(std::string_view bytes, std::size_t from) {
  constexpr std::uint64_t ones = 0x0101'0101'0101'0101;
  constexpr std::uint64_t highs = 0x8080'8080'8080'8080;
  std::size_t at = from;
  for (std::uint64_t eight = 0; at + sizeof eight <= bytes.size(); at += sizeof eight) {
    std::memcpy(&eight, bytes.data() + at, sizeof eight);
    // The high bit of a byte shows in `eight` if it is not ASCII, and in the difference if it is zero.
    if ((((eight - ones) | eight) & highs) != 0) break;
  }
  while (at < bytes.size() && byte_at(bytes, at) - 1U < 0x7F) ++at;
  return at;
}

/// What may follow a lead byte: the length of the sequence, 0 if the byte leads none, and the range of the second.
struct Lead {
  std::size_t length = 0;
  unsigned lowest_second = 0x80;
  unsigned highest_second = 0xBF;
};

Lead lead_of(unsigned byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {2};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};  // less would be an overlong form
  if (byte == 0xED) return {3, 0x80, 0x9F};  // more would be a surrogate
  if (byte >= 0xE1 && byte <= 0xEF) return {3};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte >= 0xF1 && byte <= 0xF3) return {4};
  if (byte == 0xF4) return {4, 0x80, 0x8F};  // more would be above U+10FFFF
  return {};
}

/// What is at `at`, which is not ASCII or is NUL: `valid` is the length of the character, if it is one.
TextPrefix sequence_at(std::string_view bytes, std::size_t at) {
  const unsigned first = byte_at(bytes, at);
  if (first == 0) return {0, Flaw::nul, 1};
  const Lead lead = lead_of(first);
  if (lead.length == 0) return {0, Flaw::invalid, 1};
  std::size_t found = 1;
  for (; found < lead.length && at + found < bytes.size(); ++found) {
    const unsigned byte = byte_at(bytes, at + found);
    const bool fits = found == 1 ? byte >= lead.lowest_second && byte <= lead.highest_second : (byte & 0xC0U) == 0x80;
    if (!fits) return {0, Flaw::invalid, found};
  }
  if (found < lead.length) return {0, Flaw::cut, found};
  return {lead.length, Flaw::none, 0};
}

struct EncodingName {
  Encoding encoding;
  std::string_view name;
};
constexpr std::array kEncodings{
    EncodingName{Encoding::utf8, "utf-8"}, EncodingName{Encoding::utf16_little_endian, "utf-16le"},
    EncodingName{Encoding::utf16_big_endian, "utf-16be"}, EncodingName{Encoding::windows_1252, "windows-1252"},
    EncodingName{Encoding::macintosh, "macintosh"}};
constexpr auto kNames = [] {
  std::array<std::string_view, kEncodings.size()> names;
  std::transform(kEncodings.begin(), kEncodings.end(), names.begin(),
                 [](const EncodingName& entry) { return entry.name; });
  return names;
}();

/// What Windows-1252 has from 80 to 9F, 0 if it has nothing; elsewhere its bytes are the code points.
/// Source: https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT
constexpr std::array<char32_t, 32> kWindows1252{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/// What Mac OS Roman has from 80 on.
/// Source: https://www.unicode.org/Public/MAPPINGS/VENDORS/APPLE/ROMAN.TXT
constexpr std::array<char32_t, 128> kMacintosh{
    0x00C4, 0x00C5, 0x00C7, 0x00C9, 0x00D1, 0x00D6, 0x00DC, 0x00E1, 0x00E0, 0x00E2, 0x00E4, 0x00E3, 0x00E5,
    0x00E7, 0x00E9, 0x00E8, 0x00EA, 0x00EB, 0x00ED, 0x00EC, 0x00EE, 0x00EF, 0x00F1, 0x00F3, 0x00F2, 0x00F4,
    0x00F6, 0x00F5, 0x00FA, 0x00F9, 0x00FB, 0x00FC, 0x2020, 0x00B0, 0x00A2, 0x00A3, 0x00A7, 0x2022, 0x00B6,
    0x00DF, 0x00AE, 0x00A9, 0x2122, 0x00B4, 0x00A8, 0x2260, 0x00C6, 0x00D8, 0x221E, 0x00B1, 0x2264, 0x2265,
    0x00A5, 0x00B5, 0x2202, 0x2211, 0x220F, 0x03C0, 0x222B, 0x00AA, 0x00BA, 0x03A9, 0x00E6, 0x00F8, 0x00BF,
    0x00A1, 0x00AC, 0x221A, 0x0192, 0x2248, 0x2206, 0x00AB, 0x00BB, 0x2026, 0x00A0, 0x00C0, 0x00C3, 0x00D5,
    0x0152, 0x0153, 0x2013, 0x2014, 0x201C, 0x201D, 0x2018, 0x2019, 0x00F7, 0x25CA, 0x00FF, 0x0178, 0x2044,
    0x20AC, 0x2039, 0x203A, 0xFB01, 0xFB02, 0x2021, 0x00B7, 0x201A, 0x201E, 0x2030, 0x00C2, 0x00CA, 0x00C1,
    0x00CB, 0x00C8, 0x00CD, 0x00CE, 0x00CF, 0x00CC, 0x00D3, 0x00D4, 0xF8FF, 0x00D2, 0x00DA, 0x00DB, 0x00D9,
    0x0131, 0x02C6, 0x02DC, 0x00AF, 0x02D8, 0x02D9, 0x02DA, 0x00B8, 0x02DD, 0x02DB, 0x02C7};

/// The character of a byte; 0 if there is none.
char32_t character_of(unsigned byte, Encoding encoding) {
  constexpr unsigned first_own = 0x80;
  if (byte < first_own) return byte;
  if (encoding == Encoding::macintosh) return kMacintosh[byte - first_own];
  return byte < first_own + kWindows1252.size() ? kWindows1252[byte - first_own] : byte;
}

bool leads_pair(char32_t unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}

bool ends_pair(char32_t unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

constexpr auto kSaveAnew = "open it in a spreadsheet program, save it as .xlsx or .ods, and give that file"sv;

constexpr auto kReadElsewhere = "`iscm import FILE` reads it, without --input-format"sv;

constexpr auto kOldOffice = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv;

struct Signature {
  std::string_view bytes;
  ForeignFormat format;
};

constexpr std::array kSignatures{
    Signature{"\x1F\x8B"sv, {"a gzip file", "unpack it first: gunzip -c FILE | iscm ... -"}},
    Signature{"SQLite format 3\0"sv,
              {"an SQLite database", "export the table as CSV: sqlite3 -csv -header FILE QUERY"}},
    Signature{"%PDF-"sv, {"a PDF document", "copy its table to a spreadsheet, and export that as CSV (UTF-8)"}},
    Signature{kOldOffice, {"a document of old Microsoft Office (.xls)", kSaveAnew}},
    Signature{"\xFF\xFE\0\0"sv, {"UTF-32 text", "save it as UTF-8"}},
    Signature{"\0\0\xFE\xFF"sv, {"UTF-32 text", "save it as UTF-8"}},
};

/// What a ZIP archive is shows in the names of its first entries.
ForeignFormat kind_of_archive(std::string_view start) {
  const auto mentions = [start](std::string_view text) { return start.find(text) != std::string_view::npos; };
  if (mentions("opendocument.spreadsheet")) return {"an OpenDocument spreadsheet (.ods)", kReadElsewhere};
  if (mentions("[Content_Types].xml") || mentions("_rels/") || mentions("xl/")) {
    return {"an Excel workbook (.xlsx)", kReadElsewhere};
  }
  return {"a ZIP archive", "unpack it first, and give the file in it"};
}

/// Spreadsheets that are one XML text.
std::optional<ForeignFormat> kind_of_xml(std::string_view start) {
  const auto mentions = [start](std::string_view text) { return start.find(text) != std::string_view::npos; };
  if (mentions("office:document")) return ForeignFormat{"a flat OpenDocument file (.fods)", kSaveAnew};
  if (mentions("Excel.Sheet")) return ForeignFormat{"an Excel workbook of 2003 in XML", kSaveAnew};
  return std::nullopt;
}

}  // namespace

std::optional<Encoding> parse_encoding(std::string_view name) {
  const std::string lower = text::ascii_lower(name);
  if (lower == "cp1252" || lower == "latin1" || lower == "latin-1" || lower == "iso-8859-1")
    return Encoding::windows_1252;
  for (const EncodingName& entry : kEncodings) {
    if (entry.name == lower) return entry.encoding;
  }
  return std::nullopt;
}

std::span<const std::string_view> encoding_names() {
  return kNames;
}

std::string_view name_of(Encoding encoding) {
  return std::find_if(kEncodings.begin(), kEncodings.end(),
                      [encoding](const EncodingName& entry) { return entry.encoding == encoding; })
      ->name;
}

ByteOrderMark byte_order_mark(std::string_view start) {
  if (start.starts_with("\xEF\xBB\xBF"sv)) return {Encoding::utf8, 3};
  if (start.starts_with("\xFF\xFE"sv)) return {Encoding::utf16_little_endian, 2};
  if (start.starts_with("\xFE\xFF"sv)) return {Encoding::utf16_big_endian, 2};
  return {};
}

bool is_archive(std::string_view start) {
  return start.starts_with("PK\x03\x04");
}

std::optional<ForeignFormat> foreign_format(std::string_view start) {
  if (is_archive(start)) return kind_of_archive(start.substr(0, kTellingBytes));
  if (start.starts_with("<?xml") || start.starts_with("\xEF\xBB\xBF<?xml")) {
    return kind_of_xml(start.substr(0, kTellingBytes));
  }
  for (const Signature& signature : kSignatures) {
    if (start.starts_with(signature.bytes)) return signature.format;
  }
  return std::nullopt;
}

bool is_old_office(std::string_view start) {
  return start.starts_with(kOldOffice);
}

std::optional<ForeignFormat> encrypted_office(std::string_view bytes) {
  constexpr std::string_view package = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"sv;
  if (bytes.find(package) == std::string_view::npos) return std::nullopt;
  return ForeignFormat{"an encrypted workbook", "open it with its password, save it without one, and give that file"};
}

TextPrefix utf8_prefix(std::string_view bytes) {
  std::size_t at = ascii_end(bytes, 0);
  while (at < bytes.size()) {
    const TextPrefix sequence = sequence_at(bytes, at);
    if (sequence.flaw != Flaw::none) return {at, sequence.flaw, sequence.flawed};
    at = ascii_end(bytes, at + sequence.valid);
  }
  return {at, Flaw::none, 0};
}

TextPrefix utf16_prefix(std::string_view bytes, Encoding byte_order, std::string& utf8) {
  constexpr std::size_t unit_bytes = 2;
  const std::size_t high = byte_order == Encoding::utf16_big_endian ? 0 : 1;
  const auto unit_at = [&](std::size_t at) -> char32_t {
    return byte_at(bytes, at + high) << 8U | byte_at(bytes, at + 1 - high);
  };
  std::size_t at = 0;
  while (at + unit_bytes <= bytes.size()) {
    const char32_t unit = unit_at(at);
    if (unit == 0) return {at, Flaw::nul, unit_bytes};
    if (ends_pair(unit)) return {at, Flaw::invalid, unit_bytes};
    if (!leads_pair(unit)) {
      text::append_utf8(utf8, unit);
      at += unit_bytes;
      continue;
    }
    if (at + 2 * unit_bytes > bytes.size()) break;
    const char32_t second = unit_at(at + unit_bytes);
    if (!ends_pair(second)) return {at, Flaw::invalid, unit_bytes};
    text::append_utf8(utf8, 0x10000 + ((unit - 0xD800) << 10U) + (second - 0xDC00));
    at += 2 * unit_bytes;
  }
  const std::size_t rest = bytes.size() - at;
  return {at, rest == 0 ? Flaw::none : Flaw::cut, rest};
}

TextPrefix single_byte_prefix(std::string_view bytes, Encoding encoding, std::string& utf8) {
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const unsigned byte = byte_at(bytes, at);
    if (byte == 0) return {at, Flaw::nul, 1};
    const char32_t c = character_of(byte, encoding);
    if (c == 0) return {at, Flaw::invalid, 1};
    text::append_utf8(utf8, c);
  }
  return {bytes.size(), Flaw::none, 0};
}

std::optional<std::string> misread_utf8(std::string_view utf8) {
  std::string bytes;
  for (const text::CodePoint& point : text::CodePoints(utf8)) {
    const auto* const own = std::find(kWindows1252.begin(), kWindows1252.end(), point.value);
    if (point.value < 0x80 || (point.value < 0x100 && (point.value >= 0xA0 || own == kWindows1252.end()))) {
      bytes += static_cast<char>(point.value);
    } else if (own != kWindows1252.end()) {
      bytes += static_cast<char>(0x80 + (own - kWindows1252.begin()));
    } else {
      return std::nullopt;
    }
  }
  const bool is_other = bytes.size() < utf8.size() && !text::is_ascii(bytes) && text::is_utf8(bytes);
  return is_other ? std::optional(std::move(bytes)) : std::nullopt;
}

std::string likely_readings(std::string_view bytes) {
  std::string words;
  for (const Encoding encoding : {Encoding::windows_1252, Encoding::macintosh}) {
    std::string text;
    if (single_byte_prefix(bytes, encoding, text).flaw != Flaw::none) continue;
    words += std::string(words.empty() ? "" : ", ") + "--encoding " + std::string(name_of(encoding)) + " reads \"" +
             text + "\"";
  }
  return words;
}

}  // namespace iscm::read
