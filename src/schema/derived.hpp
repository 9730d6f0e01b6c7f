#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/tables.hpp"
#include "schema/triggers.hpp"
#include "sqlite/connection.hpp"

namespace iscm::schema {

/// SQL for how a person names a row, as the view `changes` does: its code, or for a link the codes and words of its
/// natural key, those of deleted parents included. `row` is the alias under which its columns are seen.
std::string record_label(const TrackedTable& table, std::string_view row);

/// The view `changes`: revision, table, record and action of every version in the file.
DerivedObject changes_view(sqlite::Connection& connection);

/// Everything that is built: history_objects(), changes_view() and the views of schema/views.
std::vector<DerivedObject> derived_objects(sqlite::Connection& connection);

/// Drops the triggers and views that a program built into the file; those of the user stay.
void drop_derived_objects(sqlite::Connection& connection);

/// Builds derived_objects() and stores their names and derived_digest(). Throws Error(Exit::failed) where a history
/// lacks a column of its table.
void create_derived_objects(sqlite::Connection& connection);

/// The digest of the schema that this program builds, as a file that it built carries it: the SHA-256 of the embedded
/// schema/schema.sql, which a test holds equal to what migrations and derived objects really build.
std::string_view derived_digest();

}  // namespace iscm::schema
