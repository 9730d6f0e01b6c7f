#pragma once

// The descriptions that go with an export for other programs: a Data Package, and metadata for Datasette.

#include <cstdint>
#include <string>
#include <string_view>

#include "sqlite/connection.hpp"

namespace iscm::query {

/// What a description says about the export as a whole.
struct PackageNote {
  std::string made_at;        ///< "2026-01-02T03:04:05.678Z"
  std::int64_t revision = 0;  ///< the last one that the files show
  std::string licence;        ///< "CC-BY-4.0", or an address; empty: not stated
  std::string database;       ///< the name of the file without its ending, as Datasette shows it
};

/// datapackage.json: a Data Package (version 2) of one CSV file for each entity, with types, rules, keys, references
/// between the files, and the sources of the record.
std::string datapackage_json(sqlite::Connection& connection, const PackageNote& note);

/// metadata.json for Datasette: what each table and column of the database file means.
std::string datasette_metadata(sqlite::Connection& connection, const PackageNote& note);

/// Throws Error(Exit::usage) unless the licence is a short name (CC-BY-4.0) or an address.
void refuse_odd_licence(std::string_view licence);

}  // namespace iscm::query
