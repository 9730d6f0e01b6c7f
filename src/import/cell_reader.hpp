#pragma once

// What the cells of a file say where they are not written as values are stored: dates in words, choices in another
// language, placeholders, footnote marks, and values that somebody answered. Typed values come here only for ranges.

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/entity.hpp"
#include "model/written_value.hpp"
#include "read/row_source.hpp"

namespace iscm::import {

/// A value of one field, or of any.
struct FieldValue {
  std::string field;  ///< as the entity calls it; empty: any
  std::string value;
};

/// How cells are read beyond what has one meaning by itself.
struct CellOptions {
  model::DateOptions dates{};
  std::vector<FieldValue> empty{};    ///< placeholders that stand for nothing
  std::vector<FieldValue> literal{};  ///< what looks like a placeholder and is a value
  bool strips_notes = false;          ///< footnote marks are taken off
  bool is_typed = false;              ///< the row is an edit: nothing is a placeholder or has a mark
};

/// What somebody said that a value of a field without names means.
struct ValueAnswer {
  const model::Field* field;
  std::string value;
  std::string answer;
  bool has_to_be_used = false;
};

/// What stands in the field of an end if the words of a cell say that there is none.
inline constexpr std::string_view kOpenEnd = "present";

/// A footnote mark or a number around a value: "[1]", "*", " a" of a date, "2. ". The value without them, and what they
/// are.
struct MarkedValue {
  std::string_view value;
  std::string mark;
};

/// The marks around a value of this field; `mark` is empty if there is none.
MarkedValue without_marks(const model::Field& field, std::string_view value);

class CellReader {
public:
  CellReader() = default;
  CellReader(std::span<const model::Field* const> columns, CellOptions options, std::vector<ValueAnswer> answers);

  /// The value of a cell; empty if there is none. `line` is that of its row.
  std::string read(std::size_t column, std::string_view typed, std::size_t line);
  /// What a cell in which something begins says of its end: a date, kOpenEnd, or nothing.
  [[nodiscard]] std::string end_in(std::size_t column, std::string_view typed) const;

  /// The placeholders that nobody has answered, with the fields in which they are.
  [[nodiscard]] std::map<std::string, std::set<const model::Field*>> open_placeholders() const;
  /// An answer that has to be used and was not; null if there is none.
  [[nodiscard]] const ValueAnswer* unused() const;
  /// Whether a cell said that there is no end.
  [[nodiscard]] bool any_open() const { return any_open_; }
  void note_open() { any_open_ = true; }
  [[nodiscard]] bool is_typed() const { return options_.is_typed; }

  /// What to do about a date in numbers alone, as a hint; empty if the value is none.
  [[nodiscard]] std::string advice_on(std::string_view value) const;
  [[nodiscard]] std::vector<read::Note> notes() const;

private:
  enum class Said { time, stripped, marked, emptied };
  struct Example {
    std::int64_t cells = 0;
    std::size_t line = 0;
    std::string from;
    std::string to;
  };
  void say(std::size_t column, Said said, std::size_t line, std::string_view from, std::string_view to);
  [[nodiscard]] bool is_listed(const std::vector<FieldValue>& list, const model::Field& field,
                               std::string_view value) const;
  [[nodiscard]] const std::string* answered(const model::Field& field, const std::string& value);
  void count_day(std::string_view value);

  std::vector<const model::Field*> columns_;
  CellOptions options_;
  std::vector<ValueAnswer> answers_;
  std::map<std::pair<const model::Field*, std::string>, std::size_t> answer_by_key_;
  std::set<std::size_t> used_;
  std::map<std::pair<std::size_t, Said>, Example> said_;
  std::map<std::pair<const model::Field*, std::string>, std::int64_t> placeholders_;
  std::int64_t day_first_ = 0;  ///< dates in numbers alone that can be read so
  std::int64_t month_first_ = 0;
  std::int64_t numbered_ = 0;  ///< all of them
  bool any_open_ = false;
};

}  // namespace iscm::import
