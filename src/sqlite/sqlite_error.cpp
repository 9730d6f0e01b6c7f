#include "sqlite/sqlite_error.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string>
#include <system_error>

#include "sqlite/file_header.hpp"
#include "sqlite/watchdog.hpp"

namespace iscm::sqlite {
namespace {

std::string file_of(sqlite3* handle) {
  const char* name = handle != nullptr ? sqlite3_db_filename(handle, "main") : nullptr;
  return name != nullptr && *name != '\0' ? name : "the database";
}

/// "mechanisms_website_is_an_address" says what the rule is: constraints are named so that their name is a sentence.
std::string sentence_of_constraint(std::string_view message) {
  constexpr std::string_view kCheck = "CHECK constraint failed: ";
  constexpr std::string_view kUnique = "UNIQUE constraint failed: ";
  constexpr std::string_view kNotNull = "NOT NULL constraint failed: ";
  if (const auto unique = message.find(kUnique); unique != std::string_view::npos) {
    return fmt::format("another row has the same {}", message.substr(unique + kUnique.size()));
  }
  if (const auto missing = message.find(kNotNull); missing != std::string_view::npos) {
    return fmt::format("a row needs a value for {}", message.substr(missing + kNotNull.size()));
  }
  if (message.find("FOREIGN KEY constraint failed") != std::string_view::npos) {
    return "a row would be left without the record that it refers to";
  }
  const auto at = message.find(kCheck);
  if (at == std::string_view::npos) return std::string(message);
  std::string words(message.substr(at + kCheck.size()));
  std::replace(words.begin(), words.end(), '_', ' ');
  return "a rule of the schema is broken: " + words;
}

/// Writers exclude each other before they write; one that has begun can only meet readers.
std::string busy_with(sqlite3* handle) {
  const bool writing = handle != nullptr && sqlite3_txn_state(handle, "main") == SQLITE_TXN_WRITE;
  return writing ? "reading it" : "writing to it";
}

/// SQLite says "disk I/O error" whatever it was; the system knows better ("File too large").
std::string system_reason(sqlite3* handle, std::string_view otherwise) {
  int code = handle != nullptr ? sqlite3_system_errno(handle) : 0;
  if (code == 0 && Guard::has_met_size_limit()) code = EFBIG;
  return code != 0 ? std::generic_category().message(code) : std::string(otherwise);
}

/// The first line of the statement that is no comment, as most of our SQL spans several.
std::string first_line(std::string_view sql) {
  while (true) {
    const auto start = sql.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return {};
    const std::string_view line = sql.substr(start, std::min(sql.find('\n', start), sql.size()) - start);
    if (line.substr(0, 2) != "--") return std::string(line);
    sql.remove_prefix(start + line.size());
  }
}

/// SQLite takes a file whose header is damaged for read-only, or for none of its own.
std::optional<Error> damage_of_header(sqlite3* handle, const std::string& file) {
  const auto fault = handle != nullptr ? header_fault(handle) : std::nullopt;
  if (!fault) return std::nullopt;
  return Error(Exit::database, fmt::format("{}: the file is damaged: {}", file, fault->message), fault->hint);
}

}  // namespace

Error unsynced_folder_error(sqlite3* handle) {
  return {Exit::failed,
          fmt::format("{}: is written, but may not survive a power cut: {}", file_of(handle),
                      system_reason(handle, "its folder could not be brought to the disk")),
          "check the disk; `iscm log` shows the change"};
}

Error error_of(sqlite3* handle, int extended_code, std::string_view message, std::string_view sql) {
  const std::string file = file_of(handle);
  switch (extended_code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Exit::database, fmt::format("{}: another program is {}", file, busy_with(handle)),
              "wait for it to finish, or close it, and run the command again"};
    case SQLITE_READONLY:
      if (auto damage = damage_of_header(handle, file)) return std::move(*damage);
      return {Exit::database, fmt::format("{}: the file or its folder is read-only", file),
              "make both writable, or copy the file elsewhere"};
    case SQLITE_CANTOPEN:
      return {Exit::database, fmt::format("{}: cannot be opened", file), "check the path and its permissions"};
    case SQLITE_PERM:
      return {Exit::database, fmt::format("{}: not permitted: {}", file, message)};
    case SQLITE_AUTH:
      return {Exit::failed, "this statement is not permitted here",
              "the program itself begins, commits, attaches and sets pragmas"};
    case SQLITE_NOTADB:
      if (auto damage = damage_of_header(handle, file)) return std::move(*damage);
      return {Exit::database, fmt::format("{}: not a database of SQLite", file),
              "give the path of a file that `iscm init` made"};
    case SQLITE_CORRUPT:
      return {Exit::database, fmt::format("{}: the file is damaged: {}", file, message),
              "restore a backup; keep the damaged file"};
    case SQLITE_FULL:
      return {Exit::failed, fmt::format("{}: the disk is full; nothing was changed", file),
              "free some space there, or in /var/tmp where temporary files are made (elsewhere with SQLITE_TMPDIR)"};
    case SQLITE_IOERR:
      return {
          Exit::failed,
          fmt::format("{}: reading or writing failed: {}; nothing was changed", file, system_reason(handle, message)),
          "check the disk, its free space and your limits (ulimit -f)"};
    case SQLITE_INTERRUPT:
      return {Exit::interrupted, "interrupted; nothing was changed"};
    case SQLITE_NOMEM:
    case SQLITE_TOOBIG:
      return {Exit::failed, fmt::format("{}: too large: {}", file, message)};
    case SQLITE_CONSTRAINT:
      return {Exit::refused, sentence_of_constraint(message)};
    default:
      // SQLite has no code of its own for a header that names a format to come.
      if (message == "unsupported file format") {
        return {Exit::database,
                fmt::format("{}: the file is damaged: its header names a format that SQLite does not know", file),
                "restore a backup; keep the damaged file"};
      }
      return {Exit::failed, sql.empty() ? std::string(message) : fmt::format("{} in: {}", message, first_line(sql))};
  }
}

}  // namespace iscm::sqlite
