#pragma once

// What every reader of a table gives: rows under a header, what is wrong with the input, and what is to be known of the
// file. The import reads nothing else of an input, so that an edit or a saved plan can be one too.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace iscm::read {

/// Rows that were made of one line of an input (a matrix, a list in a cell) have its number as their line, and more of
/// this for each further one: so a row is known by its line, and the line is known of it.
inline constexpr std::size_t kPartOfLine = 1'000'000'000;

/// The physical line of a row, as people look for it.
constexpr std::size_t physical_line(std::size_t line) {
  return line % kPartOfLine;
}

/// Something wrong with an input, and where.
struct Problem {
  std::size_t line = 0;  ///< the physical line, from 1
  std::string column;    ///< the header's name of the column, "column 3" if it has none; empty: the whole row or file
  std::string value;     ///< what was found there, shortened; may be empty
  std::string code;      ///< a stable word for programs: "ragged-row"
  std::string message;   ///< what is wrong, for people, without file and line
  /// The row's cells as read, quotes undone: of a ragged row as many as it has. Empty if the row cannot be divided into
  /// cells (a quote that breaks the rules, text that is no text, no JSON), and if it is not kept (see `raw`).
  std::vector<std::string> cells{};
  /// The row as it is in the input (as UTF-8), without its line end. Empty if the problem is not one of a row, and if
  /// the row is longer than kMaxKeptRow or the rows kept before come to kMaxKeptRows (limits.hpp).
  std::string raw{};
  std::string place{};  ///< where, if that is more than the line and column say: "ISCM!F14"
};

/// Something about an input that is no problem, but that who gave it should know.
struct Note {
  std::size_t line = 0;  ///< the physical line, from 1
  std::string message;   ///< for people, without file and line
  std::string place{};   ///< as in Problem
};

/// What is kept of a file beside its rows.
struct FileFacts {
  std::string sha256;              ///< of the original bytes, in lower-case hexadecimal
  std::size_t bytes = 0;           ///< how many original bytes there are
  char delimiter = ',';            ///< between two cells; ',' if the format has none (JSON)
  bool ends_with_newline = false;  ///< the published source table does not
};

/// The rows of a table under a header, in the order of the input, one in memory at a time.
class RowSource {
public:
  /// `name` is what messages call the input.
  explicit RowSource(std::string name) : name_(std::move(name)) {}
  RowSource(const RowSource&) = delete;
  RowSource& operator=(const RowSource&) = delete;
  virtual ~RowSource() = default;

  [[nodiscard]] const std::string& name() const { return name_; }

  /// The names of the columns as written, but without ASCII white space at the ends. Empty if no header was found;
  /// problems() then says so.
  [[nodiscard]] virtual std::span<const std::string> header() const = 0;
  /// The physical line, from 1, of the header; 1 if there is none of its own (JSON).
  [[nodiscard]] virtual std::size_t header_line() const { return 1; }
  /// Goes to the next row that has no problem; false at the end. Throws Error if the input cannot be read on.
  virtual bool next() = 0;
  /// The physical line, from 1, on which the current row starts. No two rows have the same: if rows of JSON share
  /// lines, here and in problems it is the number of the row, and a note says so; for others see kPartOfLine.
  [[nodiscard]] virtual std::size_t line() const = 0;
  /// The current row's cells as read, not trimmed: as many as header() has, valid until next().
  [[nodiscard]] virtual std::span<const std::string_view> cells() const = 0;
  /// How messages tell the place of a cell of the row on `line`, or of the whole row: "14", of a workbook "ISCM!C14".
  [[nodiscard]] virtual std::string cell_place(std::size_t line, std::optional<std::size_t> /*cell*/ = {}) const {
    return std::to_string(line);
  }
  /// Whether cell_place() says more than the line.
  [[nodiscard]] virtual bool tells_places() const { return !part().empty(); }
  /// Which part of the input it is: the name of a sheet. Empty if it is the whole.
  [[nodiscard]] virtual std::string_view part() const { return {}; }
  /// Everything wrong with the input so far, in its order; one problem a row, as others may follow from the first.
  [[nodiscard]] virtual std::span<const Problem> problems() const { return {}; }
  /// What was skipped so far: text above the header, a row of HXL tags.
  [[nodiscard]] virtual std::span<const Note> notes() const { return {}; }
  /// After the end; earlier, it reads the rest of the input unseen.
  [[nodiscard]] virtual FileFacts facts() const { return {}; }

private:
  std::string name_;
};

}  // namespace iscm::read
