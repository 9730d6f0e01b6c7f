#include "db/user_sql.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <memory>

#include "db/guard.hpp"
#include "db/sqlite_error.hpp"

namespace iscm::db {
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

}  // namespace iscm::db
