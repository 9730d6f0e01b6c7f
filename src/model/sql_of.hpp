#pragma once

// The vocabulary of SQL for what the model knows: how a record, a row, a column or a value is written in a query. Use
// it wherever SQL is put together, so that each fragment is written once. `row` is always the alias of a table in the
// query.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/entities.hpp"
#include "schema/tables.hpp"
#include "sqlite/connection.hpp"

namespace iscm::model {

/// The text as an SQL literal: Côte d'Ivoire gives 'Côte d''Ivoire'.
std::string quoted(std::string_view text);

/// "a AND b" of conditions, "a, b" of columns: the parts with the separator between; empty if there are none.
std::string joined(const std::vector<std::string>& parts, std::string_view separator = ", ");

/// The code of the row with this id: "(SELECT code FROM main.members WHERE id = t.member_id)". `table` is qualified as
/// the query needs it; without "main." it is the table as of the time shown.
std::string code_by_id(std::string_view table, std::string_view id);

/// Whether a date is certainly before another: partial dates are compared to the precision of both. An expression; 0 if
/// either is NULL.
std::string certainly_before(std::string_view date, std::string_view other);

/// Whether two dates are the same as far as both are known. An expression; 0 if either is NULL.
std::string may_be_same_date(std::string_view date, std::string_view other);

/// The code of the record with this id, as of the time shown; empty if there is none.
std::string read_code(sqlite::Connection& connection, const Entity& entity, std::int64_t id);

/// What people call a row of the entity, as the words by which a command finds it: a code, or of a link the codes and
/// words of its key, quoted if they have blanks. schema::record_label() also knows the codes of removed records.
std::string label_of(const Entity& entity, std::string_view row);

/// What identifies a row of the entity, as one number: its id, or the two ids of a pure link.
std::string identifier(const Entity& entity, std::string_view row);

/// "memberships" for "membership", but for one: "1 membership", "3 memberships".
std::string counted(std::int64_t number, const Entity& entity);

/// "left.x = right.x AND ..." over the terms of a unique key (TrackedTable::unique_keys).
std::string same_terms(const schema::TrackedTable& table, const std::vector<std::string>& terms, std::string_view left,
                       std::string_view right);

/// The fields of Entity::key, in their order.
std::vector<const Field*> key_fields(const Entity& entity);

/// The tracked table of an entity. Throws Error(Exit::failed) if the file has none.
schema::TrackedTable tracked_table(sqlite::Connection& connection, const Entity& entity);

/// The entity whose rows this table holds; null if there is none.
const Entity* entity_of_table(std::string_view table);

/// The field of the entity that is stored in a column; null if there is none.
const Field* field_of_column(const Entity& entity, std::string_view column);

/// The name of the entity whose rows this table holds: "mechanism"; the name of the table if there is none.
std::string entity_name(std::string_view table);

/// The name of the field that is stored in a column: "parent" for parent_id; the name of the column if there is none.
std::string field_name(std::string_view table, std::string_view column);

/// A column of a tracked table in which a field is stored.
struct FieldColumn {
  std::string column;
  std::string field;
  std::string parent{};  ///< the table that it refers to; empty if it holds the value itself
};

/// The columns of a table in which fields are stored, in the order of the fields, `source` last. The columns of the key
/// of a pure link are not among them: they never change.
std::vector<FieldColumn> field_columns(const schema::TrackedTable& table);

/// The value of a column as people write it: of a reference the code of the record, or the last code that it had if the
/// record was removed.
std::string shown_value(const FieldColumn& column, std::string_view row);

/// The column with the name or title of a row that has a code; empty if there is none.
std::string label_column(const schema::TrackedTable& table);

/// A column by which rows of a tracked table refer to records of an entity, as the schema itself says.
struct Referring {
  schema::TrackedTable table;
  std::string column;
  const Entity* entity = nullptr;  ///< whose rows the table holds; null for the types of a published figure
  bool cascades = false;           ///< the rows are removed together with the record
  bool required = false;           ///< the column is never empty
  bool is_part = false;            ///< the rows are names or lists of the record itself

  /// "3 memberships": what people call this number of rows.
  [[nodiscard]] std::string called(std::int64_t number) const;
  /// "member" for member_id; the column if no field is stored in it.
  [[nodiscard]] std::string field() const;
  /// What people call a row.
  [[nodiscard]] std::string label(std::string_view row) const;
  /// The key of a row as one number.
  [[nodiscard]] std::string key(std::string_view row) const;
};

/// Every column that refers to records of this entity, parents before children.
std::vector<Referring> referring_to(sqlite::Connection& connection, const Entity& entity);

}  // namespace iscm::model
