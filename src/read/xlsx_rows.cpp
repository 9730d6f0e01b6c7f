#include "read/xlsx_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "read/limits.hpp"
#include "read/text_window.hpp"
#include "read/xml_stream.hpp"
#include "text/utf8.hpp"

namespace iscm::read {
namespace {

/// The range that "A5:C9" or "A5" names; row 0 if it is none.
CellRange parse_range(std::string_view name) {
  const std::size_t colon = name.find(':');
  const CellName first = parse_cell_name(name.substr(0, colon));
  const CellName last = colon == std::string_view::npos ? first : parse_cell_name(name.substr(colon + 1));
  const bool good =
      first.row > 0 && last.row >= first.row && last.column < kSheetColumns && first.column <= last.column;
  return good ? CellRange{first.row, last.row, first.column, last.column} : CellRange{};
}

/// Collects the <mergeCell> elements, which come after the rows.
class Merges {
public:
  void take(const ZipArchive& archive, const XmlAttributes& attributes) {
    const CellRange range = parse_range(attributes.get("ref"));
    if (range.first_row == 0) archive.refuse(fmt::format("merges cells that are none: {}", attributes.get("ref")));
    if (ranges_.size() == kMaxMerges) archive.refuse(fmt::format("has more than {} merged ranges", kMaxMerges));
    ranges_.push_back(range);
  }
  [[nodiscard]] const std::vector<CellRange>& ranges() const { return ranges_; }
  std::vector<CellRange> by_first_row() {
    std::sort(ranges_.begin(), ranges_.end(),
              [](const CellRange& one, const CellRange& other) { return one.first_row < other.first_row; });
    return std::move(ranges_);
  }

private:
  std::vector<CellRange> ranges_;
};

class MergeReader final : public XmlHandler {
public:
  explicit MergeReader(const ZipArchive& archive) : archive_(archive) {}
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "mergeCell") merges.take(archive_, attributes);
  }
  Merges merges;

private:
  const ZipArchive& archive_;
};

class XlsxRows final : public SheetRows, private XmlHandler {
public:
  XlsxRows(ZipArchive& archive, const std::string& path, XlsxShared& shared, std::size_t chunk,
           std::vector<CellRange> merges)
      : archive_(archive),
        shared_(shared),
        has_merges_(!merges.empty()),
        known_merges_(std::move(merges)),
        stream_(archive, path, *this, chunk) {
    // What is said of the columns comes before the rows.
    while (!in_data_ && !seen_data_ && stream_.step()) continue;
  }

  bool next(SheetRow& row) override {
    while (!complete_ && stream_.step()) continue;
    if (!complete_) return false;
    complete_ = false;
    while (next_merge_ < known_merges_.size() && known_merges_[next_merge_].first_row <= row_.number) {
      row_.merges.push_back(known_merges_[next_merge_++]);
    }
    std::swap(row, row_);
    return true;
  }

