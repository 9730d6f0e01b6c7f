#include "read/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "error.hpp"
#include "read/blank_rows.hpp"
#include "read/csv.hpp"
#include "read/json.hpp"
#include "read/workbook.hpp"
#include "text/utf8.hpp"

namespace iscm::read {
namespace {

using namespace std::string_view_literals;

struct FormatEntry {
  InputFormat format;
  std::string_view name;
  char delimiter = 0;          ///< 0 for JSON
  std::string_view endings{};  ///< of names of files; tables of text have none, as .csv with semicolons is common
};

constexpr std::array kFormats{
    FormatEntry{InputFormat::csv, "csv", ','},
    FormatEntry{InputFormat::tsv, "tsv", '\t'},
    FormatEntry{InputFormat::semicolon, "semicolon", ';'},
    FormatEntry{InputFormat::pipe, "pipe", '|'},
    FormatEntry{InputFormat::json, "json", 0, ".json"},
    FormatEntry{InputFormat::ndjson, "ndjson", 0, ".ndjson .jsonl"},
};

constexpr auto kNames = [] {
  std::array<std::string_view, kFormats.size()> names;
  std::transform(kFormats.begin(), kFormats.end(), names.begin(), [](const FormatEntry& entry) { return entry.name; });
  return names;
}();

const FormatEntry* entry_of(InputFormat format) {
  return std::find_if(kFormats.begin(), kFormats.end(),
                      [format](const FormatEntry& entry) { return entry.format == format; });
}

/// The characters of a start of text that say what it is: ASCII alone, as in UTF-16 it has a NUL beside each.
std::string telling_characters(std::string_view start) {
  std::string characters;
  for (const char c : start.substr(byte_order_mark(start).bytes)) {
    if (c != '\0' && " \t\r\n"sv.find(c) == std::string_view::npos) characters += c;
    if (characters.size() == 3) break;
  }
  return characters;
}

/// JSON, if the text begins as an array or a line of rows does, and no header of a table can: it would have a quote
/// within a cell.
std::optional<InputFormat> json_by_content(std::string_view start) {
  const std::string characters = telling_characters(start);
  if (characters == "[{\"" || characters == "[]") return InputFormat::json;
  if (characters.starts_with("{\"")) return InputFormat::ndjson;
  return std::nullopt;
}

/// JSON, if the text or the name says so; null for a table of text.
std::optional<InputFormat> json_format_of(const std::string& path, std::string_view start) {
  if (const auto json = json_by_content(start)) return json;
  const std::string name = text::ascii_lower(path);
  for (const FormatEntry& entry : kFormats) {
    for (const std::string_view ending : text::split(entry.endings, " ")) {
      if (name.ends_with(ending)) return entry.format;
    }
  }
  return std::nullopt;
}

[[noreturn]] void throw_no_workbook(const std::string& name, std::string_view option) {
  throw Error(Exit::usage, fmt::format("{}: {} is no workbook", option, name), "leave it out");
}

}  // namespace

std::optional<InputFormat> parse_input_format(std::string_view name) {
  for (const FormatEntry& entry : kFormats) {
    if (entry.name == name) return entry.format;
  }
  return std::nullopt;
}

std::span<const std::string_view> input_format_names() {
  return kNames;
}

std::unique_ptr<RowSource> open_table(const std::string& path, const TableOptions& options) {
  return open_table(path == "-" ? standard_input("standard input") : open_file(path), path, path, options);
}

std::unique_ptr<RowSource> open_table(std::unique_ptr<RawInput> input, const std::string& path, const std::string& name,
                                      const TableOptions& options) {
  auto bytes = std::make_unique<ByteSource>(std::move(input), path == "-" ? "standard input" : name, kChunkBytes,
                                            options.encoding, !options.format);
  if (is_archive(bytes->start())) {
    if (options.encoding) throw Error(Exit::usage, "--encoding: a workbook says its own", "leave it out");
    return without_blank_rows(open_workbook(std::move(bytes), name,
                                            {.sheet = options.sheet,
                                             .fill_merged = options.fill_merged,
                                             .is_header = options.is_header,
                                             .header_line = options.header_line,
                                             .is_ignored = options.is_ignored,
                                             .max_rows = options.max_rows}));
  }
  if (!options.sheet.empty() || options.fill_merged)
    throw_no_workbook(name, options.fill_merged ? "--fill-merged" : "--sheet");
  const auto format = options.format ? options.format : json_format_of(path, bytes->start());
  const char delimiter = format ? entry_of(*format)->delimiter : '\0';
  if (format && delimiter == 0) {
    bytes->allow_restart();
    if (options.header_line != 0) {
      throw Error(Exit::usage, fmt::format("{} is JSON: it has no line for a header", name), "leave out --header-row");
    }
    const JsonShape shape = format == InputFormat::json ? JsonShape::array : JsonShape::lines;
    return without_blank_rows(open_json(std::move(bytes), name, {.shape = shape, .max_rows = options.max_rows}));
  }
  return without_blank_rows(open_csv(std::move(bytes), name,
                                     {.delimiter = format ? std::optional(delimiter) : std::nullopt,
                                      .is_header = options.is_header,
                                      .header_line = options.header_line,
                                      .pads_lone_cells = options.pads_lone_cells,
                                      .max_rows = options.max_rows}));
}

std::vector<std::string> sheets_of(const std::string& path) {
  auto bytes = std::make_unique<ByteSource>(open_file(path), path, kChunkBytes, std::nullopt, true);
  if (!is_archive(bytes->start())) throw_no_workbook(path, "--sheet");
  return sheets_of(std::move(bytes), path);
}

}  // namespace iscm::read
