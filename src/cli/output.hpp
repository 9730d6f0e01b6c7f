#pragma once

// Prints the output of a command where -o and --force say, in the form of --format and --excel. Every command that
// prints uses this.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cli/command.hpp"
#include "sqlite/connection.hpp"
#include "write/format.hpp"
#include "write/row_writer.hpp"
#include "write/sink.hpp"

namespace iscm::cli {

/// The file of -o, or standard output: through a pager if that is a terminal and the output is for people and longer
/// than the screen. Throws Error(Exit::refused) if the file exists and --force is not given, and if it is the database.
std::unique_ptr<write::Sink> open_output(const Invocation& invocation);

/// The file of another option, by the same rules; null if the option is not given.
std::unique_ptr<write::Sink> open_file(const Invocation& invocation, std::string_view option);

/// Prints a text.
void print(const Invocation& invocation, std::string_view text);

/// Notes the other records with the name of the one that was printed, as commands that print these.
void note_others(const Invocation& invocation, const std::vector<std::string>& others);

/// The format of --format, else `fallback`, else the command's default.
write::Format format_of(const Invocation& invocation, std::optional<write::Format> fallback = {});

/// Whether the format has a place for a caption: it is one for people.
bool prints_caption(const Invocation& invocation);

/// Whether the output is a table for people.
bool prints_table(const Invocation& invocation);

/// The columns of the terminal on standard output; 0 (as wide as needed) if it is not a terminal or -o is given.
std::size_t terminal_width(const Invocation& invocation);

/// How a table fits the terminal, and what --excel asks for.
write::WriterOptions writer_options(const Invocation& invocation);

/// Rows in memory. A column is one of numbers if its first row has a number there.
struct Table {
  using Value = std::variant<std::monostate, std::int64_t, std::string>;

  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows{};
};

/// How many rows are printed, and what the note about the others says.
struct RowLimit {
  std::optional<std::int64_t> rows{};                                     ///< nothing: all
  bool was_asked_for = false;                                             ///< by --limit
  std::string_view all_by{"--limit N shows more, -o FILE has them all"};  ///< how to get the rest, if it was not
  std::function<void()> each{};                                           ///< is called on each row that is printed
  std::function<std::string()> also{};  ///< what else to say of the others, on the first of them
  bool holds_tables_small = false;      ///< a table that would take too much memory is cut
};

/// For the rows of a query that somebody typed: --limit; if not given, 1000 for a table on a terminal.
RowLimit limit_of_query(const Invocation& invocation);

/// Prints rows, and a note if the limit leaves some out; returns how many were printed. Bytes are printed as X'...'.
std::size_t print(const Invocation& invocation, sqlite::Statement& rows, const RowLimit& limit = {});
void print(const Invocation& invocation, const Table& table, std::optional<write::Format> fallback = {});

/// Rows as a table for people, whatever the format of the output, without the sink's finish().
void write_table(write::Sink& sink, sqlite::Statement& rows, const write::WriterOptions& options);

/// The same to a sink, without its finish(): so that a failure to write is known before a change is committed.
void write(write::Sink& sink, const Invocation& invocation, sqlite::Statement& rows,
           const write::WriterOptions& options);
void write(write::Sink& sink, const Invocation& invocation, const Table& table,
           std::optional<write::Format> fallback = {});

}  // namespace iscm::cli
