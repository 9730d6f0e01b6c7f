#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sqlite/connection.hpp"

namespace iscm::schema {

struct ForeignKey {
  std::string column;
  std::string parent;  ///< the referenced table; always its `id`
};

/// A row of `table` refers to another by `column`.
struct Reference {
  std::string table;
  std::string column;
};

/// A table with row versions (a T_history stands beside it), as the file itself describes it: a column that a later
/// migration adds is covered without a line of code.
struct TrackedTable {
  std::string name;
  std::vector<std::string> key;                       ///< `id`, or the columns of a pure link
  std::vector<std::string> columns;                   ///< all but the key and `revision`; `source_id` is among them
  std::vector<std::vector<std::string>> unique_keys;  ///< terms in SQL, the natural key first; not the key itself
  std::vector<ForeignKey> foreign_keys;               ///< all but `revision`
  std::vector<Reference> referenced_by;               ///< by live tables, tracked or not

  /// The columns that say something: all but `source_id`, which belongs to the version and not to the record.
  [[nodiscard]] std::vector<std::string> said() const;
  /// Whether rows stand below others of the same table, by `parent_id`.
  [[nodiscard]] bool has_parent() const;
  /// Key, columns and `revision`: every column.
  [[nodiscard]] std::vector<std::string> all_columns() const;
  /// "a.x = b.x AND a.y = b.y" over the key.
  [[nodiscard]] std::string same_key(std::string_view left, std::string_view right) const;
};

/// Every tracked table, parents before the tables that refer to them.
std::vector<TrackedTable> tracked_tables(sqlite::Connection& connection);

/// A unique term with its columns seen through `row` ("NEW"): "ifnull(valid_from, '')" gives
/// "ifnull(NEW.valid_from, '')".
std::string through(const TrackedTable& table, std::string_view term, std::string_view row);

/// "prefix.a, prefix.b" (or "a, b" without a prefix).
std::string column_list(const std::vector<std::string>& columns, std::string_view prefix = {});

}  // namespace iscm::schema
