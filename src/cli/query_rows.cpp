#include "cli/query_rows.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "cli/rows.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

constexpr std::int64_t kRowsOnTerminal = 1000;

/// A table is aligned, so it is held in memory whole and every row is as wide as the widest: so many bytes it may have.
constexpr std::size_t kLargestTable = 32'000'000;

struct Texts {
  std::vector<std::string> blobs;  ///< what cells refer to, for bytes
  std::vector<write::Cell> cells;
};

void append_hex(std::string& text, std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  text += "X'";
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text += kDigits[value >> 4U];
    text += kDigits[value & 0xFU];
  }
  text += '\'';
}

void read_cells(const sqlite::Statement& rows, Texts& row) {
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const int column = static_cast<int>(i);
    // Asked first: reading bytes as text makes text of them.
    const bool blob = rows.is_blob(column);
    row.cells[i] = rows.value(column);
    if (!blob) continue;
    row.blobs[i].clear();
    append_hex(row.blobs[i], std::get<std::string_view>(row.cells[i]));
    row.cells[i] = std::string_view(row.blobs[i]);
  }
}

std::vector<write::Column> columns_of(const sqlite::Statement& rows, const Texts* first) {
  std::vector<write::Column> columns;
  for (int i = 0; i < rows.columns(); ++i) {
    const write::Cell cell = first == nullptr ? write::Cell() : first->cells[static_cast<std::size_t>(i)];
    const bool numeric = std::holds_alternative<std::int64_t>(cell) || std::holds_alternative<double>(cell);
    columns.push_back({rows.column_name(i), numeric});
  }
  return columns;
}

/// How large the table gets with each row.
class TableSize {
public:
  explicit TableSize(std::size_t columns) : widths_(columns, 0) {}

  /// Whether there is room for this row; the first is always taken.
  bool takes(const std::vector<write::Cell>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto* text = std::get_if<std::string_view>(&cells[i]);
      widths_[i] = std::max(widths_[i], text == nullptr ? std::size_t{20} : text->size());
    }
    std::size_t width = 0;
    for (const std::size_t each : widths_) width += each;
    ++rows_;
    return rows_ == 1 || rows_ * width <= kLargestTable;
  }

private:
  std::vector<std::size_t> widths_;
  std::size_t rows_ = 0;
};

void tell_truncation(std::int64_t printed, const RowLimit& limit, bool too_large) {
  const std::string shown = printed == 0   ? "no row is shown"
                            : printed == 1 ? "only the first row is shown"
                                           : fmt::format("only the first {} rows are shown", printed);
  if (too_large) {
    write::note(fmt::format("{}: the table would be too large; --format csv has no limit", shown));
  } else if (limit.was_asked_for) {
    write::note(fmt::format("{}: there are more than --limit {}", shown, *limit.rows));
  } else {
    write::note(fmt::format("{}; {}", shown, limit.all_by));
  }
}

}  // namespace

RowLimit row_limit(const Invocation& invocation) {
  const bool table = format_of(invocation) == write::Format::table;
  if (!invocation.has("--limit")) {
    const bool on_terminal = !invocation.has("--output") && isatty(STDOUT_FILENO) != 0;
    return {table && on_terminal ? std::optional(kRowsOnTerminal) : std::nullopt};
  }
  const std::string text = invocation.get("--limit");
  std::int64_t limit = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (failure != std::errc() || end != text.data() + text.size() || limit < 0) {
    throw Error(Exit::usage, fmt::format("--limit {} is no number of rows", text), "give a whole number");
  }
  return {limit, true};
}

void print_query(const Invocation& invocation, sqlite::Statement& rows, const RowLimit& limit) {
  const write::Format format = format_of(invocation);
  // The first step is where a query fails: before a file or a pager is there for it.
  bool has_row = rows.step();
  const auto width = static_cast<std::size_t>(rows.columns());
  Texts row{std::vector<std::string>(width), std::vector<write::Cell>(width)};
  if (has_row) read_cells(rows, row);
  const std::vector<write::Column> columns = columns_of(rows, has_row ? &row : nullptr);
  const auto sink = open_output(invocation);
  const auto writer = write::make_writer(format, *sink, writer_options(invocation));
  writer->begin(columns);
  TableSize size(width);
  std::int64_t printed = 0;
  bool too_large = false;
  while (has_row && (!limit.rows || printed < *limit.rows)) {
    too_large = format == write::Format::table && !size.takes(row.cells);
    if (too_large) break;
    writer->row(row.cells);
    ++printed;
    has_row = rows.step();
    if (has_row) read_cells(rows, row);
  }
  writer->end();
  sink->finish();
  if (has_row) tell_truncation(printed, limit, too_large);
}

}  // namespace iscm::cli
