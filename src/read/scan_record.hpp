#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "read/record_scanner.hpp"
#include "read/text_window.hpp"

namespace iscm::read {

enum class Scan {
  complete,
  nothing,   ///< the text ends before the record starts
  too_long,  ///< the record does not end within kMaxRecordBytes
  broken     ///< the text is broken within the record, see ByteSource::broken()
};

/// Scans the record at the start of the window, which grows as far as that takes and does not move.
/// Throws what reading the input throws.
Scan scan_record(TextWindow& window, RecordScanner& scanner);

/// The texts of a record's cells, in memory that is used again for the next record.
class CellTexts {
public:
  /// Views into `record` and, where quotes were doubled, into this: valid until either changes.
  std::span<const std::string_view> read(std::string_view record, std::span<const CellSpan> cells);

private:
  std::vector<std::string_view> texts_;
  std::string undoubled_;
};

}  // namespace iscm::read
