#include "db/open.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <system_error>

#include "db/sqlite_error.hpp"

namespace iscm::db {
namespace {

constexpr int kBusyTimeoutMilliseconds = 5000;

void refuse_unless_file(const std::string& path, Intent intent) {
  struct stat status {};
  const bool exists = stat(path.c_str(), &status) == 0;
  if (intent == Intent::create) {
    if (exists) {
      throw Error(Exit::refused, fmt::format("{}: exists already", path),
                  "give another path with --db, or move the file away");
    }
    return;
  }
  if (!exists) {
    throw Error(Exit::database, fmt::format("{}: {}", path, std::generic_category().message(errno)),
                "make one with `iscm init`, or give its path with --db FILE or ISCM_DB");
  }
  if (S_ISDIR(status.st_mode)) throw Error(Exit::database, fmt::format("{}: is a folder", path), "give a file");
  if (status.st_size == 0) {
    throw Error(Exit::database, fmt::format("{}: is empty, not a database", path),
                "remove it and run `iscm init`, or give another path with --db FILE");
  }
}

Connection open_handle(const std::string& path, int flags) {
  try {
    return Connection(std::make_unique<SQLite::Database>(path, flags | SQLITE_OPEN_EXRESCODE));
  } catch (const SQLite::Exception& exception) {
    const Error error = error_of(nullptr, exception.getExtendedErrorCode(), exception.what(), {});
    throw Error(error.exit(), fmt::format("{}: {}", path, exception.what()), error.hint());
  }
}

void configure(sqlite3* handle, int option, int value) {
  int now = -1;
  sqlite3_db_config(handle, option, value, &now);
  if (now != value) throw Error(Exit::failed, fmt::format("SQLite refuses its option {}", option));
}

/// The first read of the file; an extended code where it fails.
int first_read(Connection& connection) {
  return sqlite3_exec(connection.handle(), "SELECT 1 FROM sqlite_schema", nullptr, nullptr, nullptr);
}

void refuse_unless_ours(Connection& connection, const std::string& path) {
  if (connection.integer("PRAGMA application_id") != kApplicationId) {
    throw Error(Exit::database, fmt::format("{}: a database, but not one of iscm", path),
                "make one with `iscm init`, or give another path with --db FILE");
  }
}

/// A crash left a journal: opening for writing rolls it back, then the file reads as it was before.
Connection recover_and_reopen(const std::string& path) {
  {
    Connection writer = open_handle(path, SQLITE_OPEN_READWRITE);
    sqlite3_busy_timeout(writer.handle(), kBusyTimeoutMilliseconds);
    const int code = first_read(writer);
    if (code != SQLITE_OK) {
      const Error error = error_of(writer.handle(), code, sqlite3_errmsg(writer.handle()), {});
      throw Error(Exit::database, fmt::format("{}: was left in the middle of a write and cannot be recovered", path),
                  "make the file and its folder writable and run the command again");
    }
  }
  return open_handle(path, SQLITE_OPEN_READONLY);
}

}  // namespace

void apply_settings(Connection& connection) {
  sqlite3* handle = connection.handle();
  sqlite3_busy_timeout(handle, kBusyTimeoutMilliseconds);
  configure(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1);
  configure(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
  configure(handle, SQLITE_DBCONFIG_DEFENSIVE, 1);
  configure(handle, SQLITE_DBCONFIG_DQS_DML, 0);
  configure(handle, SQLITE_DBCONFIG_DQS_DDL, 0);
  constexpr const char* kPragmas =
      "PRAGMA recursive_triggers = ON; PRAGMA synchronous = EXTRA; PRAGMA cell_size_check = ON; "
      "PRAGMA mmap_size = 0; PRAGMA temp.journal_mode = OFF";
  const int code = sqlite3_exec(handle, kPragmas, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw error_of(handle, code, sqlite3_errmsg(handle), kPragmas);
}

Connection open(const std::string& path, Intent intent) {
  refuse_unless_file(path, intent);
  if (intent == Intent::create) {
    Connection created = open_handle(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    apply_settings(created);
    return created;
  }
  Connection connection = open_handle(path, intent == Intent::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
  sqlite3_busy_timeout(connection.handle(), kBusyTimeoutMilliseconds);
  int code = first_read(connection);
  if (code == SQLITE_READONLY_ROLLBACK) {
    connection = recover_and_reopen(path);
    code = first_read(connection);
  }
  if (code != SQLITE_OK) throw error_of(connection.handle(), code, sqlite3_errmsg(connection.handle()), {});
  if (intent == Intent::write && sqlite3_db_readonly(connection.handle(), "main") == 1) {
    throw error_of(connection.handle(), SQLITE_READONLY, {}, {});
  }
  refuse_unless_ours(connection, path);
  apply_settings(connection);
  return connection;
}

}  // namespace iscm::db
