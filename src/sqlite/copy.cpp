#include "sqlite/copy.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include "sqlite/open.hpp"
#include "sqlite/sqlite_error.hpp"

namespace iscm::sqlite {
namespace {

/// SQLiteCpp's Backup reports a busy source as an ordinary return, which is no end: it is stepped until it is done.
void copy_pages(Connection& from, Connection& to) {
  constexpr int kAllPages = -1;
  constexpr int kMostTries = 100;
  sqlite3_backup* copying = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
  if (copying == nullptr) throw error_of(to.handle(), sqlite3_errcode(to.handle()), sqlite3_errmsg(to.handle()), {});
  int code = SQLITE_OK;
  for (int tries = 0; tries < kMostTries && (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED);
       ++tries) {
    code = sqlite3_backup_step(copying, kAllPages);
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) sqlite3_sleep(50);
  }
  sqlite3_backup_finish(copying);
  if (code != SQLITE_DONE) throw error_of(to.handle(), code, sqlite3_errstr(code), {});
}

void refuse_unless_whole(Connection& from, Connection& to, const std::string& path) {
  const bool sound =
      to.text("PRAGMA integrity_check") == "ok" && to.integer("PRAGMA page_count") == from.integer("PRAGMA page_count");
  if (!sound) throw Error(Exit::failed, fmt::format("{}: the copy is not whole; it was removed", path));
}

}  // namespace

void copy_into(Connection& from, const std::string& path) {
  Connection to = open(path, Intent::create);
  // Until it is in place nothing is lost with it: a journal beside it would only be left there by a signal.
  to.text("PRAGMA journal_mode = MEMORY");
  to.run("PRAGMA synchronous = OFF");
  copy_pages(from, to);
  refuse_unless_whole(from, to, path);
}

Connection copy_in_memory(Connection& from) {
  Connection to = open_in_memory();
  copy_pages(from, to);
  return to;
}

}  // namespace iscm::sqlite
