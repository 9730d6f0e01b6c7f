#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/entities.hpp"
#include "db/tracked.hpp"

namespace iscm::core {

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
std::vector<ToldColumn> told_columns(const db::TrackedTable& table);

/// The value of a column as people write it, an expression over `row`: where it refers to a record, that record's code,
/// and its last where it was removed.
std::string told_value(const ToldColumn& column, std::string_view row);

/// The column by which people know a row that has a code: its name or title; empty where there is none.
std::string label_column(const db::TrackedTable& table);

}  // namespace iscm::core
