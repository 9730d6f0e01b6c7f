#include "read/xlsx_book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "read/xlsx_rows.hpp"
#include "read/xml_stream.hpp"
#include "text/utf8.hpp"

namespace iscm::read {
namespace {

/// What one part says of another: "_rels/.rels" and its kin.
struct Relation {
  std::string id;
  std::string type;  ///< its last word, as strict workbooks have other addresses: "worksheet"
  std::string path;
};

/// The path of a part as its neighbour names it: "worksheets/sheet1.xml", "/xl/styles.xml", "../media/x".
std::string resolved(std::string_view base, std::string_view target) {
  std::vector<std::string_view> folders;
  const auto walk = [&](std::string_view path) {
    for (const std::string_view step : text::split(path, "/")) {
      if (step == ".." && !folders.empty()) folders.pop_back();
      if (!step.empty() && step != "." && step != "..") folders.push_back(step);
    }
  };
  if (!target.starts_with('/')) walk(base.substr(0, base.rfind('/') + 1));
  walk(target);
  return fmt::format("{}", fmt::join(folders, "/"));
}

class RelationReader final : public XmlHandler {
public:
  explicit RelationReader(std::string base) : base_(std::move(base)) {}
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship" || attributes.get("TargetMode") == "External") return;
    const std::string_view type = attributes.get("Type");
    if (relations.size() < kMaxParts) {
      relations.push_back({std::string(attributes.get("Id")), std::string(type.substr(type.rfind('/') + 1)),
                           resolved(base_, attributes.get("Target"))});
    }
  }
  std::vector<Relation> relations;

private:
  std::string base_;
};

std::vector<Relation> relations_of(ZipArchive& archive, const std::string& part, std::size_t chunk) {
  const std::size_t name = part.rfind('/') + 1;  // 0 if there is no folder: npos + 1
  const std::string path = fmt::format("{}_rels/{}.rels", part.substr(0, name), part.substr(name));
  if (!archive.has(path)) return {};
  RelationReader reader(part);
  XmlStream(archive, path, reader, chunk).read_all();
  return std::move(reader.relations);
}

const Relation* find_type(const std::vector<Relation>& relations, std::string_view type) {
  const auto found = std::find_if(relations.begin(), relations.end(),
                                  [type](const Relation& relation) { return relation.type == type; });
  return found == relations.end() ? nullptr : &*found;
}

/// The main part: which sheets there are, and from when days count.
class BookReader final : public XmlHandler {
public:
  explicit BookReader(const ZipArchive& archive) : archive_(archive) {}
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (std::exchange(first_, false) && name != "workbook") {
      archive_.refuse("this is a document of Office, not a workbook",
                      "copy its table to a spreadsheet, and save that as .xlsx");
    }
    if (name == "workbookPr" && attributes.flag("date1904")) days = DaySystem::from_1904;
    if (name != "sheet") return;
    if (sheets.size() == kMaxSheets) archive_.refuse(fmt::format("has more than {} sheets", kMaxSheets));
    const std::string_view state = attributes.get("state");
    sheets.push_back({std::string(attributes.get("name")), !state.empty() && state != "visible"});
    ids.emplace_back(attributes.get("id"));
  }
  std::vector<SheetName> sheets;
  std::vector<std::string> ids;
  DaySystem days = DaySystem::from_1900;

private:
  const ZipArchive& archive_;
  bool first_ = true;
};

class StyleReader final : public XmlHandler {
public:
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "numFmt" && codes_.size() < kMaxMerges) {
      codes_[attributes.number("numFmtId", 0)] = format_of_code(attributes.get("formatCode"));
    } else if (name == "cellXfs") {
      within_ = true;
    } else if (name == "xf" && within_ && formats.size() < kMaxMerges) {
      const std::size_t id = attributes.number("numFmtId", 0);
      const auto own = codes_.find(id);
      formats.push_back(own == codes_.end() ? format_of_id(id) : own->second);
    }
  }
  void end(std::string_view name) override {
    if (name == "cellXfs") within_ = false;
  }
  std::vector<NumberFormat> formats;

