#include "cli/output.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "cli/pager.hpp"
#include "write/format.hpp"
#include "write/message.hpp"
#include "write/new_file.hpp"

namespace iscm::cli {
namespace {

constexpr std::int64_t kRowsOnTerminal = 1000;

/// In bytes. A table is aligned, so all of it is in memory, and every row is as wide as the widest.
constexpr std::size_t kLargestTable = 32'000'000;

bool on_terminal(const Invocation& invocation) {
  return !invocation.has("--output") && isatty(STDOUT_FILENO) != 0;
}

/// The size of the terminal that the command prints to; zeros if it prints to none.
winsize screen(const Invocation& invocation) {
  winsize size{};
  if (!on_terminal(invocation) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return {};
  return size;
}

/// Whether escapes may go to the terminal: not with NO_COLOR (https://no-color.org), nor to a dumb terminal.
bool has_colour(const Invocation& invocation) {
  const char* refused = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool allowed = refused == nullptr || *refused == '\0';
  return allowed && terminal != nullptr && std::string_view(terminal) != "dumb" && on_terminal(invocation);
}

std::string format_name(const Invocation& invocation) {
  if (invocation.has("--format") || invocation.command == nullptr) return invocation.get("--format");
  return std::string(invocation.command->default_format);
}

std::string in_hex(std::string_view bytes) {
  std::string text = "X'";
  for (const char byte : bytes) fmt::format_to(std::back_inserter(text), "{:02X}", static_cast<unsigned char>(byte));
  return text + "'";
}

/// The cells of the row on which a statement is.
class CurrentRow {
public:
  explicit CurrentRow(const sqlite::Statement& rows)
      : rows_(rows),
        blobs_(static_cast<std::size_t>(rows.columns())),
        cells_(static_cast<std::size_t>(rows.columns())) {}

  void read() {
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      const int column = static_cast<int>(i);
      // Asked first: reading bytes as text makes text of them.
      const bool is_blob = rows_.is_blob(column);
      cells_[i] = rows_.value(column);
      if (!is_blob) continue;
      blobs_[i] = in_hex(std::get<std::string_view>(cells_[i]));
      cells_[i] = std::string_view(blobs_[i]);
    }
  }

  [[nodiscard]] const std::vector<write::Cell>& cells() const { return cells_; }

private:
  const sqlite::Statement& rows_;
  std::vector<std::string> blobs_;
  std::vector<write::Cell> cells_;
};

bool is_number(const write::Cell& cell) {
  return std::holds_alternative<std::int64_t>(cell) || std::holds_alternative<double>(cell);
}

std::vector<write::Column> columns_of(const sqlite::Statement& rows, const CurrentRow& first) {
  std::vector<write::Column> columns;
  for (int i = 0; i < rows.columns(); ++i) {
    columns.push_back({rows.column_name(i), is_number(first.cells()[static_cast<std::size_t>(i)])});
  }
  return columns;
}

/// Estimates how large a table gets with each row.
class TableSize {
public:
  explicit TableSize(std::size_t columns) : widths_(columns, 0) {}

  /// Whether there is room for this row; the first is always taken.
  bool takes(const std::vector<write::Cell>& cells) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto* text = std::get_if<std::string_view>(&cells[i]);
      widths_[i] = std::max(widths_[i], text == nullptr ? std::size_t{20} : text->size());
      width += widths_[i];
    }
    ++rows_;
    return rows_ == 1 || rows_ * width <= kLargestTable;
  }

private:
  std::vector<std::size_t> widths_;
  std::size_t rows_ = 0;
};

void note_rest(std::int64_t printed, const RowLimit& limit, bool is_too_large, const std::string& also) {
  const std::string shown = printed == 0   ? "no row is shown"
                            : printed == 1 ? "only the first row is shown"
                                           : fmt::format("only the first {} rows are shown", printed);
  if (is_too_large) {
    write::note(fmt::format("{}: the table would be too large; --format csv has no limit", shown));
  } else if (limit.was_asked_for) {
    write::note(fmt::format("{}: there are more than --limit {}", shown, *limit.rows));
  } else {
    write::note(fmt::format("{}; {}{}{}", shown, limit.all_by, also.empty() ? "" : ".", also));
  }
}

/// Writes the row on which the statement is, if there is one, and those after it, as far as the limit allows.
class Writing {
public:
  Writing(const Invocation& invocation, sqlite::Statement& rows, const RowLimit& limit)
      : invocation_(invocation), rows_(rows), limit_(limit), row_(rows), has_row_(rows.step()) {
    if (has_row_) row_.read();
  }

  void to(write::Sink& sink, const write::WriterOptions& options) { to(sink, options, format_of(invocation_)); }

  void to(write::Sink& sink, const write::WriterOptions& options, write::Format format) {
    const auto writer = write::make_writer(format, sink, options);
    const std::vector<write::Column> columns = columns_of(rows_, row_);
    writer->begin(columns);
    TableSize size(columns.size());
    const bool is_held_small = limit_.holds_tables_small && prints_table(invocation_);
    while (has_row_ && (!limit_.rows || printed_ < *limit_.rows)) {
      is_too_large_ = is_held_small && !size.takes(row_.cells());
      if (is_too_large_) break;
      writer->row(row_.cells());
      if (limit_.each) limit_.each();
      ++printed_;
      has_row_ = rows_.step();
      if (has_row_) row_.read();
    }
    if (has_row_) {
      if (limit_.also && !is_too_large_) also_ = limit_.also();
      writer->note((printed_ == 1 ? "Only the first row is shown."
                                  : fmt::format("Only the first {} rows are shown.", printed_)) +
                   also_);
    }
    writer->end();
  }

