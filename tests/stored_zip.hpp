#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Workbooks made by hand: an archive of parts that are stored as they are. Unit tests and fuzz targets share it.
namespace iscm {

using Parts = std::vector<std::pair<std::string, std::string>>;

inline std::string stored_zip(const Parts& parts) {
  const auto number = [](std::string& to, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) to += static_cast<char>(value >> (8 * i) & 0xFFU);
  };
  std::string archive;
  std::string directory;
  for (const auto& [name, text] : parts) {
    std::string facts;  // what both headers say: version, flags, method, time, date, checksum, sizes, lengths
    number(facts, 20, 2);
    number(facts, 0, 2);
    number(facts, 0, 2);
    number(facts, 0, 4);
    number(facts, crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size())), 4);
    number(facts, text.size(), 4);
    number(facts, text.size(), 4);
    number(facts, name.size(), 2);
    number(facts, 0, 2);
    directory += std::string("PK\1\2\x14\0", 6) + facts + std::string(10, '\0');
    number(directory, archive.size(), 4);
    directory += name;
    archive += "PK\3\4" + facts + name + text;
  }
  const std::size_t at = archive.size();
  archive += directory + std::string("PK\5\6\0\0\0\0", 8);
  number(archive, parts.size(), 2);
  number(archive, parts.size(), 2);
  number(archive, directory.size(), 4);
  number(archive, at, 4);
  number(archive, 0, 2);
  return archive;
}

inline constexpr std::string_view kOfficeTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// The parts of an Excel workbook with one sheet, "S", whose part has this text.
inline Parts xlsx_parts(
    std::string sheet, std::string texts = {}, std::string styles = {},
    std::string book = "<workbook><sheets><sheet name='S' sheetId='1' r:id='r1'/></sheets></workbook>") {
  const std::string type(kOfficeTypes);
  return {{"[Content_Types].xml", "<Types/>"},
          {"_rels/.rels", "<Relationships><Relationship Id='r1' Type='" + type +
                              "officeDocument' Target='xl/workbook.xml'/></Relationships>"},
          {"xl/workbook.xml", std::move(book)},
          {"xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id='r1' Type='" + type +
                                             "worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='r2' Type='" +
                                             type +
                                             "sharedStrings' Target='sharedStrings.xml'/><Relationship Id='r3' Type='" +
                                             type + "styles' Target='/xl/styles.xml'/></Relationships>"},
          {"xl/worksheets/sheet1.xml", std::move(sheet)},
          {"xl/sharedStrings.xml", texts.empty() ? "<sst/>" : std::move(texts)},
          {"xl/styles.xml", styles.empty() ? "<styleSheet/>" : std::move(styles)}};
}

/// The parts of an OpenDocument spreadsheet with this content.
inline Parts ods_parts(std::string content) {
  return {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", std::move(content)}};
}

}  // namespace iscm
