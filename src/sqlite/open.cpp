#include "sqlite/open.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "sqlite/sqlite_error.hpp"

namespace iscm::sqlite {
namespace {

constexpr int kBusyTimeoutMilliseconds = 5000;

std::string reason_of(int code) {
  return std::generic_category().message(code);
}

[[noreturn]] void throw_unreachable(const std::string& path, int code) {
  const bool missing = code == ENOENT || code == ENOTDIR;
  throw Error(Exit::database, fmt::format("{}: {}", path, reason_of(code)),
              missing ? "make one with `iscm init`, or give its path with --db FILE or ISCM_DB"
                      : "check the path and its permissions");
}

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
  if (!exists) throw_unreachable(path, errno);
  if (S_ISDIR(status.st_mode)) throw Error(Exit::database, fmt::format("{}: is a folder", path), "give a file");
  // Opening a FIFO would wait for ever, and a device looks empty.
  if (!S_ISREG(status.st_mode)) throw Error(Exit::database, fmt::format("{}: is not a file", path), "give a file");
  if (status.st_size == 0) {
    throw Error(Exit::database, fmt::format("{}: is empty, not a database", path),
                "remove it and run `iscm init`, or give another path with --db FILE");
  }
}

/// A journal of a change to several files at once ends in the name of a second journal, with this behind it.
bool names_super_journal(const std::string& journal) {
  constexpr std::string_view kEnd = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";
  std::array<char, kEnd.size()> end{};
  std::ifstream file(journal, std::ios::binary);
  file.seekg(-static_cast<std::streamoff>(end.size()), std::ios::end);
  return file.read(end.data(), end.size()) && std::string_view(end.data(), end.size()) == kEnd;
}

/// iscm changes one file at a time: a journal that names a second one is not ours. To roll it back, SQLite before
/// 3.53.3 deletes whatever file it names.
void refuse_foreign_journal(const std::string& path) {
  std::error_code unknown;
  const std::string journal = std::filesystem::weakly_canonical(path, unknown).string() + "-journal";
  const auto kind = std::filesystem::status(journal, unknown).type();
  if (kind == std::filesystem::file_type::not_found || kind == std::filesystem::file_type::none) return;
  if (kind == std::filesystem::file_type::regular && !names_super_journal(journal)) return;
  throw Error(Exit::database,
              fmt::format("{}: the journal {} is not one of iscm and may harm other files", path, journal),
              "do not open this file with other programs of SQLite either; move the journal away, "
              "or ask who sent the file for one without it");
}

/// Some names mean something else to SQLite: a database in memory, an address with parameters.
std::string literal(const std::string& path) {
  const bool special = path.starts_with(':') || path.starts_with("file:");
  return special ? "./" + path : path;
}

/// From now on SQLite opens no super-journal, and so deletes none: a journal that names one may appear after we looked.
void keep_from_super_journals() {
  static sqlite3_vfs* const files = sqlite3_vfs_find(nullptr);
  static sqlite3_vfs ours = *files;
  if (ours.xOpen != files->xOpen) return;
  ours.zName = "iscm";
  ours.xOpen = [](sqlite3_vfs* /*ours*/, sqlite3_filename name, sqlite3_file* file, int flags, int* given) {
    if ((flags & SQLITE_OPEN_SUPER_JOURNAL) == 0) return files->xOpen(files, name, file, flags, given);
    file->pMethods = nullptr;
    return SQLITE_CANTOPEN;
  };
  sqlite3_vfs_register(&ours, 1);
}

Connection open_handle(const std::string& path, int flags) {
  keep_from_super_journals();
  try {
    Connection connection(std::make_unique<SQLite::Database>(literal(path), flags | SQLITE_OPEN_EXRESCODE));
    sqlite3_busy_timeout(connection.handle(), kBusyTimeoutMilliseconds);
    return connection;
  } catch (const SQLite::Exception& exception) {
    const bool creates = (flags & SQLITE_OPEN_CREATE) != 0;
    if (!creates && access(path.c_str(), R_OK) != 0) throw_unreachable(path, errno);
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

[[noreturn]] void throw_unrecovered(Connection& connection, const std::string& path, int code) {
  const int kind = code & 0xFF;
  if (kind == SQLITE_BUSY || kind == SQLITE_FULL) {
    throw error_of(connection.handle(), code, sqlite3_errmsg(connection.handle()), {});
  }
  throw Error(Exit::database, fmt::format("{}: was left in the middle of a write and cannot be recovered", path),
              "make the file and its folder writable and run the command again");
}

/// A crash left a journal: opening for writing rolls it back, then the file reads as it was before.
Connection recover_and_reopen(const std::string& path) {
  {
    Connection writer = open_handle(path, SQLITE_OPEN_READWRITE);
    const int code = first_read(writer);
    if (code != SQLITE_OK) throw_unrecovered(writer, path, code);
  }
  return open_handle(path, SQLITE_OPEN_READONLY);
}

/// The header says so in the byte that names the version of the format for reading.
bool is_in_wal_mode(const std::string& path) {
  constexpr std::size_t kReadVersion = 19;
  constexpr char kWal = 2;
  std::array<char, kReadVersion + 1> header{};
  std::ifstream file(path, std::ios::binary);
  return file.read(header.data(), header.size()) && header.back() == kWal;
}

}  // namespace

void refuse_side_files(const std::string& path) {
  std::error_code unknown;
  const std::string whole = std::filesystem::weakly_canonical(path, unknown).string();
  for (const char* suffix : {"-journal", "-wal"}) {
    for (const std::string& base : {path, whole}) {
      if (!std::filesystem::exists(std::filesystem::symlink_status(base + suffix, unknown))) continue;
      throw Error(Exit::database,
                  fmt::format("{}: {} is beside it, so it may be in the middle of a write", path, base + suffix),
                  "bring it to an end with the program that wrote it: it must leave nothing beside the file");
    }
  }
  if (is_in_wal_mode(path)) {
    throw Error(Exit::database, fmt::format("{}: keeps a write-ahead log, which iscm does not use", path),
                fmt::format("`sqlite3 {} \"PRAGMA journal_mode = DELETE\"` makes it a single file", path));
  }
}

void refuse_without_room_for_journal(const std::string& path) {
  std::error_code unknown;
  const std::filesystem::path whole = std::filesystem::weakly_canonical(path, unknown);
  if (unknown) return;  // what is wrong with it, opening it says better
  constexpr std::string_view kJournal = "-journal";
  const auto most = static_cast<std::size_t>(sqlite3_vfs_find(nullptr)->mxPathname);
  if (whole.filename().native().size() + kJournal.size() > NAME_MAX) {
    throw Error(Exit::database, fmt::format("{}: the name is too long", path),
                fmt::format("give one of at most {} bytes: SQLite adds \"{}\" to it while it writes",
                            NAME_MAX - kJournal.size(), kJournal));
  }
  if (whole.native().size() + kJournal.size() > most) {
    throw Error(Exit::database, fmt::format("{}: the path is too long", path),
                fmt::format("SQLite takes at most {} bytes, counted from the root: move the file nearer to it",
                            most - kJournal.size()));
  }
}

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

Connection open_in_memory() {
  Connection connection(std::make_unique<SQLite::Database>(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE));
  apply_settings(connection);
  return connection;
}

Connection open(const std::string& path, Intent intent) {
  refuse_unless_file(path, intent);
  refuse_without_room_for_journal(path);
  refuse_foreign_journal(path);
  if (intent == Intent::create) {
    Connection created = open_handle(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    apply_settings(created);
    return created;
  }
  Connection connection = open_handle(path, intent == Intent::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
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

}  // namespace iscm::sqlite
