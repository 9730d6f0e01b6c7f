#pragma once

// The source that an edit names with --source, which may be new.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sqlite/connection.hpp"

namespace iscm::edit {

/// What --source names.
struct EditSource {
  std::optional<std::int64_t> id;  ///< nothing if it is not in the record yet
  std::string code;
  std::string url;    ///< of one that is new
  std::string title;  ///< of one that is new and has no address
};

/// The source with this code, address or title; if it is an address that is not in the record, a new source with a
/// code made of the address. A title that is not in the record is that of a new source if `may_be_new`. Throws
/// Error(Exit::refused) for anything else that is unknown, with suggestions and the command that adds it.
EditSource source_named(sqlite::Connection& connection, const std::string& name, bool may_be_new = false);

/// Adds the source to the record if it is new, under this open revision.
void add_source(sqlite::Connection& connection, EditSource& source, std::int64_t revision);

}  // namespace iscm::edit