  [[nodiscard]] std::span<const CellRange> hidden_columns() const override { return hidden_; }
  [[nodiscard]] std::span<const CellRange> late_merges() const override {
    return has_merges_ ? std::span<const CellRange>() : merges_.ranges();
  }

private:
  enum class Type { number, shared, text, formula_text, boolean, error, date };

  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (within_cell_) return start_in_cell(name);
    if (within_row_) {
      if (name == "c") begin_cell(attributes);
    } else if (in_data_) {
      if (name == "row") begin_row(attributes);
    } else if (name == "sheetData") {
      in_data_ = seen_data_ = true;
      stream_.pause();
    } else if (name == "col" && attributes.flag("hidden")) {
      hide_columns(attributes);
    } else if (name == "mergeCell") {
      merges_.take(archive_, attributes);
    }
  }

  void start_in_cell(std::string_view name) {
    if (name == "rPh") ++phonetic_;
    if (phonetic_ > 0) return;
    if (name == "f") row_.cells.back().is_formula = true;
    if (name == "v") has_value_ = true;
    takes_text_ = name == "v" || name == "t";
  }

  void end(std::string_view name) override {
    takes_text_ = false;
    if (within_cell_) {
      if (name == "rPh") --phonetic_;
      if (name == "c" && phonetic_ == 0) end_cell();
    } else if (within_row_) {
      if (name != "row") return;
      within_row_ = false;
      complete_ = true;
      stream_.pause();
    } else if (name == "sheetData") {
      in_data_ = false;
    }
  }

  void text(std::string_view piece) override {
    if (!takes_text_) return;
    if (value_.size() + piece.size() > kMaxCellBytes) refuse_cell("has more than 1 MB");
    value_ += piece;
  }

  void begin_row(const XmlAttributes& attributes) {
    row_.clear();
    row_.number = attributes.number("r", last_row_ + 1);
    if (row_.number <= last_row_ || row_.number > kSheetRows) {
      const std::string number = shortened(attributes.find("r").value_or(std::to_string(row_.number)));
      archive_.refuse(fmt::format("after row {} comes a row \"{}\", which cannot be there", last_row_, number));
    }
    last_row_ = row_.number;
    row_.hidden = attributes.flag("hidden");
    next_column_ = 0;
    within_row_ = true;
  }

  void begin_cell(const XmlAttributes& attributes) {
    SheetCell cell;
    cell.column = next_column_;
    if (const auto name = attributes.find("r")) {
      const CellName place = parse_cell_name(*name);
      if (place.row != row_.number || place.column < next_column_ || place.column >= kSheetColumns) {
        archive_.refuse(
            fmt::format("in row {} is a cell \"{}\", which cannot be there", row_.number, shortened(*name)));
      }
      cell.column = place.column;
    }
    if (cell.column >= kSheetColumns) archive_.refuse(fmt::format("row {} has too many cells", row_.number));
    next_column_ = cell.column + 1;
    row_.cells.push_back(cell);
    style_ = attributes.number("s", 0);
    type_ = type_of(attributes.get("t"));
    value_.clear();
    has_value_ = false;
    within_cell_ = true;
  }

  Type type_of(std::string_view name) const {
    if (name.empty() || name == "n") return Type::number;
    if (name == "s") return Type::shared;
    if (name == "inlineStr") return Type::text;
    if (name == "str") return Type::formula_text;
    if (name == "b") return Type::boolean;
    if (name == "e") return Type::error;
    if (name == "d") return Type::date;
    archive_.refuse(fmt::format("cell {} is of an unknown type, \"{}\"", cell_name(), shortened(name)));
  }

  void end_cell() {
    within_cell_ = false;
    SheetCell& cell = row_.cells.back();
    cell.begin = row_.texts.size();
    if (cell.is_formula && !has_text()) {
      cell.flaw = CellFlaw::no_value;
    } else if (type_ == Type::shared) {
      append_shared();
    } else if (!value_.empty()) {
      append_value(cell);
    }
    cell.end = row_.texts.size();
    if (row_.texts.size() > kMaxRecordBytes) {
      archive_.refuse(fmt::format("row {} has more than {} MB of text", row_.number, kMaxRecordBytes >> 20U));
    }
    if (cell.begin == cell.end && cell.flaw == CellFlaw::none) row_.cells.pop_back();
  }

  /// Whether a formula's value is there; that may be the empty text.
  [[nodiscard]] bool has_text() const { return !value_.empty() || (has_value_ && type_ == Type::formula_text); }

  void append_shared() {
    const std::size_t number = value_.empty() ? shared_.texts.count() : xml_number(value_);
    if (number >= shared_.texts.count()) refuse_cell("names a text that the workbook has not");
    const std::size_t bytes = shared_.texts.length(number);
    archive_.spend(bytes);
    shared_.texts.append(number, row_.texts);
  }

  void append_value(SheetCell& cell) {
    switch (type_) {
      case Type::text:
      case Type::formula_text:
        row_.texts += value_;
        unescape_text(row_.texts, cell.begin);
        break;
      case Type::boolean:
        row_.texts += value_ == "0" || value_ == "false" ? "FALSE" : "TRUE";
        break;
      case Type::error:
        row_.texts += value_;
        cell.flaw = CellFlaw::error;
        break;
      case Type::date:
        row_.texts += without_midnight(value_);
        cell.has_time = row_.texts.find('T', cell.begin) != std::string::npos;
        break;
      case Type::number:
      case Type::shared:
        append_number(cell);
        break;
    }
  }

  void append_number(SheetCell& cell) {
    const NumberFormat format = style_ < shared_.formats.size() ? shared_.formats[style_] : NumberFormat{};
    cell.flaw = flaw_of(append_shown(row_.texts, value_, format, shared_.days));
    if (cell.flaw != CellFlaw::none) row_.texts += value_;
    cell.has_time =
        format.shows == NumberFormat::Shows::day_and_time && row_.texts.find('T', cell.begin) != std::string::npos;
  }

  void hide_columns(const XmlAttributes& attributes) {
    const std::size_t first = attributes.number("min", 1);
    const std::size_t last = std::min(attributes.number("max", first), kSheetColumns);
    if (first == 0 || first > last || hidden_.size() == kMaxMerges) return;
    hidden_.push_back({0, 0, first - 1, last - 1});
  }

  [[nodiscard]] std::string cell_name() const {
    return column_letters(row_.cells.back().column) + std::to_string(row_.number);
  }
  [[noreturn]] void refuse_cell(std::string_view why) const {
    archive_.refuse(fmt::format("cell {} {}", cell_name(), why));
  }

  ZipArchive& archive_;
  XlsxShared& shared_;
  bool has_merges_;
  std::vector<CellRange> known_merges_;
  std::size_t next_merge_ = 0;
  Merges merges_;
  std::vector<CellRange> hidden_;
  SheetRow row_;
  bool complete_ = false;
  bool in_data_ = false;
  bool seen_data_ = false;
  bool within_row_ = false;
  bool within_cell_ = false;
  bool takes_text_ = false;
  bool has_value_ = false;
  int phonetic_ = 0;
  std::size_t last_row_ = 0;
  std::size_t next_column_ = 0;
  std::size_t style_ = 0;
  Type type_ = Type::number;
  std::string value_;
  XmlStream stream_;
};

}  // namespace

