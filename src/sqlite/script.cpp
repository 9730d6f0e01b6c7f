#include "sqlite/script.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <string>

#include "sqlite/sqlite_error.hpp"

namespace iscm::sqlite {
namespace {

/// Where the statement itself begins, after blank lines and comments.
const char* skip_comments(const char* at) {
  while (true) {
    while (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n' || *at == ';') ++at;
    if (at[0] != '-' || at[1] != '-') return at;
    while (*at != '\0' && *at != '\n') ++at;
  }
}

[[noreturn]] void fail(Connection& connection, std::string_view name, const char* script, const char* at, int code) {
  sqlite3* handle = connection.handle();
  // SQLite knows the offset of a syntax error within the statement; any other failure is reported at its first line.
  const char* place = std::max(skip_comments(at), at + std::max(sqlite3_error_offset(handle), 0));
  const auto line = 1 + std::count(script, place, '\n');
  const Error error = error_of(handle, code, sqlite3_errmsg(handle), {});
  throw Error(error.exit(), fmt::format("{}:{}: {}", name, line, error.what()), error.hint());
}

}  // namespace

void run_script(Connection& connection, std::string_view name, std::string_view script) {
  const std::string text(script);
  const char* at = text.c_str();
  while (*skip_comments(at) != '\0') {
    sqlite3_stmt* statement = nullptr;
    const char* tail = nullptr;
    int code = sqlite3_prepare_v2(connection.handle(), at, -1, &statement, &tail);
    if (code != SQLITE_OK) fail(connection, name, text.c_str(), at, code);
    do {
      code = sqlite3_step(statement);
    } while (code == SQLITE_ROW);
    const int outcome = sqlite3_finalize(statement);
    if (code != SQLITE_DONE) fail(connection, name, text.c_str(), at, outcome);
    at = tail;
  }
}

}  // namespace iscm::sqlite
