#include "read/ods_book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "read/limits.hpp"
#include "read/xml_stream.hpp"
#include "text/utf8.hpp"

namespace iscm::read {
namespace {

constexpr auto kContent = "content.xml";
constexpr auto kManifest = "META-INF/manifest.xml";

class ManifestReader final : public XmlHandler {
public:
  explicit ManifestReader(const ZipArchive& archive) : archive_(archive) {}
  void start(std::string_view name, const XmlAttributes& /*attributes*/) override {
    if (name != "encryption-data") return;
    archive_.refuse("is encrypted", "open it with its password, save it without one, and give that file");
  }

private:
  const ZipArchive& archive_;
};

/// The names of the sheets, and which are hidden, as their styles say.
class NameReader final : public XmlHandler {
public:
  explicit NameReader(const ZipArchive& archive) : archive_(archive) {}
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "spreadsheet") is_spreadsheet = true;
    if (name == "style") style_ = attributes.get("name");
    if (name == "table-properties" && attributes.get("display") == "false" && hidden_.size() < kMaxMerges) {
      hidden_.insert(style_);
    }
    if (name != "table" || within_table_++ > 0) return;
    if (sheets.size() == kMaxSheets) archive_.refuse(fmt::format("has more than {} sheets", kMaxSheets));
    sheets.push_back(
        {std::string(attributes.get("name")), hidden_.find(attributes.get("style-name")) != hidden_.end()});
  }
  void end(std::string_view name) override {
    if (name == "table") --within_table_;
  }
  std::vector<SheetName> sheets;
  bool is_spreadsheet = false;

private:
  const ZipArchive& archive_;
  std::string style_;
  std::set<std::string, std::less<>> hidden_;
  int within_table_ = 0;
};

bool is_collapsed(const XmlAttributes& attributes) {
  const std::string_view visibility = attributes.get("visibility");
  return visibility == "collapse" || visibility == "filter";
}

class OdsRows final : public SheetRows, private XmlHandler {
public:
  OdsRows(ZipArchive& archive, std::size_t sheet, std::size_t chunk)
      : archive_(archive), sheet_(sheet), stream_(archive, kContent, *this, chunk) {
    while ((state_ == State::before || state_ == State::columns) && stream_.step()) continue;
  }

  bool next(SheetRow& row) override {
    while (!complete_ && state_ != State::done && stream_.step()) continue;
    if (!complete_) return false;
    complete_ = false;
    std::swap(row, row_);
    if (state_ == State::before_row) state_ = State::rows;
    return true;
  }

  [[nodiscard]] std::span<const CellRange> hidden_columns() const override { return hidden_; }

private:
  enum class State { before, columns, rows, before_row, row, cell, done };

  void start(std::string_view name, const XmlAttributes& attributes) override {
    ++depth_;
    switch (state_) {
      case State::before:
        if (name == "table" && tables_within_++ == 0 && seen_++ == sheet_) state_ = State::columns;
        break;
      case State::columns:
        if (name == "table-column") take_columns(attributes);
        if (name == "table-row") {
          begin_row(attributes);
          stream_.pause();  // the columns are known
        }
        break;
      case State::rows:
      case State::before_row:
        if (name == "table-row") begin_row(attributes);
        break;
      case State::row:
        if (name == "table-cell" || name == "covered-table-cell") begin_cell(name, attributes);
        break;
      case State::cell:
        start_in_cell(name, attributes);
        break;
      case State::done:
        break;
    }
  }

  void end(std::string_view name) override {
    --depth_;
    if (state_ == State::cell && depth_ == cell_depth_) {
      end_cell();
    } else if (state_ == State::cell) {
      if (skipped_from_ == depth_) skipped_from_ = 0;
      if (paragraph_depth_ == depth_) paragraph_depth_ = 0;
    } else if (state_ == State::row && name == "table-row") {
      end_row();
    } else if (name == "table") {
      if (state_ == State::before) {
        --tables_within_;
      } else if (state_ != State::row) {
        state_ = State::done;
        stream_.pause();
      }
    }
  }

  void text(std::string_view piece) override {
    if (state_ == State::cell && paragraph_depth_ > 0 && skipped_from_ == 0) append(piece);
  }

  void take_columns(const XmlAttributes& attributes) {
    const std::size_t count = std::min(attributes.number("number-columns-repeated", 1), kSheetColumns);
    if (is_collapsed(attributes) && count > 0 && hidden_.size() < kMaxMerges) {
      hidden_.push_back({0, 0, columns_, columns_ + count - 1});
    }
    columns_ = std::min(columns_ + count, kSheetColumns);
  }