void unescape_text(std::string& text, std::size_t from) {
  constexpr std::size_t length = 7;  // _x000D_
  std::size_t at = text.find("_x", from);
  if (at == std::string::npos) return;
  const std::string escaped = text.substr(at);
  text.resize(at);
  for (at = 0; at < escaped.size(); ++at) {
    unsigned code = 0;
    const char* digits = escaped.data() + at + 2;
    if (escaped[at] == '_' && at + length <= escaped.size() && escaped[at + 1] == 'x' &&
        escaped[at + length - 1] == '_' && std::from_chars(digits, digits + 4, code, 16).ptr == digits + 4 &&
        code != 0 && (code < 0xD800 || code > 0xDFFF)) {
      text::append_utf8(text, code);
      at += length - 1;
    } else {
      text += escaped[at];
    }
  }
}

std::unique_ptr<SheetRows> open_xlsx_rows(ZipArchive& archive, const std::string& path, XlsxShared& shared,
                                          std::size_t chunk, std::vector<CellRange> merges) {
  return std::make_unique<XlsxRows>(archive, path, shared, chunk, std::move(merges));
}

std::vector<CellRange> read_merges(ZipArchive& archive, const std::string& path, std::size_t chunk) {
  MergeReader reader(archive);
  XmlStream(archive, path, reader, chunk).read_all();
  return reader.merges.by_first_row();
}

}  // namespace iscm::read
