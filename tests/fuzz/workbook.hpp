#pragma once

#include "../stored_zip.hpp"
#include "read/workbook.hpp"
#include "reading.hpp"

namespace iscm::fuzz {

/// Reads an archive inflated in large and in small pieces. `choice` is one byte of options.
inline void read_workbook(const std::string& archive, unsigned choice, std::size_t chunk) {
  read::WorkbookOptions options;
  if ((choice & 1U) != 0) options.fill_merged = true;
  if ((choice & 2U) != 0) options.is_header = [](auto cells) { return cells.size() > 1 && cells[0] == "a"; };
  if ((choice & 4U) != 0) options.max_rows = 3;
  if ((choice & 8U) != 0) options.sheet = "S";
  if ((choice & 16U) != 0) options.is_ignored = [](const std::string& name) { return name == "b" || name == "C"; };
  const auto read = [&](std::size_t size) {
    options.chunk = size;
    try {
      auto bytes = std::make_unique<read::ByteSource>(read::memory_input(archive), "fuzz", read::kChunkBytes,
                                                      std::nullopt, true);
      const auto source = read::open_workbook(std::move(bytes), "fuzz", options);
      return read_all(*source);
    } catch (const Error& error) {
      Reading refused;
      refused.refusal = error.what();
      return refused;
    }
  };
  const Reading whole = read(read::WorkbookOptions().chunk);
  const Reading pieces = read(chunk);
  // A flaw is met after fewer rows where less is inflated at once; that there is one is the same.
  require(whole.refusal.empty() == pieces.refusal.empty(), "chunks make no difference to what is refused");
  if (whole.refusal.empty()) require(whole == pieces, "chunks make no difference");
}

/// The options and the piece that an input begins with, and the text after them.
struct Input {
  unsigned choice = 0;
  std::size_t chunk = 1;
  std::string_view text;
};
inline Input split(std::string_view input) {
  if (input.size() < 2) return {};
  return {static_cast<unsigned char>(input[0]), static_cast<unsigned char>(input[1]) % 64U * 8 + 1, input.substr(2)};
}

/// The piece of a text before the next "%%", which is taken off with it.
inline std::string take_part(std::string_view& text) {
  const std::size_t end = std::min(text.find("%%"), text.size());
  std::string part(text.substr(0, end));
  text.remove_prefix(std::min(end + 2, text.size()));
  return part;
}

}  // namespace iscm::fuzz
