#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/entities.hpp"
#include "db/connection.hpp"

namespace iscm::core {

/// A record that a key stands for, and others of that key.
struct KeyedRecord {
  const Entity* entity;
  std::int64_t id;
  std::vector<std::string> others;  ///< as they would be typed: "member iom"
};

/// The record of this kind with this code, name or alias. Throws Error: usage for a kind without codes, refused where
/// nothing or more than one record is called so.
KeyedRecord record_of_kind(db::Connection& connection, const Entity& kind, std::string_view key);

/// The record of any kind: the mechanism where one is called so, else the only record. Throws Error(Exit::refused)
/// where several kinds know the key, which are named, and where none does, with what may have been meant.
KeyedRecord record_of_any_kind(db::Connection& connection, std::string_view key);

/// Every code and name of every kind, for suggestions.
std::vector<std::string> all_known_names(db::Connection& connection);

}  // namespace iscm::core
