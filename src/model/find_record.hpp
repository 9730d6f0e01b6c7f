#pragma once

// Typed words to records: which record, link or rows somebody means by "midsa", "Bali Process", "membership midsa KEN"
// or "midsa year_established". How a name finds a record is in names.hpp; here whole commands' words are understood.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/entities.hpp"
#include "model/words.hpp"
#include "schema/tables.hpp"
#include "sqlite/connection.hpp"

namespace iscm::model {

/// A record or link, and what people call it.
struct Record {
  const Entity* entity = nullptr;
  std::int64_t id = 0;  ///< of a pure link, both of its ids in one number (identifier() in sql_of.hpp)
  std::string label{};  ///< its code; of a link the words of its key ("midsa KEN member 2018")
  std::vector<std::string>
      others{};  ///< records of other kinds with the same name, as they would be typed: "member iom"
};

/// The record with this code, name or alias: of this kind, or if `kind` is null of any, and then a mechanism before all
/// others. Throws Error: usage for a kind without codes and for no name at all; refused, with suggestions or with those
/// that fit, if no record or more than one has the name.
Record find_record(sqlite::Connection& connection, const Entity* kind, std::string_view name);

/// What FIELD=VALUE after the key of a link means.
enum class FieldWords {
  change,  ///< of `set`: narrows the choice if the field is part of the key and a link has the value; else a change
  narrow   ///< of `remove`: every one narrows the choice
};

/// The record or link that the words name: one with a code by any of its names, a link by the words of its key in their
/// order, as many as are needed. Throws Error: usage if nothing names it, refused, as above, if none or several fit.
Record find_record(sqlite::Connection& connection, const Entity& entity, const EditWords& words, FieldWords fields);

/// Throws Error(Exit::usage): so many words are more than the key of this link has.
[[noreturn]] void refuse_long_key(const Entity& entity, std::size_t typed);

/// The rows of one entity whose history somebody asks about.
struct KeyedRows {
  const Entity* entity = nullptr;
  const Field* field = nullptr;  ///< the one that is asked about; null: all
  schema::TrackedTable table;
  std::vector<std::vector<std::int64_t>> keys;  ///< by the table's key; those that were not removed come first
  std::size_t live = 0;                         ///< how many were not removed
  std::vector<std::string> others;              ///< as Record::others

  /// The condition "one of these rows" over `row`, an alias of the table or its history.
  [[nodiscard]] std::string is_one_of(std::string_view row) const;
};

/// Understands [ENTITY] KEY... [FIELD], removed rows included. A record with a code is found by any of its names, or by
/// a code that it once had; a link by the words of its key in their order, as many as are wanted ("membership midsa
/// KEN"), or by FIELD=VALUE. Throws Error: usage for an unknown field and a key that cannot be understood, refused if
/// nothing has or had this name.
KeyedRows find_rows(sqlite::Connection& connection, const std::vector<std::string>& words);

/// Adds the rows that were merged into these and are gone: their history is part of the history of these.
void add_merged_rows(sqlite::Connection& connection, KeyedRows& rows);

}  // namespace iscm::model