  /// Notes what was left out; returns how many rows were written.
  std::size_t end() {
    if (has_row_) note_rest(printed_, limit_, is_too_large_, also_);
    return static_cast<std::size_t>(printed_);
  }

private:
  const Invocation& invocation_;
  sqlite::Statement& rows_;
  const RowLimit& limit_;
  CurrentRow row_;
  bool has_row_;
  bool is_too_large_ = false;
  std::string also_;
  std::int64_t printed_ = 0;
};

write::Cell cell_of(const Table::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* text = std::get_if<std::string>(&value)) return std::string_view(*text);
  return {};
}

}  // namespace

std::unique_ptr<write::Sink> open_output(const Invocation& invocation) {
  if (auto file = open_file(invocation, "--output")) return file;
  const std::string format = format_name(invocation);
  const std::size_t height = screen(invocation).ws_row;
  const bool is_paged = height > 0 && (format == "table" || format == "text") && !invocation.has("--no-pager");
  return is_paged ? paged_output(height) : write::standard_output();
}

std::unique_ptr<write::Sink> open_file(const Invocation& invocation, std::string_view option) {
  if (!invocation.has(option)) return nullptr;
  // --force replaces an existing file, but never the record itself.
  std::error_code absent;
  if (std::filesystem::equivalent(invocation.get(option), invocation.database, absent)) {
    throw Error(Exit::refused, fmt::format("{}: this is the database itself", invocation.get(option)),
                fmt::format("give another name with {}", option));
  }
  return std::make_unique<write::AtomicFile>(
      invocation.get(option), invocation.has("--force") ? write::Existing::replace : write::Existing::refuse);
}

void print(const Invocation& invocation, std::string_view text) {
  const auto sink = open_output(invocation);
  sink->write(text);
  sink->finish();
}

void note_others(const Invocation& invocation, const std::vector<std::string>& others) {
  if (others.empty()) return;
  const std::string separator = fmt::format("`, `iscm {} ", invocation.command->name);
  write::note(fmt::format("other records have this name: `iscm {} {}`", invocation.command->name,
                          fmt::join(others, separator)));
}

write::Format format_of(const Invocation& invocation, std::optional<write::Format> fallback) {
  if (fallback && !invocation.has("--format")) return *fallback;
  return write::parse_format(format_name(invocation)).value_or(write::Format::table);
}

bool prints_caption(const Invocation& invocation) {
  const write::Format format = format_of(invocation);
  return format == write::Format::table || format == write::Format::markdown || format == write::Format::html;
}

bool prints_table(const Invocation& invocation) {
  return format_of(invocation) == write::Format::table;
}

std::size_t terminal_width(const Invocation& invocation) {
  return screen(invocation).ws_col;
}

write::WriterOptions writer_options(const Invocation& invocation) {
  return {.terminal_width = terminal_width(invocation),
          .for_spreadsheet = invocation.has("--excel"),
          .bold_header = has_colour(invocation),
          .title = invocation.title,
          .caption = invocation.caption};
}

RowLimit limit_of_query(const Invocation& invocation) {
  RowLimit limit{.rows = invocation.number("--limit"), .was_asked_for = true, .holds_tables_small = true};
  if (limit.rows) return limit;
  limit.was_asked_for = false;
  if (prints_table(invocation) && on_terminal(invocation)) limit.rows = kRowsOnTerminal;
  return limit;
}

std::size_t print(const Invocation& invocation, sqlite::Statement& rows, const RowLimit& limit) {
  // A query fails at its first step: take that before there is a file or a pager.
  Writing writing(invocation, rows, limit);
  const auto sink = open_output(invocation);
  writing.to(*sink, writer_options(invocation));
  sink->finish();
  return writing.end();
}

void write_table(write::Sink& sink, sqlite::Statement& rows, const write::WriterOptions& options) {
  const Invocation as_table;
  Writing(as_table, rows, {}).to(sink, options, write::Format::table);
}

void write(write::Sink& sink, const Invocation& invocation, sqlite::Statement& rows,
           const write::WriterOptions& options) {
  Writing(invocation, rows, {}).to(sink, options);
}

void write(write::Sink& sink, const Invocation& invocation, const Table& table, std::optional<write::Format> fallback) {
  const auto writer = write::make_writer(format_of(invocation, fallback), sink, writer_options(invocation));
  std::vector<write::Column> columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    columns.push_back({table.columns[i], !table.rows.empty() && is_number(cell_of(table.rows.front()[i]))});
  }
  writer->begin(columns);
  std::vector<write::Cell> cells(columns.size());
  for (const std::vector<Table::Value>& row : table.rows) {
    std::transform(row.begin(), row.end(), cells.begin(), cell_of);
    writer->row(cells);
  }
  writer->end();
}

void print(const Invocation& invocation, const Table& table, std::optional<write::Format> fallback) {
  const auto sink = open_output(invocation);
  write(*sink, invocation, table, fallback);
  sink->finish();
}

}  // namespace iscm::cli
