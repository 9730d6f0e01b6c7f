#pragma once

// The numbered steps that make and change the schema of a file: which there are, which a file has, and how it is
// brought up to date.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sqlite/connection.hpp"

namespace iscm::schema {

/// A numbered step of the schema.
struct Migration {
  std::int64_t version = 0;
  std::string file;    ///< "migrations/0001_create_evidence.sql", as messages name it
  std::string name;    ///< "create_evidence"
  std::string sha256;  ///< of the LF-normalized text
  std::string text;
};

/// The migrations that this program carries, by version: 1, 2, 3, ...
std::vector<Migration> bundled_migrations();

/// The migrations in a folder, for writing a new one. Throws Error(Exit::refused) if a name is not
/// NNNN_verb_noun.sql or the numbers are not 0001, 0002, ... without a gap.
std::vector<Migration> read_migrations(const std::string& folder);

/// Which migrations of a list a file has.
struct SchemaState {
  std::int64_t version = 0;         ///< the newest migration applied to the file, 0 if none is
  std::int64_t newest = 0;          ///< the newest in the list
  bool derived_current = false;     ///< triggers and views are those of this program; the header has the version
  bool is_foreign = false;          ///< it has tables, and none of ours
  std::vector<std::string> edited;  ///< files of applied migrations whose text has changed
  [[nodiscard]] bool is_current() const { return version == newest && derived_current && edited.empty(); }
};

SchemaState schema_state(sqlite::Connection& connection, const std::vector<Migration>& migrations);

/// Cheap enough for every command: throws Error(Exit::database) unless the file is of this program's schema.
void require_current(sqlite::Connection& connection, const std::string& path);

/// Throws Error(Exit::database) if the file has tables of another program, an applied migration was edited since, or
/// the file is newer than the list.
void refuse_unless_migratable(const SchemaState& state);

/// Brings the file to the newest migration in one transaction, as a revision, and rebuilds triggers and views.
/// `now` is the UTC time to write down ("2026-01-02T03:04:05.678Z"). Throws Error, and leaves the file as it was, if
/// anything fails: an applied migration that was edited since, a file newer than the program, a failing step (its file
/// and line are named), a row left without its parent. Returns the versions applied.
std::vector<std::int64_t> migrate(sqlite::Connection& connection, const std::vector<Migration>& migrations,
                                  std::string_view now);

/// The schema of the file as text: every table, index, view and trigger, no rows.
std::string schema_text(sqlite::Connection& connection);

}  // namespace iscm::schema
