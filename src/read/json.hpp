#pragma once

// Reads JSON as a table: an array of objects, or objects a line each (NDJSON). Used by open_table() (table.hpp); tests
// and fuzzing open it directly.

#include <cstddef>
#include <memory>
#include <string>

#include "read/bytes.hpp"
#include "read/limits.hpp"
#include "read/row_source.hpp"

namespace iscm::read {

/// What is around the objects.
enum class JsonShape { array, lines };

struct JsonOptions {
  JsonShape shape = JsonShape::array;
  std::size_t max_rows = kMaxRows;  ///< more are a problem, and reading ends there
};

/// Reads objects as rows, in bounded memory. `bytes` must be one that can be restarted: the keys of all objects, in the
/// order in which they come first, are the header, and finding them is a reading of its own.
/// - The cells are strings as they are, numbers as they are written, null as an empty cell, an array of texts and
///   numbers as a list with "; " between. A key that an object has not is an empty cell.
/// - An object with a problem is reported and left out, and reading goes on after it, in an array only if its braces
///   close. Characters are counted from 1 in their line.
/// - Codes of problems: no-header, too-many-columns, empty-header, duplicate-key, unknown-key (the file changed while
///   it was read), json-syntax, json-row, json-nested, json-boolean, json-list, json-number, nul-byte, cell-too-long,
///   line-too-long, too-many-rows, too-many-problems, and those of BrokenText.
/// An array without rows, and no line at all, have no header, and no problem.
///
/// Throws Error if the input cannot be read on.
std::unique_ptr<RowSource> open_json(std::unique_ptr<ByteSource> bytes, std::string display_name,
                                     const JsonOptions& options);

}  // namespace iscm::read
