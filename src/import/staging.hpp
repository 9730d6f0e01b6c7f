#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "import/cell_reader.hpp"
#include "import/unseen_characters.hpp"
#include "model/entities.hpp"
#include "model/names.hpp"
#include "model/sql_of.hpp"
#include "read/row_source.hpp"
#include "sqlite/connection.hpp"

namespace iscm::import {

/// Whether an answer becomes an alias of the record that it names.
enum class Learn {
  no,
  where_unknown,  ///< unless the value is a name of something already
  always          ///< an error where the value is a name of another record, or is not asked for
};

/// What a person said that a value means.
struct Answer {
  std::string field;    ///< the value stands in this field; empty: in any that refers to a record so called
  std::string value;    ///< compared as names are, folded
  std::string answer;   ///< the code of the record that is meant; in a list several, with ; between
  bool is_new = false;  ///< a new record is meant; then `answer` is the code that it gets, or empty
  Learn learn = Learn::no;
};

/// One thing that is wrong with an input, in words for the person who made it.
struct Problem {
  std::size_t line = 0;
  std::string column;  ///< the field, or the header of the column; empty where the whole row or file is meant
  std::string value;
  std::string code;  ///< a stable word for programs: "unknown", "not-a-date"
  std::string message;
  std::string hint;
  std::string place{};  ///< where in a workbook: "ISCM!C14"; empty where the line says it
};

/// The code of the problem of a row that may be a stored record other than its own: a new mechanism of a close name
/// (near_duplicates.hpp), or what same_by_date.hpp finds; and that of a new row that may be an earlier one.
inline constexpr std::string_view kPossibleDuplicate = "possible-duplicate";
inline constexpr std::string_view kPossibleSameRow = "possible-same-row";

/// That of a row with a placeholder that nobody has answered: n/a.
inline constexpr std::string_view kPlaceholder = "placeholder";

/// How the first cell of a row begins that is an example and no data: an import skips such rows.
inline constexpr std::string_view kExampleMark = "# example:";

/// A column of what begins, and the field in which it ends.
struct RangeEnd {
  std::size_t column = 0;
  const model::Field* field = nullptr;
  std::optional<std::size_t> own_column{};  ///< of that field; nothing: it has none
};

/// One import under way: what is imported as what. The rows themselves are in temporary tables, which
/// schema/import.sql describes.
struct Job {
  sqlite::Connection& connection;
  const model::Entity& entity;
  std::vector<const model::Field*> columns;  ///< one for each column of the header; null if it is ignored
  std::vector<const model::Field*> added{};  ///< fields that no column holds, but that the plan sets
  std::vector<std::pair<const model::Field*, std::string>> shared{};  ///< those of them that are the same in all rows
  std::string default_source{};  ///< code of the source of rows that name none; may be empty
  std::string new_source{};      ///< the address or title of that source, if it has to be added
  std::vector<Answer> answers{};
  std::vector<const model::Entity*> creatable{};  ///< kinds of which an unknown value is a new record
  /// Called with what is being done and how many rows have been read; may be empty.
  std::function<void(const char* step, std::int64_t rows)> progress{};
  UnseenCharacters unseen{};  ///< what the cells have that nobody sees
  /// Called with the cells of each row and its line; may be empty.
  std::function<void(std::span<const std::string_view>, std::size_t)> look{};
  const model::Field* spare = nullptr;  ///< a field that no column holds, but that a name may say: its acronym
  CellReader cells{};                   ///< what they say
  std::vector<RangeEnd> range_ends{};   ///< columns in which a cell may say the end of something too
  std::int64_t rows = 0;                ///< in temp.input
  std::int64_t matches = 0;             ///< rows whose record exists
  std::int64_t settled = 0;             ///< rows of which an answer says which record of another date or title they are
  std::vector<read::Note> notes{};      ///< what the steps have to tell beside problems

  /// The field of each column; empty for one that is ignored.
  [[nodiscard]] std::vector<std::string_view> mapping() const;

  [[nodiscard]] bool maps(const model::Field& field) const;
  [[nodiscard]] bool maps(std::string_view field) const;
  /// Whether temp.input has a column for the field: if it is mapped, and for the code, which new records get.
  [[nodiscard]] bool has_column(const model::Field& field) const { return maps(field) || field.is_code(); }
  /// The mapped fields of the entity that are of a type, in its order; `source` is not among them.
  [[nodiscard]] std::vector<const model::Field*> mapped() const;
  [[nodiscard]] std::vector<const model::Field*> mapped(model::FieldType type) const;
  /// The mapped fields that have a column of the entity's own table, except the code.
  [[nodiscard]] std::vector<const model::Field*> stored() const;
};

std::string text_column(const model::Field& field);  ///< in temp.input, its cells: f_year_established
std::string id_column(const model::Field& field);    ///< in temp.input, the records that they name: id_type
std::string item_table(const model::Field& field);   ///< the parts of its cells: temp.item_themes

/// The highest id that a table ever had; the next new record gets the one after it.
std::int64_t last_id(sqlite::Connection& connection, const model::Entity& entity);

/// Makes the tables of schema/import.sql, or empties them. They go with the connection.
void stage_tables(Job& job);

/// Gives new rows the ids after the highest that the table has had by now.
void number_new_rows(Job& job);

/// Reads every row into temp.input: each cell tidied (blanks at its ends and doubled within removed, empty is NULL),
/// and the row as it was read kept beside it. Example rows of a template are skipped. What the reader found wrong is
/// in rows.problems() afterwards.
void fill_input(Job& job, read::RowSource& rows);

/// Gives temp.input its columns id_<field>, once names are resolved: the record that the cell of the field names, if
/// temp.resolved knows exactly one. `fields` are the mapped references, `source` perhaps among them.
///
/// id_source is there always: a row that names no source has that of the whole file. Throws Error(Exit::refused) if
/// there is none of that code.
void add_id_columns(Job& job, const std::vector<const model::Field*>& fields);

}  // namespace iscm::import
