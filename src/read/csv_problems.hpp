#pragma once

// What is wrong with a record of delimited text, in words and with its place.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "read/bytes.hpp"
#include "read/csv_record.hpp"
#include "read/row_source.hpp"

namespace iscm::read {

/// A record as problems speak of it.
struct RecordPlace {
  std::string_view text;  ///< from the record's start on, at least as far as it was scanned
  std::size_t line;       ///< the physical line on which it starts
  char line_end;          ///< as in Dialect
  std::span<const std::string> header;
};

/// What the scanner found against the rules; its breach() must have a value.
Problem breach_problem(const RecordPlace& record, const RecordScanner& scanner);

/// The text is broken at the end of `record.text`, in the cell where the scanner stopped.
Problem broken_problem(const RecordPlace& record, const RecordScanner& scanner, const BrokenText& broken);

/// The record is longer than kMaxRecordBytes.
Problem too_long_problem(const RecordPlace& record, const RecordScanner& scanner);

/// The record has `found` cells, which are not as many as the header has.
Problem ragged_problem(const RecordPlace& record, std::size_t found);

}  // namespace iscm::read
