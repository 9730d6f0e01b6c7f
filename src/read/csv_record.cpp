#include "read/csv_record.hpp"

#include <algorithm>

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

RecordScanner::RecordScanner(const Dialect& dialect) : dialect_(dialect) {
  for (const char c : {dialect.delimiter, '"', '\r', '\n'}) ends_run_[static_cast<unsigned char>(c)] = true;
}

void RecordScanner::restart() {
  state_ = State::cell_start;
  at_ = cell_start_ = 0;
  has_line_end_ = false;
  line_ends_ = 0;
  cell_count_ = 0;
  breach_.reset();
}

std::span<const CellSpan> RecordScanner::cells() const {
  return std::span(cells_).first(std::min(cell_count_, kMaxColumns));
}

bool RecordScanner::is_empty_line() const {
  return cell_count_ == 1 && !cells_[0].quoted && cells_[0].begin == cells_[0].end;
}

bool RecordScanner::scan(std::string_view record, bool is_all) {
  while (at_ < record.size() && state_ != State::complete) {
    switch (state_) {
      case State::cell_start:
        scan_cell_start(record);
        break;
      case State::unquoted:
        scan_unquoted(record);
        break;
      case State::quoted:
        scan_quoted(record);
        break;
      case State::after_quote:
        scan_after_quote(record[at_]);
        break;
      case State::after_cr:
        scan_after_cr(record[at_]);
        break;
      case State::complete:
        break;
    }
  }
  if (is_all && state_ != State::complete) finish();
  return state_ == State::complete;
}

void RecordScanner::scan_cell_start(std::string_view record) {
  cell_start_ = at_;
  doubled_quotes_ = false;
  quoted_ = record[at_] == '"';
  if (quoted_) {
    ++at_;
    state_ = State::quoted;
  } else {
    state_ = State::unquoted;
    scan_unquoted(record);
  }
}

void RecordScanner::scan_unquoted(std::string_view record) {
  std::size_t at = at_;  // a local, as the loop is where the time goes
  while (at < record.size() && !ends_run_[static_cast<unsigned char>(record[at])]) ++at;
  at_ = at;
  if (at == record.size()) return;
  const char c = record[at];
  ++at_;
  if (c == dialect_.delimiter) {
    close_cell(at);
  } else if (c == dialect_.line_end) {
    close_cell(at);
    end_record();
  } else if (c == '"') {
    note(Breach::quote_within_cell, at);
  } else if (c == '\r') {
    content_end_ = at;
    state_ = State::after_cr;
  } else {
    note(Breach::stray_line_end, at);
  }
}

void RecordScanner::scan_quoted(std::string_view record) {
  const std::size_t quote = std::min(record.find('"', at_), record.size());
  const std::string_view content = record.substr(at_, quote - at_);
  line_ends_ += static_cast<std::size_t>(std::count(content.begin(), content.end(), dialect_.line_end));
  at_ = quote;
  if (quote == record.size()) return;
  content_end_ = quote;
  ++at_;
  state_ = State::after_quote;
}

void RecordScanner::scan_after_quote(char next) {
  if (next == '"') {
    doubled_quotes_ = true;
    state_ = State::quoted;
  } else if (next == dialect_.delimiter) {
    close_cell(content_end_);
  } else if (next == dialect_.line_end) {
    close_cell(content_end_);
    end_record();
  } else if (next == '\r') {
    state_ = State::after_cr;
  } else {
    note(next == '\n' ? Breach::stray_line_end : Breach::text_after_quote, at_);
    state_ = State::unquoted;
  }
  ++at_;
}

/// Reached only if lines end in LF: else the CR was the line end.
void RecordScanner::scan_after_cr(char next) {
  if (next == '\n') {
    ++at_;
    close_cell(content_end_);
    end_record();
  } else {
    note(Breach::stray_line_end, at_ - 1);
    state_ = State::unquoted;  // which looks at `next`
  }
}

/// Ends the record, and the cell in it, at the end of the input.
void RecordScanner::finish() {
  switch (state_) {
    case State::cell_start:  // after a delimiter, or no text at all
      cell_start_ = at_;
      quoted_ = doubled_quotes_ = false;
      close_cell(at_);
      break;
    case State::unquoted:
      close_cell(at_);
      break;
    case State::quoted:
      note(Breach::quote_never_closed, cell_start_);
      close_cell(at_);
      break;
    case State::after_cr:
      note(Breach::stray_line_end, at_ - 1);
      close_cell(content_end_);
      break;
    case State::after_quote:
      close_cell(content_end_);
      break;
    case State::complete:
      break;
  }
  state_ = State::complete;
}

void RecordScanner::close_cell(std::size_t content_end) {
  const std::size_t begin = cell_start_ + (quoted_ ? 1 : 0);
  if (content_end - begin > kMaxCellBytes) note(Breach::cell_too_long, cell_start_);
  const CellSpan cell{begin, content_end, quoted_, doubled_quotes_};
  if (cell_count_ < cells_.size()) {
    cells_[cell_count_] = cell;
  } else if (cell_count_ < kMaxColumns) {
    cells_.push_back(cell);
  }
  ++cell_count_;
  state_ = State::cell_start;
}

void RecordScanner::end_record() {
  ++line_ends_;
  has_line_end_ = true;
  state_ = State::complete;
}

void RecordScanner::note(Breach breach, std::size_t offset) {
  if (!breach_) breach_ = BreachPlace{breach, offset, cell_count_};
}

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
