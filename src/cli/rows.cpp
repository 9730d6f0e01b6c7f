#include "cli/rows.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "cli/pager.hpp"
#include "write/atomic_file.hpp"

namespace iscm::cli {
namespace {

bool on_terminal(const Invocation& invocation) {
  return !invocation.has("--output") && isatty(STDOUT_FILENO) != 0;
}

/// The size of the terminal that the command prints to; zeros where it prints to none.
winsize screen(const Invocation& invocation) {
  winsize size{};
  if (!on_terminal(invocation) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return {};
  return size;
}

/// Whether escapes may go to the terminal: NO_COLOR is honoured (https://no-color.org), and a dumb terminal has none.
bool has_colour(const Invocation& invocation) {
  const char* refused = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool allowed = refused == nullptr || *refused == '\0';
  return allowed && terminal != nullptr && std::string_view(terminal) != "dumb" && on_terminal(invocation);
}

write::Format named_format(const Invocation& invocation, write::Format fallback) {
  if (!invocation.has("--format")) return fallback;
  const std::string name = invocation.get("--format");
  if (const auto format = write::parse_format(name)) return *format;
  std::string known = fmt::format("the formats are {}", fmt::join(write::format_names(), ", "));
  for (const Command& command : commands()) {
    if (command.own_format.name != name) continue;
    throw Error(Exit::usage, fmt::format("{} is a format of `iscm {}` alone", name, command.name), known);
  }
  throw Error(Exit::usage, fmt::format("unknown format \"{}\"", name), known);
}

/// --force replaces what stands at -o, but never the record itself.
void refuse_the_database(const Invocation& invocation) {
  if (!invocation.has("--output")) return;
  std::error_code absent;
  const std::string output = invocation.get("--output");
  if (std::filesystem::equivalent(output, invocation.database, absent)) {
    throw Error(Exit::refused, fmt::format("{}: is the database itself", output), "give another name with -o");
  }
}

/// A column is one of numbers when its first row has one there.
std::vector<write::Column> columns_of(const sqlite::Statement& rows, bool has_row) {
  std::vector<write::Column> columns;
  for (int i = 0; i < rows.columns(); ++i) {
    const bool numeric =
        has_row && rows.value(i).index() != 0 && !std::holds_alternative<std::string_view>(rows.value(i));
    columns.push_back({rows.column_name(i), numeric});
  }
  return columns;
}

/// Writes the row on which the statement stands, where there is one, and those after it; gives their number.
std::size_t write_from(write::Sink& sink, write::Format format, const write::WriterOptions& options,
                       sqlite::Statement& rows, bool has_row) {
  const std::vector<write::Column> columns = columns_of(rows, has_row);
  const auto writer = write::make_writer(format, sink, options);
  writer->begin(columns);
  std::vector<write::Cell> cells(columns.size());
  std::size_t count = 0;
  for (; has_row; has_row = rows.step(), ++count) {
    for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = rows.value(static_cast<int>(i));
    writer->row(cells);
  }
  writer->end();
  return count;
}

}  // namespace

std::unique_ptr<write::Sink> open_output(const Invocation& invocation) {
  refuse_the_database(invocation);
  if (!invocation.has("--output")) {
    const std::size_t height = screen(invocation).ws_row;
    const std::string format = invocation.get("--format", "table");
    const bool for_people = format == "table" || format == "text";
    const bool paged = height > 0 && for_people && !invocation.has("--no-pager");
    return paged ? paged_output(height) : write::standard_output();
  }
  return std::make_unique<write::AtomicFile>(
      invocation.get("--output"), invocation.has("--force") ? write::Existing::replace : write::Existing::refuse);
}

write::Format format_of(const Invocation& invocation, write::Format fallback) {
  const write::Format format = named_format(invocation, fallback);
  if (invocation.has("--excel") && format != write::Format::csv && format != write::Format::tsv) {
    throw Error(Exit::usage, "--excel is for csv and tsv", "add --format csv");
  }
  return format;
}

void refuse_unknown_format(const Invocation& invocation, std::string_view own) {
  try {
    format_of(invocation);
  } catch (const Error& error) {
    if (error.hint().find("the formats are") == std::string::npos) throw;
    throw Error(error.exit(), error.what(), fmt::format("{}; and {}", error.hint(), own));
  }
}

write::WriterOptions writer_options(const Invocation& invocation) {
  return {.terminal_width = terminal_width(invocation),
          .for_spreadsheet = invocation.has("--excel"),
          .bold_header = has_colour(invocation),
          .title = invocation.title};
}

std::size_t terminal_width(const Invocation& invocation) {
  return screen(invocation).ws_col;
}

std::size_t write_rows(write::Sink& sink, write::Format format, const write::WriterOptions& options,
                       sqlite::Statement& rows) {
  return write_from(sink, format, options, rows, rows.step());
}

std::size_t print_rows(const Invocation& invocation, sqlite::Statement& rows) {
  const write::Format format = format_of(invocation);
  // The first step is where a query fails: before a file or a pager is there for it.
  const bool has_row = rows.step();
  const auto sink = open_output(invocation);
  const std::size_t count = write_from(*sink, format, writer_options(invocation), rows, has_row);
  sink->finish();
  return count;
}

std::unique_ptr<write::Sink> write_texts(const Invocation& invocation, std::span<const std::string_view> columns,
                                         const std::vector<std::vector<std::string>>& rows, write::Format fallback) {
  auto sink = open_output(invocation);
  const auto writer = write::make_writer(format_of(invocation, fallback), *sink, writer_options(invocation));
  std::vector<write::Column> named;
  for (const std::string_view column : columns) named.push_back({std::string(column), false});
  writer->begin(named);
  for (const auto& row : rows) writer->row(std::vector<write::Cell>(row.begin(), row.end()));
  writer->end();
  return sink;
}

void print_texts(const Invocation& invocation, std::span<const std::string_view> columns,
                 const std::vector<std::vector<std::string>>& rows, write::Format fallback) {
  write_texts(invocation, columns, rows, fallback)->finish();
}

}  // namespace iscm::cli
