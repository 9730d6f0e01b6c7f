#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/entities.hpp"
#include "db/connection.hpp"
#include "db/tracked.hpp"

namespace iscm::core {

/// The rows of one entity that somebody asks the history of, removed ones included.
struct KeyedRows {
  const Entity* entity = nullptr;
  const Field* field = nullptr;  ///< the one that is asked about; null: all
  db::TrackedTable table;
  std::vector<std::vector<std::int64_t>> keys;  ///< by the table's key; those that stand come first
  std::size_t standing = 0;                     ///< how many of them stand in the record
  std::vector<std::string> others;              ///< records of other kinds that are called so: "member iom"

  /// The condition "one of these rows" over `row`, an alias of the table or its history.
  [[nodiscard]] std::string is_one_of(std::string_view row) const;
};

/// Understands [ENTITY] KEY... [FIELD]. A record with a code is known by any of its names, a removed or renamed one by
/// a code that it had; a link by the words of its key in their order, as many as are wanted ("membership midsa KEN"),
/// or by FIELD=VALUE. Throws Error: usage for an unknown field and for a key without which nothing can be found,
/// refused where nothing is or was called so.
KeyedRows find_rows(db::Connection& connection, const std::vector<std::string>& words);

/// Adds the rows that merges made one with these and that are gone: their lives are part of the life of these.
void add_merged_rows(db::Connection& connection, KeyedRows& rows);

}  // namespace iscm::core
