#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/entities.hpp"
#include "core/import/unseen.hpp"
#include "core/names.hpp"
#include "core/sql_text.hpp"
#include "db/connection.hpp"

namespace iscm::core {

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
  db::Connection& connection;
  const Entity& entity;
  std::vector<const Field*> columns;  ///< one for each column of the header; null where it is ignored
  std::string default_source;         ///< code of the source of rows that name none; may be empty
  std::vector<Answer> answers;
  std::vector<const Entity*> creatable{};  ///< kinds of which an unknown value is a new record
  bool identified = false;                 ///< each row's record is known: match_id has been looked for
  bool gives_codes = false;                ///< every row that was read has a code
  std::int64_t rows = 0;                   ///< in temp.input
  std::int64_t matches = 0;                ///< rows whose record exists
  /// Hears what is being done, and how many rows have been read; may be empty.
  std::function<void(const char* step, std::int64_t rows)> progress{};
  std::vector<const Field*> added{};  ///< fields that no column holds, but that the plan sets
  UnseenBlanks unseen{};              ///< what stands in the cells and shows nothing
  bool has_saved_records = false;     ///< temp.created holds records of a saved plan (bound_records.hpp)

  /// The field of each column; empty for one that is ignored.
  [[nodiscard]] std::vector<std::string_view> mapping() const;

  [[nodiscard]] bool maps(const Field& field) const;
  [[nodiscard]] bool maps(std::string_view field) const;
  /// The mapped fields of the entity that are of a type, in its order; `source` is not among them.
  [[nodiscard]] std::vector<const Field*> mapped() const;
  [[nodiscard]] std::vector<const Field*> mapped(FieldType type) const;
  /// Whether records of other kinds may be new with this input.
  [[nodiscard]] bool may_create() const { return !creatable.empty() || !answers.empty() || has_saved_records; }
  /// The mapped fields that stand in a column of the entity's own table, the code left out.
  [[nodiscard]] std::vector<const Field*> stored() const;
};

/// Statements with this many names need to agree on how they are written.
std::string text_column(const Field& field);   ///< f_year_established
std::string id_column(const Field& field);     ///< id_type
std::string item_table(const Field& field);    ///< temp.item_themes
std::string stored_value(const Field& field);  ///< an expression over input AS i, as it is stored

/// What the field will be once the input is written: an expression over temp.input AS i and its record, if it has one,
/// as main.<table> AS t.
std::string value_to_be(const Job& job, const Field& field);

/// The condition under which main.<table> AS t is the record of temp.input AS i. Pure links have no id: their two
/// records are their key.
std::string same_record(const Entity& entity);

/// The highest id that a table ever had; the next new record gets the one after it.
std::int64_t last_id(db::Connection& connection, const Entity& entity);

/// Makes the temporary tables anew, empty. They go with the connection.
void stage_tables(Job& job);

/// Gives new rows the ids after the highest that the table has had by now.
void number_new_rows(Job& job);

}  // namespace iscm::core
