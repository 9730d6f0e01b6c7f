#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iscm::read {

/// Something wrong with an input, and where.
struct Problem {
  std::size_t line = 0;  ///< the physical line, from 1
  std::string column;   ///< the header's name of the column, "column 3" where it has none; empty: the whole row or file
  std::string value;    ///< what was found there, shortened; may be empty
  std::string code;     ///< a stable word for programs: "ragged-row"
  std::string message;  ///< what is wrong, for people, without file and line
  /// The row's cells as read, quotes undone: of a ragged row as many as it has. Empty where the row cannot be divided
  /// into cells (a quote that breaks the rules, text that is no text, no JSON), and where it is not kept (see `raw`).
  std::vector<std::string> cells{};
  /// The row as it stands in the input (as UTF-8), without its line end. Empty where the problem is not one of a row,
  /// and where the row is longer than kMaxKeptRow or the rows kept before come to kMaxKeptRows.
  std::string raw{};
};

/// Something about an input that is no problem, but that who gave it should know.
struct Note {
  std::size_t line = 0;  ///< the physical line, from 1
  std::string message;   ///< for people, without file and line
};

/// The rows of a table under a header, in the order of the input, one in memory at a time.
class RowSource {
public:
  RowSource() = default;
  RowSource(const RowSource&) = delete;
  RowSource& operator=(const RowSource&) = delete;
  virtual ~RowSource() = default;

  /// What messages call the input.
  [[nodiscard]] virtual const std::string& name() const = 0;
  /// The names of the columns as written, but without ASCII white space at the ends. Empty where no header was found;
  /// problems() then says so.
  [[nodiscard]] virtual std::span<const std::string> header() const = 0;
  /// The physical line, from 1, on which the header stands; 1 where there is none of its own (JSON).
  [[nodiscard]] virtual std::size_t header_line() const = 0;
  /// Goes to the next row that has no problem; false at the end. Throws Error when the input cannot be read on.
  virtual bool next() = 0;
  /// The physical line, from 1, on which the current row starts. No two rows have the same: where rows of JSON share
  /// lines, here and in problems it is the number of the row, and a note says so.
  [[nodiscard]] virtual std::size_t line() const = 0;
  /// The current row's cells as read, not trimmed: as many as header() has, valid until next().
  [[nodiscard]] virtual std::span<const std::string_view> cells() const = 0;
  /// Everything wrong with the input so far, in its order; one problem a row, as others may follow from the first.
  [[nodiscard]] virtual std::span<const Problem> problems() const = 0;

  /// What was passed over so far: text above the header, a row of HXL tags.
  [[nodiscard]] virtual std::span<const Note> notes() const = 0;

  // After the end; earlier, they read the rest of the input unseen.
  /// SHA-256 of the original bytes, lower-case hexadecimal.
  [[nodiscard]] virtual std::string sha256() const = 0;
  /// How many original bytes there are.
  [[nodiscard]] virtual std::size_t bytes() const = 0;

  /// After the end: whether the last line ends with a line break. The published source table's does not.
  [[nodiscard]] virtual bool ends_with_newline() const = 0;
  /// What stands between two cells; ',' where the format has no such thing (JSON).
  [[nodiscard]] virtual char delimiter() const = 0;
};

}  // namespace iscm::read
