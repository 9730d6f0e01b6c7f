#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "sqlite/connection.hpp"
#include "write/row_writer.hpp"
#include "write/sink.hpp"

namespace iscm::cli {

/// The sink that -o asks for, or standard output, through a pager where that is a terminal and rows or text for people
/// are longer than its screen. Throws Error(Exit::refused) where the file exists without --force.
std::unique_ptr<write::Sink> open_output(const Invocation& invocation);

/// The format that --format asks for, or the fallback. Throws Error(Exit::usage) for an unknown one, and for --excel
/// with any but csv and tsv.
write::Format format_of(const Invocation& invocation, write::Format fallback = write::Format::table);

/// As format_of() does, in a command that has a format of its own besides.
void refuse_unknown_format(const Invocation& invocation, std::string_view own);

/// The columns of the terminal on standard output; 0 (as wide as needed) where it is none or -o is given.
std::size_t terminal_width(const Invocation& invocation);

/// How a table fits the terminal, and what --excel asks for.
write::WriterOptions writer_options(const Invocation& invocation);

/// Writes every row of the statement to the sink, whose finish() is left to its owner; gives their number.
std::size_t write_rows(write::Sink& sink, write::Format format, const write::WriterOptions& options,
                       sqlite::Statement& rows);

/// Prints every row of the statement as --format and -o ask; gives their number.
std::size_t print_rows(const Invocation& invocation, sqlite::Statement& rows);

/// As print_texts, but for the sink's finish(): so that what cannot be written is known before a change is committed.
std::unique_ptr<write::Sink> write_texts(const Invocation& invocation, std::span<const std::string_view> columns,
                                         const std::vector<std::vector<std::string>>& rows, write::Format fallback);

/// Prints rows of texts under these columns, in the fallback where --format asks for none.
void print_texts(const Invocation& invocation, std::span<const std::string_view> columns,
                 const std::vector<std::vector<std::string>>& rows, write::Format fallback = write::Format::table);

}  // namespace iscm::cli
