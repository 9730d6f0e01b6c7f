#include "read/foreign_format.hpp"

#include <array>

namespace iscm::read {
namespace {

using namespace std::string_view_literals;

constexpr auto kExportSheet = "open it, export the sheet as CSV (UTF-8), and give that file"sv;

struct Signature {
  std::string_view bytes;
  ForeignFormat format;
};

constexpr std::array kSignatures{
    Signature{"\x1F\x8B"sv, {"a gzip file", "unpack it first: gunzip -c FILE | iscm ... -"}},
    Signature{"SQLite format 3\0"sv,
              {"an SQLite database", "export the table as CSV: sqlite3 -csv -header FILE QUERY"}},
    Signature{"%PDF-"sv, {"a PDF document", "copy its table to a spreadsheet, and export that as CSV (UTF-8)"}},
    Signature{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, {"a document of old Microsoft Office (.xls)", kExportSheet}},
    Signature{"\xFF\xFE\0\0"sv, {"UTF-32 text", "save it as UTF-8"}},
    Signature{"\0\0\xFE\xFF"sv, {"UTF-32 text", "save it as UTF-8"}},
};

/// What a ZIP archive is shows in the names of its first entries.
ForeignFormat kind_of_archive(std::string_view start) {
  const auto mentions = [start](std::string_view text) { return start.find(text) != std::string_view::npos; };
  if (mentions("opendocument.spreadsheet")) return {"an OpenDocument spreadsheet (.ods)", kExportSheet};
  if (mentions("[Content_Types].xml") || mentions("_rels/") || mentions("xl/")) {
    return {"an Excel workbook (.xlsx)", kExportSheet};
  }
  return {"a ZIP archive", "unpack it first, and give the file in it"};
}

}  // namespace

std::optional<ForeignFormat> foreign_format(std::string_view start) {
  if (start.starts_with("PK\x03\x04")) return kind_of_archive(start.substr(0, kTellingBytes));
  for (const Signature& signature : kSignatures) {
    if (start.starts_with(signature.bytes)) return signature.format;
  }
  return std::nullopt;
}

}  // namespace iscm::read
