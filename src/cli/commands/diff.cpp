#include "query/diff.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/output.hpp"
#include "schema/migrate.hpp"
#include "sqlite/copy.hpp"
#include "sqlite/open.hpp"
#include "write/message.hpp"
#include "write/new_file.hpp"

namespace iscm::cli {
namespace {

/// A second database, perhaps from elsewhere, to be read beside the first and never written. One with an older schema
/// is read from a migrated copy, which is removed with this object.
class OtherFile {
public:
  /// Throws Error(Exit::database) if it cannot be used: missing, not of iscm, newer, or with a journal or a write-ahead
  /// log beside it, which could be another file's.
  explicit OtherFile(const std::string& path);

  /// Attaches it under this name. Not within a transaction; the connection must be closed before this object is gone.
  void attach(sqlite::Connection& connection, const std::string& name) const;

private:
  void migrate_copy(sqlite::Connection& connection);

  std::string path_;
  std::unique_ptr<write::TemporaryPath> copy_;
};

OtherFile::OtherFile(const std::string& path) : path_(path) {
  sqlite::refuse_side_files(path);
  sqlite::Connection connection = sqlite::open(path, sqlite::Intent::read);
  // Absolute, as some names mean something else to SQLite.
  path_ = std::filesystem::canonical(path).string();
  const schema::SchemaState state = schema::schema_state(connection, schema::bundled_migrations());
  try {
    schema::refuse_unless_migratable(state);
  } catch (const Error& error) {
    throw Error(error.exit(), fmt::format("{}: {}", path, error.what()), error.hint());
  }
  if (state.version < state.newest) migrate_copy(connection);
}

void OtherFile::migrate_copy(sqlite::Connection& connection) {
  copy_ = std::make_unique<write::TemporaryPath>(std::filesystem::temp_directory_path().string());
  sqlite::copy_into(connection, copy_->path());
  sqlite::Connection copy = sqlite::open(copy_->path(), sqlite::Intent::write);
  copy.text("PRAGMA journal_mode = MEMORY");
  copy.run("PRAGMA synchronous = OFF");
  schema::migrate(copy, schema::bundled_migrations(), now());
}

void OtherFile::attach(sqlite::Connection& connection, const std::string& name) const {
  connection.run(fmt::format("ATTACH DATABASE ? AS {}", name), copy_ ? copy_->path() : path_);
}

/// The file that is read as the newer: the second that is named, else that of --db.
Invocation newer_of(const Invocation& invocation) {
  Invocation newer = invocation;
  if (invocation.arguments.size() > 1) newer.database = invocation.argument(1);
  return newer;
}

void note_differences(const Invocation& newer, const std::string& older, const query::Differences& differences) {
  if (!differences.any()) {
    write::note(fmt::format("{} and {} contain the same record", older, newer.database));
    return;
  }
  write::note(fmt::format("from {} to {}: {} new, {} removed, {} fields changed", older, newer.database,
                          differences.added, differences.removed, differences.changed_fields));
}

Exit run(const Invocation& invocation) {
  const bool then = invocation.has("--known-at");
  const Invocation newer = newer_of(invocation);
  std::unique_ptr<OtherFile> other;
  if (!invocation.arguments.empty()) other = std::make_unique<OtherFile>(invocation.argument(0));
  if (invocation.arguments.size() > 1) sqlite::refuse_side_files(newer.database);
  sqlite::Connection connection = open_database(newer, sqlite::Intent::read);
  if (other) other->attach(connection, "other");
  const sqlite::Transaction reading(connection, sqlite::Transaction::Kind::read);
  const query::Differences differences = other ? query::compare_records(connection, "other", then ? "temp" : "main")
                                               : query::compare_records(connection, "temp", "main");
  sqlite::Statement rows = query::difference_rows(connection);
  print(invocation, rows);
  note_differences(newer, other ? invocation.argument(0) : fmt::format("{} then", newer.database), differences);
  return differences.any() ? Exit::findings : Exit::done;
}

constexpr Example kExamples[] = {
    {"iscm diff backup.db", "what differs between backup.db and ./iscm.db"},
    {"iscm diff a.db b.db --format csv", "from a.db to b.db; the exit code is 1 if they differ, 0 if they do not"},
    {"iscm diff --known-at 2026-11-01", "what changed in this file since the end of that day"},
};
constexpr Argument kArguments[] = {
    Argument{"OLDER", "the database to compare from; if not given, this file as it was --known-at"}.unless(
        "--known-at"),
    Argument{"NEWER", "the database to compare to; else that of --db"}.optional(),
};

}  // namespace

extern const Command kDiff{
    .name = "diff",
    .summary = "records and links that differ between two databases, or since a time",
    .synonyms = "difference differences",
    .examples = kExamples,
    .arguments = kArguments,
    .run = run,
    .prints_rows = true,
    .times = Times::known_at,
};

}  // namespace iscm::cli
