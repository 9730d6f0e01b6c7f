#pragma once

// Rows of blanks alone, as spreadsheets leave them below a table: every reader of files passes them over.

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "read/row_source.hpp"

namespace iscm::read {

/// Whether there is nothing in a cell but white space and characters without width.
bool is_blank(std::string_view cell);

/// How many rows something is said of in one note.
class CountedRows {
public:
  void count(std::size_t line) {
    if (rows_++ == 0) first_ = line;
  }
  /// Adds the note, once: {} of `what` is "3 rows". Nothing if there was none.
  void note_in(std::vector<Note>& notes, std::string_view what);

private:
  std::size_t rows_ = 0;
  std::size_t first_ = 0;
};

/// The rows of `rows` without those that are blank, which a note counts.
std::unique_ptr<RowSource> without_blank_rows(std::unique_ptr<RowSource> rows);

}  // namespace iscm::read
