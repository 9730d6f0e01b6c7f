#include "cli/rows.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "out/atomic_file.hpp"
#include "text/suggest.hpp"

namespace iscm::cli {
namespace {

out::WriterOptions options_of(const Invocation& invocation) {
  return {.terminal_width = terminal_width(invocation), .final_newline = true};
}

/// A column is one of numbers when its first row has one there.
std::vector<out::Column> columns_of(const db::Statement& rows, bool has_row) {
  std::vector<out::Column> columns;
  for (int i = 0; i < rows.columns(); ++i) {
    const bool numeric =
        has_row && rows.value(i).index() != 0 && !std::holds_alternative<std::string_view>(rows.value(i));
    columns.push_back({rows.column_name(i), numeric});
  }
  return columns;
}

}  // namespace

std::unique_ptr<out::Sink> open_output(const Invocation& invocation) {
  if (!invocation.has("--output")) return out::standard_output();
  return std::make_unique<out::AtomicFile>(invocation.get("--output"),
                                           invocation.has("--force") ? out::Existing::replace : out::Existing::refuse);
}

out::Format format_of(const Invocation& invocation, out::Format fallback) {
  if (!invocation.has("--format")) return fallback;
  const std::string name = invocation.get("--format");
  if (const auto format = out::parse_format(name)) return *format;
  std::vector<std::string> known;
  for (const std::string_view format : out::format_names()) known.emplace_back(format);
  throw Error(Exit::usage, fmt::format("unknown format \"{}\"", name),
              fmt::format("the formats are {}", fmt::join(known, ", ")));
}

std::size_t terminal_width(const Invocation& invocation) {
  winsize size{};
  if (invocation.has("--output") || isatty(STDOUT_FILENO) == 0) return 0;
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void print_rows(const Invocation& invocation, db::Statement& rows) {
  const out::Format format = format_of(invocation);
  bool has_row = rows.step();
  const std::vector<out::Column> columns = columns_of(rows, has_row);
  const auto sink = open_output(invocation);
  const auto writer = out::make_writer(format, *sink, options_of(invocation));
  writer->begin(columns);
  std::vector<out::Cell> cells(columns.size());
  for (; has_row; has_row = rows.step()) {
    for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = rows.value(static_cast<int>(i));
    writer->row(cells);
  }
  writer->end();
  sink->finish();
}

void print_texts(const Invocation& invocation, std::span<const std::string_view> columns,
                 const std::vector<std::vector<std::string>>& rows) {
  const auto sink = open_output(invocation);
  const auto writer = out::make_writer(format_of(invocation), *sink, options_of(invocation));
  std::vector<out::Column> named;
  for (const std::string_view column : columns) named.push_back({std::string(column), false});
  writer->begin(named);
  for (const auto& row : rows) writer->row(std::vector<out::Cell>(row.begin(), row.end()));
  writer->end();
  sink->finish();
}

}  // namespace iscm::cli