  void begin_row(const XmlAttributes& attributes) {
    row_.clear();
    row_.number = next_row_;
    row_.repeats = std::max<std::size_t>(attributes.number("number-rows-repeated", 1), 1);
    row_.hidden = is_collapsed(attributes);
    column_ = 0;
    state_ = State::row;
  }

  /// Blank rows are counted, however many they are said to be; rows with cells have to be in a sheet.
  void end_row() {
    const bool blank = row_.cells.empty() && row_.merges.empty();
    if (blank) row_.repeats = std::min(row_.repeats, kSheetRows);
    if (!blank && (row_.repeats > kSheetRows || row_.number + row_.repeats - 1 > kSheetRows)) {
      archive_.refuse(fmt::format("has cells in row {}, which no sheet has", kSheetRows + 1));
    }
    next_row_ = std::min(row_.number + row_.repeats, 2 * kSheetRows);
    state_ = State::before_row;
    complete_ = true;
    stream_.pause();
  }

  void begin_cell(std::string_view name, const XmlAttributes& attributes) {
    repeats_ = std::max<std::size_t>(attributes.number("number-columns-repeated", 1), 1);
    covered_ = name == "covered-table-cell";
    type_ = attributes.get("value-type");
    // LibreOffice says here what the standard has no word for.
    if (attributes.get_whole("calcext:value-type") == "error") type_ = "error";
    value_ = attributes.get(type_ == "date"      ? "date-value"
                            : type_ == "time"    ? "time-value"
                            : type_ == "boolean" ? "boolean-value"
                            : type_ == "string"  ? "string-value"
                                                 : "value");
    cell_ = {};
    cell_.is_formula = attributes.find("formula").has_value();
    cell_.begin = row_.texts.size();
    paragraphs_ = 0;
    paragraph_depth_ = skipped_from_ = 0;
    cell_depth_ = depth_ - 1;
    state_ = State::cell;
    take_merge(attributes);
  }

  void take_merge(const XmlAttributes& attributes) {
    const std::size_t columns = attributes.number("number-columns-spanned", 1);
    const std::size_t rows = attributes.number("number-rows-spanned", 1);
    if (columns <= 1 && rows <= 1) return;
    if (merges_++ == kMaxMerges) archive_.refuse(fmt::format("has more than {} merged ranges", kMaxMerges));
    const auto last = [](std::size_t first, std::size_t count, std::size_t most) {
      return count > most ? most : std::min(first + std::max<std::size_t>(count, 1) - 1, most);
    };
    row_.merges.push_back(
        {row_.number, last(row_.number, rows, kSheetRows), column_, last(column_, columns, kSheetColumns - 1)});
  }

  void start_in_cell(std::string_view name, const XmlAttributes& attributes) {
    if (skipped_from_ > 0) return;
    // What is no text of the cell: a comment, a footnote, how a word is spoken, a drawing.
    if (name == "annotation" || name == "note" || name == "ruby-text" || name == "frame" || name == "shapes") {
      skipped_from_ = depth_ - 1;
    } else if (name == "p" && paragraph_depth_ == 0) {
      paragraph_depth_ = depth_ - 1;
      if (paragraphs_++ > 0) append("\n");
    } else if (paragraph_depth_ > 0 && name == "s") {
      append(std::string(std::min(attributes.number("c", 1), kMaxCellBytes), ' '));
    } else if (paragraph_depth_ > 0 && name == "tab") {
      append("\t");
    } else if (paragraph_depth_ > 0 && name == "line-break") {
      append("\n");
    }
  }

  void append(std::string_view piece) {
    if (covered_) return;
    if (row_.texts.size() - cell_.begin + piece.size() > kMaxCellBytes) {
      archive_.refuse(fmt::format("cell {}{} has more than 1 MB", column_letters(column_), row_.number));
    }
    archive_.spend(piece.size());
    row_.texts += piece;
  }

  void end_cell() {
    state_ = State::row;
    settle_text();
    cell_.end = row_.texts.size();
    const bool blank = cell_.begin == cell_.end && cell_.flaw == CellFlaw::none;
    const std::size_t end = repeats_ > kSheetColumns ? kSheetColumns + 1 : column_ + repeats_;
    if (!blank && end > kSheetColumns) {
      archive_.refuse(fmt::format("row {} has cells in more columns than a sheet has", row_.number));
    }
    for (; !blank && column_ < end; ++column_) {
      cell_.column = column_;
      row_.cells.push_back(cell_);
    }
    column_ = std::min(end, kSheetColumns);
    if (row_.texts.size() > kMaxRecordBytes) {
      archive_.refuse(fmt::format("row {} has more than {} MB of text", row_.number, kMaxRecordBytes >> 20U));
    }
  }

