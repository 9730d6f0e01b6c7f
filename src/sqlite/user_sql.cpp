#include "sqlite/user_sql.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <memory>

#include "sqlite/sqlite_error.hpp"
#include "sqlite/watchdog.hpp"

namespace iscm::sqlite {
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
                    "`-o FILE` writes the rows of a query, `iscm export all -o FOLDER` the whole record");
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
      return refuse("transactions are the program's own: BEGIN, COMMIT, ROLLBACK and SAVEPOINT are refused");
    default:
      break;
  }
  if (is_schema_change(action)) {
    return refuse("the schema is changed by migrations alone: CREATE, DROP, ALTER, REINDEX and ANALYZE are refused",
                  "WITH name AS (SELECT ...) SELECT ... makes a table for one query");
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
                  "WITH name AS (SELECT ...) SELECT ... makes a table for one query");
  }
  const std::string_view verb = action == SQLITE_INSERT ? "INSERT" : action == SQLITE_UPDATE ? "UPDATE" : "DELETE";
  return refuse(fmt::format("a query only reads: {} of {} is refused", verb, table),
                "`iscm sql --write` changes rows, as a revision");
}

namespace {

constexpr std::string_view kBlank = " \t\r\n\f";

/// A stretch between two steps counts against the time limit up to so much. Of a longer one only what it took of the
/// processor does: the rest was spent waiting for somebody to read the rows, in a pager or at the other end of a pipe.
constexpr std::chrono::milliseconds kMostBetweenSteps{1};

struct Limit {
  int what;
  int most;
};
constexpr int kLongestValue = 4'000'000;  // a whole line of an input (read/limits.hpp)
constexpr std::array kLimits = {
    Limit{SQLITE_LIMIT_LENGTH, kLongestValue},
    Limit{SQLITE_LIMIT_SQL_LENGTH, 1'000'000},
    Limit{SQLITE_LIMIT_COLUMN, 1'000},
    Limit{SQLITE_LIMIT_EXPR_DEPTH, 1'000},
    Limit{SQLITE_LIMIT_COMPOUND_SELECT, 500},
    Limit{SQLITE_LIMIT_VDBE_OP, 1'000'000},
    Limit{SQLITE_LIMIT_FUNCTION_ARG, 100},
    Limit{SQLITE_LIMIT_ATTACHED, 0},
    Limit{SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1'000},
    Limit{SQLITE_LIMIT_VARIABLE_NUMBER, 1'000},
    Limit{SQLITE_LIMIT_WORKER_THREADS, 0},
};

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

std::chrono::nanoseconds used_of_processor() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

std::string seconds(std::chrono::milliseconds time) {
  return fmt::format("{:g} s", static_cast<double>(time.count()) / 1000.0);
}

}  // namespace

UserSql::UserSql(Connection& connection, UserLimits limits, std::vector<std::string> writable)
    : connection_(connection), limits_(std::move(limits)), authorizer_(connection, std::move(writable)) {
  set_limits();
  former_heap_ = sqlite3_hard_heap_limit64(limits_.memory);
  connection_.limit_steps(this);
  ended_ = std::chrono::steady_clock::now();
  Guard::look_at_deadlines(true);
}

UserSql::~UserSql() {
  Guard::look_at_deadlines(false);
  connection_.limit_steps(nullptr);
  sqlite3_hard_heap_limit64(former_heap_);
  for (std::size_t i = 0; i < kLimits.size(); ++i)
    sqlite3_limit(connection_.handle(), kLimits[i].what, former_limits_[i]);
}

void UserSql::set_limits() {
  for (const Limit& limit : kLimits) {
    const int former = sqlite3_limit(connection_.handle(), limit.what, -1);
    former_limits_.push_back(sqlite3_limit(connection_.handle(), limit.what, std::min(former, limit.most)));
  }
}

void UserSql::begin() {
  began_ = std::chrono::steady_clock::now();
  spent_ += std::min<std::chrono::nanoseconds>(began_ - ended_, kMostBetweenSteps);
  if (began_ - ended_ > kMostBetweenSteps) spent_ = std::max(spent_, used_of_processor() - used_before_);
  if (spent_ >= limits_.time) throw_overtime();
  Guard::set_deadline(began_ + std::chrono::duration_cast<std::chrono::nanoseconds>(limits_.time - spent_));
}

void UserSql::end() {
  Guard::clear_deadline();
  ended_ = std::chrono::steady_clock::now();
  spent_ += ended_ - began_;
}

void UserSql::throw_overtime() const {
  throw Error(Exit::failed, fmt::format("the query was stopped after {}", seconds(limits_.time)), limits_.more_time);
}

void UserSql::throw_in_words(const Error& error) {
  if (auto refusal = authorizer_.take_refusal()) throw std::move(*refusal);
  if (error.exit() == Exit::interrupted && spent_ >= limits_.time) throw_overtime();
  switch (sqlite3_errcode(connection_.handle())) {
    case SQLITE_NOMEM:
      throw Error(Exit::failed, fmt::format("the query needs more than {} MB of memory", limits_.memory / 1'000'000),
                  "sort and group fewer or shorter values");
    case SQLITE_TOOBIG:
      throw Error(Exit::failed, fmt::format("a value of the query is longer than {} MB", kLongestValue / 1'000'000));
    default:
      throw Error(error);
  }
}

void UserSql::throw_unprepared(int code, std::size_t before) {
  if (auto refusal = authorizer_.take_refusal()) throw std::move(*refusal);
  sqlite3* handle = connection_.handle();
  const std::string message = sqlite3_errmsg(handle);
  const int offset = sqlite3_error_offset(handle);
  if ((code & 0xFF) != SQLITE_ERROR) throw_in_words(error_of(handle, code, message, {}));
  throw SqlError(message, offset < 0 ? std::string_view::npos : before + static_cast<std::size_t>(offset));
}

/// The text of the only statement in `sql`, without what comes before and behind it.
std::string_view UserSql::only_statement(std::string_view sql) {
  std::string_view found;
  std::size_t at = 0;
  while (at < sql.size() && sql.find_first_not_of(kBlank, at) != std::string_view::npos) {
    sqlite3_stmt* statement = nullptr;
    const char* tail = nullptr;
    const int code =
        sqlite3_prepare_v2(connection_.handle(), sql.data() + at, static_cast<int>(sql.size() - at), &statement, &tail);
    const Prepared owned(statement);
    const bool is_second = !found.empty() && (code != SQLITE_OK || statement != nullptr);
    if (is_second) {
      authorizer_.take_refusal();
      throw Error(Exit::usage, "more than one SQL statement", "give one at a time; the first ends at its semicolon");
    }
    if (code != SQLITE_OK) throw_unprepared(code, at);
    const auto end = static_cast<std::size_t>(tail - sql.data());
    if (statement != nullptr) found = sql.substr(at, end - at);
    if (end == at) break;
    at = end;
  }
  if (found.empty()) throw Error(Exit::usage, "there is no SQL", "give one SELECT");
  return found;
}

Statement UserSql::prepare(std::string_view sql) {
  if (sql.find('\0') != std::string_view::npos) {
    throw Error(Exit::usage, "the SQL has a NUL character in it", "is it text?");
  }
  if (sql.size() > static_cast<std::size_t>(sqlite3_limit(connection_.handle(), SQLITE_LIMIT_SQL_LENGTH, -1))) {
    throw Error(Exit::usage, fmt::format("the SQL is {} bytes long; at most a million are read", sql.size()));
  }
  spent_ = std::chrono::nanoseconds(0);
  used_before_ = used_of_processor();
  ended_ = std::chrono::steady_clock::now();
  return limited([&] {
    const std::string_view statement = only_statement(sql);
    return Statement(connection_, statement);
  });
}

std::vector<std::string> UserSql::parameters(std::string_view sql) {
  std::vector<std::string> names;
  limited([&] {
    const std::string_view statement = only_statement(sql);
    sqlite3_stmt* raw = nullptr;
    sqlite3_prepare_v2(connection_.handle(), statement.data(), static_cast<int>(statement.size()), &raw, nullptr);
    const Prepared owned(raw);
    for (int i = 1; i <= sqlite3_bind_parameter_count(raw); ++i) {
      const char* name = sqlite3_bind_parameter_name(raw, i);
      names.emplace_back(name == nullptr ? "?" : name);
    }
    return true;
  });
  return names;
}

}  // namespace iscm::sqlite
