#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sqlite/connection.hpp"

namespace iscm::edit {

/// What --source names.
struct EditSource {
  std::optional<std::int64_t> id;  ///< nothing where it is not in the record yet
  std::string code;
  std::string url;  ///< of one that is new
};

/// The source of this code, address or title; of an address that is not in the record, the one that it would become,
/// its code made of the address. Throws Error(Exit::refused) with suggestions for anything else that is unknown.
EditSource source_named(sqlite::Connection& connection, std::string_view name);

/// Puts a new source into the record, under this open revision. One that is there stays as it is.
void add_source(sqlite::Connection& connection, EditSource& source, std::int64_t revision);

}  // namespace iscm::edit
