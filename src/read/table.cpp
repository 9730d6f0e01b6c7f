#include "read/table.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "read/bytes.hpp"
#include "read/delimited.hpp"
#include "read/foreign_format.hpp"
#include "read/json_rows.hpp"
#include "text/utf8.hpp"

namespace iscm::read {
namespace {

using namespace std::string_view_literals;

constexpr std::array kNames{"csv"sv, "tsv"sv, "semicolon"sv, "pipe"sv, "json"sv, "ndjson"sv};
constexpr std::array kDelimiters{',', '\t', ';', '|'};

struct Ending {
  std::string_view text;
  InputFormat format;
};
constexpr std::array kEndings{Ending{".json", InputFormat::json}, Ending{".ndjson", InputFormat::ndjson},
                              Ending{".jsonl", InputFormat::ndjson}};

/// The characters of a start of text that say what it is: ASCII alone, as in UTF-16 it has a NUL beside each.
std::string telling_characters(std::string_view start) {
  std::string characters;
  for (const char c : start.substr(byte_order_mark(start).bytes)) {
    if (c != '\0' && " \t\r\n"sv.find(c) == std::string_view::npos) characters += c;
    if (characters.size() == 3) break;
  }
  return characters;
}

/// JSON, where the text begins as an array or a line of rows does, and no header of a table can: a quote stands within
/// a cell there. What divides a table of text is told by its header alone: names lie, as .csv with semicolons does.
std::optional<InputFormat> json_by_content(std::string_view start) {
  const std::string characters = telling_characters(start);
  if (characters == "[{\"" || characters == "[]") return InputFormat::json;
  if (characters.starts_with("{\"")) return InputFormat::ndjson;
  return std::nullopt;
}

bool is_json(InputFormat format) {
  return format == InputFormat::json || format == InputFormat::ndjson;
}

/// JSON, where name or text say so; nothing for a table of text.
std::optional<InputFormat> json_format_of(const std::string& path, std::string_view start) {
  const std::string lower = text::ascii_lower(path);
  if (const auto json = json_by_content(start)) return json;
  const auto named = std::find_if(kEndings.begin(), kEndings.end(),
                                  [&](const Ending& ending) { return lower.ends_with(ending.text); });
  if (named == kEndings.end()) return std::nullopt;
  return named->format;
}

/// Up to `wanted` bytes of the input, fewer only at its end.
std::string start_of(RawInput& input, std::size_t wanted) {
  std::string start(wanted, '\0');
  std::size_t size = 0;
  while (size < wanted) {
    const std::size_t bytes = input.read(std::span(start).subspan(size));
    if (bytes == 0) break;
    size += bytes;
  }
  start.resize(size);
  return start;
}

}  // namespace

std::optional<InputFormat> parse_input_format(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<InputFormat>(found - kNames.begin());
}

std::span<const std::string_view> input_format_names() {
  return kNames;
}

std::unique_ptr<RowSource> open_table(const std::string& path, const TableOptions& options) {
  if (path == "-") return open_table(standard_input("standard input"), path, path, options);
  return open_table(open_file(path), path, path, options);
}

std::unique_ptr<RowSource> open_table(std::unique_ptr<RawInput> input, const std::string& path, const std::string& name,
                                      const TableOptions& options) {
  std::string start = start_of(*input, kTellingBytes);
  const auto format = options.format ? options.format : json_format_of(path, start);
  const bool json = format && is_json(*format);
  input = again_from(std::move(input), std::move(start), json);
  auto bytes = std::make_unique<ByteSource>(std::move(input), path == "-" ? "standard input" : name, kChunkBytes,
                                            options.encoding);
  if (json) {
    const JsonShape shape = format == InputFormat::json ? JsonShape::array : JsonShape::lines;
    return open_json(std::move(bytes), name, {.shape = shape, .max_rows = options.max_rows});
  }
  DelimitedOptions delimited{.delimiter = {}, .is_header = options.is_header, .max_rows = options.max_rows};
  if (format) delimited.delimiter = kDelimiters.at(static_cast<std::size_t>(*format));
  return open_delimited(std::move(bytes), name, delimited);
}

}  // namespace iscm::read
