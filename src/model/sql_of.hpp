#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/entities.hpp"
#include "schema/tables.hpp"
#include "sqlite/connection.hpp"

namespace iscm::model {

// How people are told of what history keeps by table and column: by entity, field, and the codes of records.

/// The entity whose rows stand in this table; null where no entity has it.
const Entity* entity_of_table(std::string_view table);

/// The entity that a row of this table is: "mechanism". Where no entity has the table, its name.
std::string told_table(std::string_view table);

/// The field that a column holds: "parent" for parent_id. Where no field does, its name.
std::string told_column(std::string_view table, std::string_view column);

/// A column of a tracked table that a field holds, and the field's name.
struct ToldColumn {
  std::string column;
  std::string field;
  std::string parent{};  ///< the table that it refers to; empty where it holds the value itself
};

/// What people know of a row: the columns that fields hold, in the order of the fields, `source` last. Without the
/// columns of the key of a pure link, which never change.
std::vector<ToldColumn> told_columns(const schema::TrackedTable& table);

/// The value of a column as people write it, an expression over `row`: where it refers to a record, that record's code,
/// and its last where it was removed.
std::string told_value(const ToldColumn& column, std::string_view row);

/// The column by which people know a row that has a code: its name or title; empty where there is none.
std::string label_column(const schema::TrackedTable& table);

/// The text as an SQL literal: Côte d'Ivoire gives 'Côte d''Ivoire'.
std::string quoted(std::string_view text);

/// A column by which rows of a tracked table refer to records of an entity, as the schema itself says.
struct Referring {
  schema::TrackedTable table;
  std::string column;
  const Entity* entity = nullptr;  ///< whose rows the table holds; null for the types of a published figure
  bool cascades = false;           ///< the rows go when the record goes
  bool required = false;           ///< the column is never empty
  bool is_part = false;            ///< names and lists of the record itself

  /// "memberships": what people call the rows.
  [[nodiscard]] std::string called(std::int64_t number) const;
  /// "member" for member_id; the column where no field has it.
  [[nodiscard]] std::string field() const;
  /// What people call a row, over `row`.
  [[nodiscard]] std::string label(std::string_view row) const;
  /// The key of a row as one number, over `row`.
  [[nodiscard]] std::string key(std::string_view row) const;
};

/// Every column that refers to records of this entity, parents before children.
std::vector<Referring> referring_to(sqlite::Connection& connection, const Entity& entity);

/// The field of the entity that a column holds; null where none does.
const Field* field_of_column(const Entity& entity, std::string_view column);

}  // namespace iscm::model
