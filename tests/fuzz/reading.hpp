#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "error.hpp"
#include "read/bytes.hpp"
#include "read/row_source.hpp"

/// What the fuzz targets share. A target says with require() what holds for every input; libFuzzer and the sanitizers
/// say the rest.
namespace iscm::fuzz {

/// Ends the process where the condition does not hold: libFuzzer then keeps the input.
inline void require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

/// Everything that a reader gives.
struct Reading {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::size_t> lines;
  std::vector<std::string> problems;
  std::vector<std::string> notes;
  std::string refusal;  ///< instead of all that, where the input is no text at all

  bool operator==(const Reading&) const = default;
};

inline Reading read_all(read::RowSource& source) {
  Reading reading;
  reading.header.assign(source.header().begin(), source.header().end());
  std::size_t line = 0;
  while (source.next()) {
    require(source.cells().size() == source.header().size(), "a row has as many cells as the header");
    require(source.line() >= line, "lines only grow");
    line = source.line();
    reading.lines.push_back(line);
    reading.rows.emplace_back(source.cells().begin(), source.cells().end());
    for (const std::string& cell : reading.rows.back()) {
      require(cell.find('\0') == std::string::npos, "no cell has a NUL");
      require(read::utf8_prefix(cell).valid == cell.size(), "every cell is UTF-8");
    }
  }
  require(!source.next(), "the end stays the end");
  for (const read::Problem& problem : source.problems()) {
    require(problem.line >= 1, "a problem has a line");
    require(!problem.code.empty() && !problem.message.empty(), "a problem has a code and a message");
    require(read::utf8_prefix(problem.message + problem.value + problem.column).flaw != read::Flaw::invalid,
            "a problem is told in UTF-8");
    reading.problems.push_back(std::to_string(problem.line) + problem.column + problem.value + problem.code +
                               problem.message + problem.raw);
  }
  for (const read::Note& note : source.notes()) reading.notes.push_back(std::to_string(note.line) + note.message);
  require(source.facts().sha256.size() == 64, "there is a digest");
  return reading;
}

/// Reads with `open`, which makes a reader of a ByteSource, whole and in small chunks: that makes no difference.
template <typename Open>
Reading read_both_ways(std::string_view bytes, std::size_t chunk, const Open& open) {
  const auto read = [&](std::size_t size) {
    try {
      const auto source = open(read::memory_bytes(bytes, "fuzz", size));
      return read_all(*source);
    } catch (const Error& error) {
      Reading refused;
      refused.refusal = error.what();
      return refused;
    }
  };
  Reading whole = read(read::kChunkBytes);
  require(read(chunk) == whole, "chunks make no difference");
  return whole;
}

}  // namespace iscm::fuzz
