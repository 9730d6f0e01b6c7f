#pragma once

#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "read/csv.hpp"

/// What the tests of the readers share: a whole input, read and kept.
namespace iscm::read {

using Cells = std::vector<std::string>;

struct Reading {
  Cells header;
  std::vector<Cells> rows;
  std::vector<std::size_t> lines;     ///< of the rows
  std::vector<std::string> problems;  ///< "LINE [COLUMN] CODE: MESSAGE"
  std::vector<std::string> notes;     ///< "LINE: MESSAGE"
  char delimiter = 0;
  bool ends_with_newline = false;

  bool operator==(const Reading&) const = default;
};

inline std::string in_words(const Problem& problem) {
  return std::to_string(problem.line) + " [" + problem.column + "] " + problem.code + ": " + problem.message;
}

inline Reading read_all(RowSource& source) {
  Reading reading;
  reading.header.assign(source.header().begin(), source.header().end());
  while (source.next()) {
    REQUIRE(source.cells().size() == source.header().size());
    reading.rows.emplace_back(source.cells().begin(), source.cells().end());
    reading.lines.push_back(source.line());
  }
  CHECK_FALSE(source.next());  // the end stays the end
  CHECK(source.cells().empty());
  for (const Problem& problem : source.problems()) reading.problems.push_back(in_words(problem));
  for (const Note& note : source.notes()) reading.notes.push_back(std::to_string(note.line) + ": " + note.message);
  reading.delimiter = source.facts().delimiter;
  reading.ends_with_newline = source.facts().ends_with_newline;
  return reading;
}

inline Reading read_in_chunks(std::string_view text, std::size_t chunk, const CsvOptions& options = {}) {
  return read_all(*open_csv(memory_bytes(text, "test", chunk), "test", options));
}

/// Reads `text` whole, and divided in many ways, which must make no difference.
inline Reading read(std::string_view text, const CsvOptions& options = {}) {
  Reading whole = read_in_chunks(text, kChunkBytes, options);
  for (const std::size_t chunk : {1U, 2U, 3U, 5U, 8U, 13U}) {
    CAPTURE(chunk);
    CHECK(read_in_chunks(text, chunk, options) == whole);
  }
  return whole;
}

}  // namespace iscm::read
