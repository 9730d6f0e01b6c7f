#pragma once

// What the bytes of a file are: which encoding, or no text at all; and how far they are text.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace iscm::read {

enum class Encoding { utf8, utf16_little_endian, utf16_big_endian, windows_1252, macintosh };

/// The encoding of that name, in any case: utf-8, utf-16le, utf-16be, windows-1252 (cp1252, latin1) or macintosh; null
/// for another.
std::optional<Encoding> parse_encoding(std::string_view name);
/// The names of the encodings, as people type them.
std::span<const std::string_view> encoding_names();
/// The name of one.
std::string_view name_of(Encoding encoding);

struct ByteOrderMark {
  Encoding encoding = Encoding::utf8;
  std::size_t bytes = 0;  ///< how long the mark is
};

/// The encoding that the mark at the start of a file names; UTF-8 if there is no mark.
ByteOrderMark byte_order_mark(std::string_view start);

/// A kind of file that people take for a table of text.
struct ForeignFormat {
  std::string_view what;  ///< as in "this is WHAT"
  std::string_view hint;  ///< how to get a table out of it
};

/// How much of a file foreign_format() wants to see.
inline constexpr std::size_t kTellingBytes = 512;

/// Whether a file with this start is a ZIP archive, as workbooks are.
bool is_archive(std::string_view start);

/// What a file with this start is, if that is known and is not text. Sources: PKWARE APPNOTE 6.3.10 section 4.3.7,
/// OpenDocument 1.3 part 2 section 3.3, RFC 1952, MS-CFB, the SQLite file format, ISO 32000-1, Unicode 15 table 23-6.
std::optional<ForeignFormat> foreign_format(std::string_view start);

/// Whether a file with this start is a container of old Office: a workbook of before 2007, or one that is encrypted.
bool is_old_office(std::string_view start);
/// That it is encrypted, if these bytes of such a container say so.
std::optional<ForeignFormat> encrypted_office(std::string_view bytes);

/// Why text stops being text.
enum class Flaw {
  none,
  cut,      ///< a character that began is not complete: more bytes may complete it
  invalid,  ///< bytes that are no character
  nul       ///< U+0000: a character, but no text has it, and C strings end there
};

/// How far some bytes are text.
struct TextPrefix {
  std::size_t valid = 0;   ///< the length in bytes of the complete characters before the flaw
  Flaw flaw = Flaw::none;  ///< what follows them
  std::size_t flawed = 0;  ///< its length in bytes
};

/// The longest start of `bytes` that is UTF-8 without NUL (Unicode 15, table 3-7: no overlong forms, no surrogates,
/// nothing above U+10FFFF). What counts as one invalid sequence: Unicode 15 section 3.9, "maximal subpart".
TextPrefix utf8_prefix(std::string_view bytes);

/// The longest start of `bytes` that is UTF-16 without NUL; it is appended to `utf8` as UTF-8.
TextPrefix utf16_prefix(std::string_view bytes, Encoding byte_order, std::string& utf8);

/// Whether each byte is a character of its own.
constexpr bool is_single_byte(Encoding encoding) {
  return encoding == Encoding::windows_1252 || encoding == Encoding::macintosh;
}

/// The longest start of `bytes` that is text in an encoding of single bytes, without NUL and without the five bytes to
/// which Windows-1252 gives no character (81, 8D, 8F, 90, 9D); it is appended to `utf8` as UTF-8.
TextPrefix single_byte_prefix(std::string_view bytes, Encoding encoding, std::string& utf8);

/// The text that this one would be had its bytes not been read as Windows-1252: "Santé" for "SantÃ©". Null if its bytes
/// are no other UTF-8.
std::optional<std::string> misread_utf8(std::string_view utf8);

/// How a word with the bytes `bytes`, which are no UTF-8, reads in each of the encodings that old programs write, in
/// words: --encoding windows-1252 reads "Santé", --encoding macintosh "SantÈ".
std::string likely_readings(std::string_view bytes);

}  // namespace iscm::read
