#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/entities.hpp"
#include "model/names.hpp"
#include "model/sql_of.hpp"
#include "read/row_source.hpp"
#include "sqlite/connection.hpp"

namespace iscm::import {

/// Looks in cells for characters that spreadsheets and web pages leave there and nobody sees: no-break spaces, which
/// are read as spaces, and characters without width.
class UnseenBlanks {
public:
  void look(std::span<const std::string_view> cells, std::size_t line);

  /// Whether there was any.
  [[nodiscard]] bool any() const { return !seen_.empty(); }

  /// A note for each column and kind of character: where it stands first, and in how many cells.
  [[nodiscard]] std::vector<read::Note> notes(std::span<const std::string> header) const;

private:
  struct Seen {
    std::size_t line = 0;
    std::int64_t cells = 0;
  };
  std::map<std::pair<std::size_t, std::string_view>, Seen> seen_;  ///< by column and what it is
};

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
};

/// One import under way: what is imported as what. The rows themselves stand in temporary tables:
///
///   input    a row each: row, line, cells (JSON array of what was read), by_code, match_id (the record that exists),
///            is_new, record_id (also of a new record: the id that it will have),
///            f_<field> (the cell, tidied; NULL: empty) and, once names are resolved, id_<field> (the record that it
///            names; id_columns.hpp)
///   item_<field>  row, position, value: the parts of the cells of a list, in their order
///   wanted   kind, value: every distinct name that has to be resolved to a record of an entity
///   answer   kind, key, value, code, is_new, learn, used: what was answered (answers.hpp)
///   created  kind, id, code, name, ...: new records of other kinds, which values of this input need (create.hpp)
///   learned  kind, alias, key, target_id, code, source: answers that become aliases
///   near_row row, other, other_line, name: new records that may be ones of earlier rows (near_rows.hpp)
///   near     row, target_id: new records that may be ones that there are (near_duplicates.hpp)
///   name     kind, key, tier, target_id: the folded names under which records are known
///   resolved kind, value, target_id, tier: what names stand for
///   problem  line, field, value, code
///   detail   line, field, value, code, text, other: what more there is to say of a problem; the other record's code
///   cleared  row, field: empty cells that clear the field of the record
///   set_aside row, line, cells: rows that are rejected, taken out of input
///   change   row, field, old, new: what would change in records that exist
struct Job {
  sqlite::Connection& connection;
  const model::Entity& entity;
  std::vector<const model::Field*> columns;  ///< one for each column of the header; null where it is ignored
  std::string default_source;                ///< code of the source of rows that name none; may be empty
  std::vector<Answer> answers;
  std::vector<const model::Entity*> creatable{};  ///< kinds of which an unknown value is a new record
  bool identified = false;                        ///< each row's record is known: match_id has been looked for
  bool gives_codes = false;                       ///< every row that was read has a code
  std::int64_t rows = 0;                          ///< in temp.input
  std::int64_t matches = 0;                       ///< rows whose record exists
  /// Hears what is being done, and how many rows have been read; may be empty.
  std::function<void(const char* step, std::int64_t rows)> progress{};
  std::vector<const model::Field*> added{};  ///< fields that no column holds, but that the plan sets
  UnseenBlanks unseen{};                     ///< what stands in the cells and shows nothing
  bool has_saved_records = false;            ///< temp.created holds records of a saved plan (bound_records.hpp)

  /// The field of each column; empty for one that is ignored.
  [[nodiscard]] std::vector<std::string_view> mapping() const;

  [[nodiscard]] bool maps(const model::Field& field) const;
  [[nodiscard]] bool maps(std::string_view field) const;
  /// The mapped fields of the entity that are of a type, in its order; `source` is not among them.
  [[nodiscard]] std::vector<const model::Field*> mapped() const;
  [[nodiscard]] std::vector<const model::Field*> mapped(model::FieldType type) const;
  /// Whether records of other kinds may be new with this input.
  [[nodiscard]] bool may_create() const { return !creatable.empty() || !answers.empty() || has_saved_records; }
  /// The mapped fields that stand in a column of the entity's own table, the code left out.
  [[nodiscard]] std::vector<const model::Field*> stored() const;
};

/// Statements with this many names need to agree on how they are written.
std::string text_column(const model::Field& field);   ///< f_year_established
std::string id_column(const model::Field& field);     ///< id_type
std::string item_table(const model::Field& field);    ///< temp.item_themes
std::string stored_value(const model::Field& field);  ///< an expression over input AS i, as it is stored

/// What the field will be once the input is written: an expression over temp.input AS i and its record, if it has one,
/// as main.<table> AS t.
std::string value_to_be(const Job& job, const model::Field& field);

/// The condition under which main.<table> AS t is the record of temp.input AS i. Pure links have no id: their two
/// records are their key.
std::string same_record(const model::Entity& entity);

/// The highest id that a table ever had; the next new record gets the one after it.
std::int64_t last_id(sqlite::Connection& connection, const model::Entity& entity);

/// Makes the temporary tables anew, empty. They go with the connection.
void stage_tables(Job& job);

/// Gives new rows the ids after the highest that the table has had by now.
void number_new_rows(Job& job);

/// A column that a person matched to a field.
struct ColumnMapping {
  std::string column;  ///< as it stands in the header
  std::string field;   ///< a name or synonym
};

/// What a person said about columns whose names do not tell.
struct ColumnChoices {
  std::vector<ColumnMapping> mapped;
  std::vector<std::string> ignored;
};

/// The field of the entity that a column of this name holds: the one that was chosen, else by its name or a synonym.
/// Null where it is ignored or no field.
const model::Field* field_of_column(const model::Entity& entity, const std::string& column,
                                    const ColumnChoices& choices);

/// Whether a column is one to pass over.
bool is_ignored(const std::string& column, const ColumnChoices& choices);

/// Matches the names of a header to fields of the entity. A column that is no field is a problem unless it is ignored;
/// so are two columns for one field.
std::vector<const model::Field*> map_columns(const model::Entity& entity, std::span<const std::string> header,
                                             const ColumnChoices& choices, std::vector<Problem>& problems);

/// Reads every row into temp.input: each cell tidied (blanks at its ends and doubled within removed, empty is NULL),
/// and the row as it was read kept beside it. Example rows of a template are passed over. What the reader found wrong
/// stands in rows.problems() afterwards.
void fill_input(Job& job, read::RowSource& rows);

/// Gives temp.input its columns id_<field>, once names are resolved: the record that the cell of the field names, where
/// temp.resolved knows exactly one. `fields` are the mapped references, `source` perhaps among them.
///
/// id_source is there always: a row that names no source rests on that of the whole file. Throws Error(Exit::refused)
/// where there is none of that code.
void add_id_columns(Job& job, const std::vector<const model::Field*>& fields);

}  // namespace iscm::import
