#include "db/user_authorizer.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>

#include "db/sqlite_error.hpp"

namespace iscm::db {
namespace {

/// Pragmas that read what they are asked of: a value tells them of what.
constexpr std::array<std::string_view, 17> kReadingPragmas = {
    "collation_list", "compile_options", "database_list", "foreign_key_check", "foreign_key_list", "function_list",
    "index_info",     "index_list",      "index_xinfo",   "integrity_check",   "module_list",      "pragma_list",
    "quick_check",    "table_info",      "table_list",    "table_xinfo",       "data_version",
};

/// Pragmas that tell a setting where no value stands, and change it where one does.
constexpr std::array<std::string_view, 9> kSettings = {
    "application_id", "encoding",  "foreign_keys", "freelist_count", "journal_mode",
    "page_count",     "page_size", "query_only",   "user_version",
};

/// Table-valued functions besides those of kReadingPragmas. SQLite makes each on its first use, in steps that the
/// authorizer must not see.
constexpr std::array<std::string_view, 4> kTableFunctions = {"json_each", "json_tree", "dbstat", "split_text"};

/// Functions that reach out of the database, and one that trades in addresses of memory. Most are no part of the
/// library, but one that is built otherwise may have them.
constexpr std::array<std::string_view, 7> kRefusedFunctions = {
    "load_extension", "fts3_tokenizer", "readfile", "writefile", "edit", "fts5", "zipfile",
};

template <std::size_t size>
bool has(const std::array<std::string_view, size>& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(), [name](std::string_view known) {
    return known.size() == name.size() &&
           sqlite3_strnicmp(known.data(), name.data(), static_cast<int>(name.size())) == 0;
  });
}

void touch(Connection& connection, const std::string& table_function) {
  sqlite3_stmt* unused = nullptr;
  // One that this library lacks is not there to be made.
  sqlite3_prepare_v2(connection.handle(), ("SELECT 1 FROM " + table_function).c_str(), -1, &unused, nullptr);
  sqlite3_finalize(unused);
}

void touch_table_functions(Connection& connection) {
  for (const std::string_view name : kTableFunctions) touch(connection, std::string(name));
  for (const std::string_view name : kReadingPragmas) touch(connection, fmt::format("pragma_{}", name));
  for (const std::string_view name : kSettings) touch(connection, fmt::format("pragma_{}", name));
}

void set_query_only(Connection& connection, bool on) {
  sqlite3_exec(connection.handle(), on ? "PRAGMA query_only = ON" : "PRAGMA query_only = OFF", nullptr, nullptr,
               nullptr);
}

bool is_schema_change(int action) {
  return (action >= SQLITE_CREATE_INDEX && action <= SQLITE_CREATE_VIEW) ||
         (action >= SQLITE_DROP_INDEX && action <= SQLITE_DROP_VIEW) || action == SQLITE_ALTER_TABLE ||
         action == SQLITE_CREATE_VTABLE || action == SQLITE_DROP_VTABLE || action == SQLITE_REINDEX ||
         action == SQLITE_ANALYZE;
}

bool is_schema_table(std::string_view table) {
  return table.starts_with("sqlite_");
}

}  // namespace

Authorizer::Authorizer(Connection& connection, std::vector<std::string> writable)
    : connection_(connection), writable_(std::move(writable)) {
  touch_table_functions(connection);
  if (writable_.empty()) set_query_only(connection, true);
  sqlite3_set_authorizer(connection.handle(), callback, this);
}

Authorizer::~Authorizer() {
  sqlite3_set_authorizer(connection_.handle(), nullptr, nullptr);
  if (writable_.empty()) set_query_only(connection_, false);
}

std::optional<Error> Authorizer::take_refusal() {
  std::optional<Error> taken;
  taken.swap(refusal_);
  return taken;
}

/// The first thing refused is the one to tell: SQLite stops there, but asks of some more on the way out.
int Authorizer::refuse(const std::string& message, const std::string& hint) {
  if (!refusal_) refusal_.emplace(Exit::refused, message, hint);
  return SQLITE_DENY;
}

int Authorizer::callback(void* self, int action, const char* first, const char* second, const char* /*database*/,
                         const char* trigger) {
  const auto text = [](const char* name) { return name == nullptr ? std::string_view() : std::string_view(name); };
  return static_cast<Authorizer*>(self)->decide(action, text(first), text(second), second != nullptr,
                                                trigger != nullptr);
}

int Authorizer::decide(int action, std::string_view first, std::string_view second, bool has_second, bool in_trigger) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_FUNCTION:
      if (!has(kRefusedFunctions, second)) return SQLITE_OK;
      return refuse(fmt::format("the function {}() is refused here: it reaches out of the database", second));
    case SQLITE_PRAGMA:
      return decide_pragma(first, has_second);
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
      return decide_change(action, first, in_trigger);
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
      return refuse("other files are not opened or written from here: ATTACH, DETACH and VACUUM are refused",
                    "`-o FILE` writes the rows of a query, `iscm export all` the whole record");
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
      return refuse("transactions are the program's own: BEGIN, COMMIT, ROLLBACK and SAVEPOINT are refused");
    default:
      break;
  }
  if (is_schema_change(action)) {
    return refuse("the schema is changed by migrations alone: CREATE, DROP, ALTER, REINDEX and ANALYZE are refused",
                  "WITH name AS (SELECT ...) SELECT ... stands for a table of your own");
  }
  return refuse("this statement is refused here");
}

int Authorizer::decide_pragma(std::string_view name, bool has_value) {
  if (has(kReadingPragmas, name) || (!has_value && has(kSettings, name))) return SQLITE_OK;
  return refuse(fmt::format("PRAGMA {} is refused here", name),
                "those that only read the schema are not: table_info, index_list, foreign_key_list, ...");
}

int Authorizer::decide_change(int action, std::string_view table, bool in_trigger) {
  constexpr std::string_view kMigrations = "the schema is changed by migrations alone";
  if (!writable_.empty()) {
    // What the triggers of the file do in turn is their own: history is written by them alone.
    if (in_trigger || std::find(writable_.begin(), writable_.end(), table) != writable_.end()) return SQLITE_OK;
    if (is_schema_table(table)) return refuse(std::string(kMigrations));
    return refuse(fmt::format("{} is written by the program alone", table),
                  "the tables of the record can be changed: `iscm schema` lists them");
  }
  // CREATE, DROP and the like begin with a change of the schema's own table.
  if (is_schema_table(table)) {
    return refuse(fmt::format("{}, and a query only reads: CREATE, DROP and ALTER are refused", kMigrations),
                  "WITH name AS (SELECT ...) SELECT ... stands for a table of your own");
  }
  const std::string_view verb = action == SQLITE_INSERT ? "INSERT" : action == SQLITE_UPDATE ? "UPDATE" : "DELETE";
  return refuse(fmt::format("a query only reads: {} of {} is refused", verb, table),
                "`iscm sql --write` changes rows, as a revision");
}

}  // namespace iscm::db