private:
  std::map<std::size_t, NumberFormat> codes_;
  bool within_ = false;
};

class TextReader final : public XmlHandler {
public:
  TextReader(const ZipArchive& archive, SharedTexts& texts) : archive_(archive), texts_(texts) {}
  void start(std::string_view name, const XmlAttributes& /*attributes*/) override {
    if (name == "si") text_.clear();
    if (name == "rPh") ++phonetic_;
    takes_ = name == "t" && phonetic_ == 0;
  }
  void end(std::string_view name) override {
    takes_ = false;
    if (name == "rPh") --phonetic_;
    if (name != "si") return;
    unescape_text(text_, 0);
    texts_.add(text_);
  }
  void text(std::string_view piece) override {
    if (!takes_) return;
    if (text_.size() + piece.size() > kMaxCellBytes) archive_.refuse("a cell has more than 1 MB of text");
    text_ += piece;
  }

private:
  const ZipArchive& archive_;
  SharedTexts& texts_;
  std::string text_;
  int phonetic_ = 0;
  bool takes_ = false;
};

class XlsxBook final : public Workbook {
public:
  XlsxBook(ZipArchive& archive, std::size_t chunk) : archive_(archive), chunk_(chunk) {
    const std::vector<Relation> roots = relations_of(archive, "", chunk);
    const Relation* main = find_type(roots, "officeDocument");
    if (main == nullptr) archive.refuse("this is a ZIP archive, not a workbook", "unpack it, and give the file in it");
    if (main->path.ends_with(".bin")) {
      archive.refuse("this is a binary Excel workbook (.xlsb)", "open it in Excel and save it as .xlsx");
    }
    BookReader book(archive);
    XmlStream(archive, main->path, book, chunk).read_all();
    shared_.days = book.days;
    const std::vector<Relation> relations = relations_of(archive, main->path, chunk);
    list_sheets(book, relations);
    read_shared(relations);
  }

  [[nodiscard]] std::span<const SheetName> sheets() const override { return sheets_; }

  std::unique_ptr<SheetRows> rows(std::size_t sheet, bool merges_first) override {
    std::vector<CellRange> merges;
    if (merges_first) merges = read_merges(archive_, paths_[sheet], chunk_);
    return open_xlsx_rows(archive_, paths_[sheet], shared_, chunk_, std::move(merges));
  }

private:
  /// Those that have cells: a sheet that is a chart has none.
  void list_sheets(BookReader& book, const std::vector<Relation>& relations) {
    for (std::size_t i = 0; i < book.sheets.size(); ++i) {
      const auto found = std::find_if(relations.begin(), relations.end(),
                                      [&](const Relation& relation) { return relation.id == book.ids[i]; });
      if (found == relations.end() || found->type != "worksheet") continue;
      sheets_.push_back(std::move(book.sheets[i]));
      paths_.push_back(found->path);
    }
  }

  void read_shared(const std::vector<Relation>& relations) {
    if (const Relation* styles = find_type(relations, "styles"); styles != nullptr && archive_.has(styles->path)) {
      StyleReader reader;
      XmlStream(archive_, styles->path, reader, chunk_).read_all();
      shared_.formats = std::move(reader.formats);
    }
    if (const Relation* texts = find_type(relations, "sharedStrings"); texts != nullptr && archive_.has(texts->path)) {
      TextReader reader(archive_, shared_.texts);
      XmlStream(archive_, texts->path, reader, chunk_).read_all();
    }
  }

  ZipArchive& archive_;
  std::size_t chunk_;
  XlsxShared shared_;
  std::vector<SheetName> sheets_;
  std::vector<std::string> paths_;
};

}  // namespace

std::unique_ptr<Workbook> open_xlsx(ZipArchive& archive, std::size_t chunk) {
  return std::make_unique<XlsxBook>(archive, chunk);
}

}  // namespace iscm::read
