#pragma once

// One record of delimited text: how it divides into cells, and how it breaks the rules of RFC 4180. Knows nothing of
// headers and messages: these are in csv.cpp.

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "read/limits.hpp"
#include "read/text_window.hpp"

namespace iscm::read {

/// How the text of a table is divided.
struct Dialect {
  char delimiter = ',';
  char line_end = '\n';  ///< '\n' means LF or CRLF, '\r' means CR alone
};

/// The place of a cell's content in its record.
struct CellSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool quoted = false;
  bool doubled_quotes = false;  ///< each "" within means one "
};

/// What breaks the rules of a record.
enum class Breach {
  quote_within_cell,  ///< a quote in a cell that does not start with one
  text_after_quote,   ///< text between a closing quote and the end of the cell
  stray_line_end,     ///< outside quotes: CR without LF if lines end in LF, LF if they end in CR
  cell_too_long,      ///< more than kMaxCellBytes
  quote_never_closed  ///< the input ends within a quoted cell
};

struct BreachPlace {
  Breach breach;
  std::size_t offset;  ///< in the record; of the opening quote if a quote is not closed
  std::size_t cell;    ///< from 0
};

/// Divides one record of delimited text into cells, by RFC 4180 and its quoting for every delimiter. The text may come
/// in pieces: the scanner goes on where it stopped. A breach does not end the record, which is scanned to its end so
/// that reading can go on after it.
class RecordScanner {
public:
  explicit RecordScanner(const Dialect& dialect);

  /// Forgets the record scanned before.
  void restart();

  /// Scans `record`: all text known from the record's start on, so at least what the call before had.
  /// `is_all`: there is no more. True when the record is complete; false when more text is needed.
  bool scan(std::string_view record, bool is_all);

  // Once the record is complete:
  /// The bytes that the record takes, its line end included.
  [[nodiscard]] std::size_t length() const { return at_; }
  [[nodiscard]] bool has_line_end() const { return has_line_end_; }
  /// How many physical lines end within the record, its own included.
  [[nodiscard]] std::size_t line_ends() const { return line_ends_; }
  /// How many cells there are, and the first kMaxColumns of them.
  [[nodiscard]] std::size_t cell_count() const { return cell_count_; }
  [[nodiscard]] std::span<const CellSpan> cells() const;
  /// The first breach, if any; what follows it in the record may be a consequence.
  [[nodiscard]] const std::optional<BreachPlace>& breach() const { return breach_; }
  [[nodiscard]] bool is_empty_line() const;

  // At any time:
  /// Where the cell starts in which the scan stopped, its opening quote included.
  [[nodiscard]] std::size_t cell_start() const { return cell_start_; }
  [[nodiscard]] bool within_quotes() const { return state_ == State::quoted; }

private:
  enum class State { cell_start, unquoted, quoted, after_quote, after_cr, complete };

  void scan_cell_start(std::string_view record);
  void scan_unquoted(std::string_view record);
  void scan_quoted(std::string_view record);
  void scan_after_quote(char next);
  void scan_after_cr(char next);
  void finish();
  void close_cell(std::size_t content_end);
  void end_record();
  void note(Breach breach, std::size_t offset);

  Dialect dialect_;
  std::array<bool, 256> ends_run_{};  // by byte: whether it may end a run of plain text in an unquoted cell
  State state_ = State::cell_start;
  std::size_t at_ = 0;
  std::size_t cell_start_ = 0;
  std::size_t content_end_ = 0;  // after a closing quote or a CR: where the content ended that may be complete
  bool quoted_ = false;          // the current cell started with a quote
  bool doubled_quotes_ = false;
  bool has_line_end_ = false;
  std::size_t line_ends_ = 0;
  std::size_t cell_count_ = 0;
  std::vector<CellSpan> cells_;  // as many as any record so far had: the memory is used again
  std::optional<BreachPlace> breach_;
};

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
  /// Views into `record` and, if quotes were doubled, into this: valid until either changes.
  std::span<const std::string_view> read(std::string_view record, std::span<const CellSpan> cells);

private:
  std::vector<std::string_view> texts_;
  std::string undoubled_;
};

}  // namespace iscm::read
