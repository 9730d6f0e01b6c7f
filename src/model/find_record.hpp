#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/entities.hpp"
#include "model/words.hpp"
#include "schema/tables.hpp"
#include "sqlite/connection.hpp"

namespace iscm::model {

/// A record that a key stands for, and others of that key.
struct KeyedRecord {
  const Entity* entity;
  std::int64_t id;
  std::vector<std::string> others;  ///< as they would be typed: "member iom"
};

/// The record of this kind with this code, name or alias. Throws Error: usage for a kind without codes, refused where
/// nothing or more than one record is called so.
KeyedRecord record_of_kind(sqlite::Connection& connection, const Entity& kind, std::string_view key);

/// The record of any kind: the mechanism where one is called so, else the only record. Throws Error(Exit::refused)
/// where several kinds know the key, which are named, and where none does, with what may have been meant.
KeyedRecord record_of_any_kind(sqlite::Connection& connection, std::string_view key);

/// Every code and name of every kind, for suggestions.
std::vector<std::string> all_known_names(sqlite::Connection& connection);

/// One row of an entity, and what people call it: its code, or of a link what identifies it ("midsa KEN member 2018").
struct EditedRecord {
  std::int64_t id = 0;
  std::string label;
};

/// The record that the words name: one with a code by any of its names, a link by the words of its key in their order,
/// as many as are needed. A field that is part of the key narrows the choice where a link has that value; else it is
/// a change of the key. Throws Error: usage where nothing names it, refused where no record or more than one fits,
/// with suggestions, or with those that fit and what tells them apart.
EditedRecord record_of(sqlite::Connection& connection, const Entity& entity, const EditWords& words);

/// The same where every field only says which: for `remove`.
EditedRecord record_with(sqlite::Connection& connection, const Entity& entity, const EditWords& words);

/// The record of this kind that is called so, by its code or any other of its names. Throws as record_of() does.
EditedRecord record_called(sqlite::Connection& connection, const Entity& entity, std::string_view name);

/// The rows of one entity that somebody asks the history of, removed ones included.
struct KeyedRows {
  const Entity* entity = nullptr;
  const Field* field = nullptr;  ///< the one that is asked about; null: all
  schema::TrackedTable table;
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
KeyedRows find_rows(sqlite::Connection& connection, const std::vector<std::string>& words);

/// Adds the rows that merges made one with these and that are gone: their lives are part of the life of these.
void add_merged_rows(sqlite::Connection& connection, KeyedRows& rows);

/// Fills `rows` (whose entity and table are set) with the links that the words name, and with the field that they end
/// in. Throws as find_rows() does.
void find_links(sqlite::Connection& connection, KeyedRows& rows, const std::vector<std::string>& words);

}  // namespace iscm::model