  /// Numbers and dates are in an attribute; the paragraphs have them as they are shown.
  void settle_text() {
    const std::string shown = row_.texts.substr(cell_.begin);
    const auto take = [&](std::string_view value) {
      row_.texts.resize(cell_.begin);
      row_.texts += value;
    };
    if (covered_) return take("");
    if (type_ == "error" || (cell_.is_formula && (is_error_text(shown) || shown.starts_with("Err:")))) {
      cell_.flaw = CellFlaw::error;
    } else if (type_ == "float" || type_ == "percentage" || type_ == "currency") {
      take_number(shown);
    } else if (type_ == "date") {
      take(without_midnight(value_));
      cell_.has_time = value_.find('T') != std::string::npos && without_midnight(value_) == value_;
    } else if (type_ == "boolean") {
      take(value_ == "true" ? "TRUE" : "FALSE");
    } else if (type_ == "string") {
      if (shown.empty()) take(value_);
    } else if (type_.empty() && cell_.is_formula) {
      cell_.flaw = CellFlaw::no_value;
    }
  }

  /// Leading zeros are how the number is shown.
  void take_number(const std::string& shown) {
    NumberFormat format;
    constexpr std::size_t most = 20;
    if (text::is_digits(shown) && shown[0] == '0' && shown.size() <= most) {
      format.digits = static_cast<std::uint8_t>(shown.size());
    }
    row_.texts.resize(cell_.begin);
    cell_.flaw = flaw_of(append_shown(row_.texts, value_, format, DaySystem::from_1900));
    if (cell_.flaw != CellFlaw::none) row_.texts += value_;
  }

  ZipArchive& archive_;
  std::size_t sheet_;
  State state_ = State::before;
  SheetRow row_;
  SheetCell cell_;
  bool complete_ = false;
  bool covered_ = false;
  std::size_t seen_ = 0;           // sheets
  std::size_t tables_within_ = 0;  // each other: a sheet may have one in a cell
  std::size_t merges_ = 0;
  std::size_t columns_ = 0;
  std::size_t next_row_ = 1;
  std::size_t column_ = 0;
  std::size_t repeats_ = 1;
  std::size_t depth_ = 0;
  std::size_t cell_depth_ = 0;
  std::size_t skipped_from_ = 0;     // the depth of an element whose text does not count; 0 if there is none
  std::size_t paragraph_depth_ = 0;  // 0 outside paragraphs
  std::size_t paragraphs_ = 0;
  std::string type_;
  std::string value_;
  std::vector<CellRange> hidden_;
  XmlStream stream_;
};

class OdsBook final : public Workbook {
public:
  OdsBook(ZipArchive& archive, std::size_t chunk) : archive_(archive), chunk_(chunk) {
    if (archive.has(kManifest)) {
      ManifestReader manifest(archive);
      XmlStream(archive, kManifest, manifest, chunk).read_all();
    }
    NameReader reader(archive);
    XmlStream(archive, kContent, reader, chunk).read_all();
    if (!reader.is_spreadsheet) {
      archive.refuse("this is an OpenDocument file, but no spreadsheet",
                     "copy its table to a spreadsheet, and save that as .ods");
    }
    sheets_ = std::move(reader.sheets);
  }

  [[nodiscard]] std::span<const SheetName> sheets() const override { return sheets_; }
  std::unique_ptr<SheetRows> rows(std::size_t sheet, bool /*merges_first*/) override {
    return std::make_unique<OdsRows>(archive_, sheet, chunk_);
  }

private:
  ZipArchive& archive_;
  std::size_t chunk_;
  std::vector<SheetName> sheets_;
};

}  // namespace

bool is_open_document(ZipArchive& archive) {
  constexpr std::size_t most = 200;
  return archive.has(kContent) &&
         (archive.has(kManifest) ||
          (archive.has("mimetype") && part_start(archive, "mimetype", most).find("opendocument") != std::string::npos));
}

std::unique_ptr<Workbook> open_ods(ZipArchive& archive, std::size_t chunk) {
  return std::make_unique<OdsBook>(archive, chunk);
}

}  // namespace iscm::read
