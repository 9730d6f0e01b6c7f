#include "read/scan_record.hpp"

#include "read/limits.hpp"

namespace iscm::read {
namespace {

/// Appends the content of a quoted cell with one quote for each two.
void append_undoubled(std::string& text, std::string_view content) {
  while (!content.empty()) {
    const std::size_t quote = content.find('"');
    text += content.substr(0, quote == std::string_view::npos ? quote : quote + 1);
    if (quote == std::string_view::npos) break;
    content.remove_prefix(quote + 2);
  }
}

}  // namespace

Scan scan_record(TextWindow& window, RecordScanner& scanner) {
  scanner.restart();
  for (;;) {
    // The scanner never sees more than a record may have, so that the outcome does not depend on the chunks.
    const std::string_view known = window.text();
    const bool fits = known.size() <= kMaxRecordBytes;
    const bool is_all = fits && window.ended() && !window.source().broken();
    if (is_all && known.empty()) return Scan::nothing;
    if (scanner.scan(known.substr(0, kMaxRecordBytes), is_all)) return Scan::complete;
    if (!fits) return Scan::too_long;
    if (!window.grow() && window.source().broken()) return Scan::broken;
  }
}

std::span<const std::string_view> CellTexts::read(std::string_view record, std::span<const CellSpan> cells) {
  undoubled_.clear();
  undoubled_.reserve(record.size());  // more than it can come to, as views into it must stay
  texts_.clear();
  for (const CellSpan& cell : cells) {
    const std::string_view content = record.substr(cell.begin, cell.end - cell.begin);
    if (!cell.doubled_quotes) {
      texts_.push_back(content);
      continue;
    }
    const std::size_t start = undoubled_.size();
    append_undoubled(undoubled_, content);
    texts_.push_back(std::string_view(undoubled_).substr(start));
  }
  return texts_;
}

}  // namespace iscm::read
