#pragma once

// The formats in which rows can be printed. A new one is a value here, its writer, and a line in the table of
// format.cpp; the option --format, completion and the man page follow.

#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "write/row_writer.hpp"

namespace iscm::write {

enum class Format { table, csv, tsv, json, ndjson, markdown, html };

/// The format of that name, exactly as format_names() has it; null for another.
std::optional<Format> parse_format(std::string_view name);

/// The names of the formats, the default one first.
std::span<const std::string_view> format_names();

/// A writer that prints to `sink`, which must outlive it.
std::unique_ptr<RowWriter> make_writer(Format format, Sink& sink, const WriterOptions& options = {});

}  // namespace iscm::write
