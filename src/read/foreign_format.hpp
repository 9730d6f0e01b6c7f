#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace iscm::read {

/// A kind of file that people take for a table of text.
struct ForeignFormat {
  std::string_view what;  ///< as in "this is WHAT"
  std::string_view hint;  ///< how to get a table out of it
};

/// How much of a file foreign_format() wants to see.
inline constexpr std::size_t kTellingBytes = 512;

/// What a file with this start is, where that is known and is no text. Sources: PKWARE APPNOTE 6.3.10 section 4.3.7,
/// OpenDocument 1.3 part 2 section 3.3, RFC 1952, MS-CFB, the SQLite file format, ISO 32000-1, Unicode 15 table 23-6.
std::optional<ForeignFormat> foreign_format(std::string_view start);

}  // namespace iscm::read
