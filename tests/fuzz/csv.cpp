#include "read/csv.hpp"

#include <array>

#include "reading.hpp"

namespace iscm::fuzz {
namespace {

void append_quoted(std::string& text, std::string_view cell, char end) {
  text += '"';
  for (const char c : cell) text.append(c == '"' ? 2 : 1, c);
  text += '"';
  text += end;
}

std::string written(const Reading& table) {
  std::string text;
  const auto append = [&](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) append_quoted(text, cells[i], i + 1 == cells.size() ? '\n' : ',');
  };
  append(table.header);
  for (const auto& row : table.rows) append(row);
  return text;
}

/// What was read, written with quotes round every cell, is read as the same.
void check_written(const Reading& table) {
  if (table.header.empty() || !table.problems.empty()) return;
  const std::string text = written(table);
  read::CsvOptions comma;
  comma.delimiter = ',';
  const auto source = read::open_csv(read::memory_bytes(text, "again"), "again", comma);
  const Reading again = read_all(*source);
  require(again.header == table.header, "the header comes back");
  // Within other delimiters, what is in a cell may look like rows.
  const bool is_whole = again.notes.empty() && again.problems.empty();
  if (is_whole) require(again.rows == table.rows, "the rows come back");
}

void run(std::string_view input) {
  if (input.size() < 2) return;
  const auto choice = static_cast<unsigned char>(input[0]);
  const std::size_t chunk = static_cast<unsigned char>(input[1]) % 32 + 1;
  read::CsvOptions options;
  constexpr std::array delimiters{',', '\t', ';', '|'};
  if (const unsigned which = choice % 8; which < delimiters.size()) options.delimiter = delimiters.at(which);
  if ((choice & 8U) != 0) options.is_header = [](auto cells) { return cells.size() > 1 && cells[0] == "a"; };
  if ((choice & 16U) != 0) options.max_rows = 3;
  const Reading table = read_both_ways(input.substr(2), chunk, [&](std::unique_ptr<read::ByteSource> bytes) {
    return read::open_csv(std::move(bytes), "fuzz", options);
  });
  check_written(table);
}

}  // namespace
}  // namespace iscm::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  iscm::fuzz::run({reinterpret_cast<const char*>(data), size});
  return 0;
}
