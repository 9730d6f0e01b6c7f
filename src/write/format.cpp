#include "write/format.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "write/csv.hpp"
#include "write/json.hpp"
#include "write/markup.hpp"
#include "write/table.hpp"

namespace iscm::write {
namespace {

struct FormatEntry {
  Format format;
  std::string_view name;
  std::unique_ptr<RowWriter> (*make)(Sink&, const WriterOptions&);
};

constexpr std::array kFormats{
    FormatEntry{Format::table, "table", table_writer},    FormatEntry{Format::csv, "csv", csv_writer},
    FormatEntry{Format::tsv, "tsv", tsv_writer},          FormatEntry{Format::json, "json", json_writer},
    FormatEntry{Format::ndjson, "ndjson", ndjson_writer}, FormatEntry{Format::markdown, "markdown", markdown_writer},
    FormatEntry{Format::html, "html", html_writer},
};

constexpr auto kNames = [] {
  std::array<std::string_view, kFormats.size()> names;
  std::transform(kFormats.begin(), kFormats.end(), names.begin(), [](const FormatEntry& entry) { return entry.name; });
  return names;
}();

}  // namespace

std::optional<Format> parse_format(std::string_view name) {
  for (const FormatEntry& entry : kFormats) {
    if (entry.name == name) return entry.format;
  }
  return std::nullopt;
}

std::span<const std::string_view> format_names() {
  return kNames;
}

std::unique_ptr<RowWriter> make_writer(Format format, Sink& sink, const WriterOptions& options) {
  for (const FormatEntry& entry : kFormats) {
    if (entry.format == format) return entry.make(sink, options);
  }
  throw std::logic_error("a format without a writer");
}

}  // namespace iscm::write
