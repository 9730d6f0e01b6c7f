#pragma once

// What differs between two states of the record, in two files or at two times, field by field.

#include <cstdint>
#include <string>

#include "sqlite/connection.hpp"

namespace iscm::query {

/// How many records and links only one side has, and in how many fields the others differ.
struct Differences {
  std::int64_t added = 0;
  std::int64_t removed = 0;
  std::int64_t changed_fields = 0;

  [[nodiscard]] bool any() const { return added + removed + changed_fields > 0; }
};

/// Compares the record in two schemas of this connection ("main", "temp", an attached file) field by field, and puts
/// the differences into temp.difference. Records are matched by code, links by what identifies them, never by an id.
/// Their histories are not compared.
Differences compare_records(sqlite::Connection& connection, const std::string& older, const std::string& newer);

/// What compare_records() found: entity, record, action (new, change, removed), field, old, new.
sqlite::Statement difference_rows(sqlite::Connection& connection);

}  // namespace iscm::query
