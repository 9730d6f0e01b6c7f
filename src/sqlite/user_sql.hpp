#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "error.hpp"
#include "sqlite/connection.hpp"

namespace iscm::sqlite {

/// Refuses, while it lives, what SQL of a user must not do, and remembers what it refused, in a sentence.
class Authorizer {
public:
  /// `writable` names the tables whose rows may be inserted, updated and deleted; if there are none, SQL can only read.
  Authorizer(Connection& connection, std::vector<std::string> writable);
  Authorizer(const Authorizer&) = delete;
  Authorizer& operator=(const Authorizer&) = delete;
  ~Authorizer();

  /// What was refused since the last call; nothing where nothing was.
  std::optional<Error> take_refusal();

private:
  static int callback(void* self, int action, const char* first, const char* second, const char* database,
                      const char* trigger);
  int decide(int action, std::string_view first, std::string_view second, bool has_second, bool in_trigger);
  int refuse(const std::string& message, const std::string& hint = {});
  int decide_change(int action, std::string_view table, bool in_trigger);
  int decide_pragma(std::string_view name, bool has_value);

  Connection& connection_;
  std::vector<std::string> writable_;
  std::optional<Error> refusal_;
};

/// What a query that somebody typed, or that stands in a file of theirs, may take.
struct UserLimits {
  std::chrono::milliseconds time{30'000};  ///< of each statement; waiting for the reader of its rows does not count
  std::int64_t memory = 256'000'000;       ///< bytes of SQLite's own; the process needs less than 300 MB with it
  std::string more_time;                   ///< the hint where the time runs out: "`--timeout SECONDS` gives it more"
};

/// SQL that cannot be prepared, with what SQLite says of it and where. what() is that without the place.
class SqlError : public Error {
public:
  SqlError(const std::string& message, std::size_t offset) : Error(Exit::usage, message), offset_(offset) {}

  /// The byte of the text at which it is wrong; npos where SQLite cannot tell.
  [[nodiscard]] std::size_t offset() const { return offset_; }

private:
  std::size_t offset_;
};

/// While it lives, every statement of the connection is treated as typed by a user: an authorizer refuses what does
/// not read (or change rows of the tables that it may write), the sizes of texts, values and queries
/// are limited, and so is SQLite's memory. Statements made by prepare() below are limited in time too, as the guard
/// (sqlite/watchdog.hpp) keeps it. TEMP views that take the place of an earlier time (history/at_time.hpp) have to be
/// there before. One at a time in a process; statements made under it end before it does.
class UserSql final : public StepLimit {
public:
  /// `writable` names the tables whose rows may be changed. If there are none, the connection should be open for
  /// reading alone.
  explicit UserSql(Connection& connection, UserLimits limits = {}, std::vector<std::string> writable = {});
  UserSql(const UserSql&) = delete;
  UserSql& operator=(const UserSql&) = delete;
  ~UserSql();

  /// The one statement in a text. Throws SqlError where SQLite does not understand it, Error(Exit::usage) where there
  /// is none or more than one, Error(Exit::refused) with a sentence where it does what it must not.
  /// The time limit begins anew with each.
  Statement prepare(std::string_view sql);

  /// The names of its parameters, without the sign before them; "?" for one without a name.
  std::vector<std::string> parameters(std::string_view sql);

  [[nodiscard]] Connection& connection() const { return connection_; }

  /// Runs a call into SQLite under the time limit; what it throws leaves in the words of the limit that it met.
  template <typename Call>
  auto limited(Call&& call) {
    begin();
    try {
      auto result = call();
      end();
      return result;
    } catch (const SqlError&) {
      end();
      throw;
    } catch (const Error& error) {
      end();
      throw_in_words(error);
    }
  }

  bool limited_step(const std::function<bool()>& step) override { return limited(step); }

private:
  void begin();
  void end();
  void set_limits();
  [[noreturn]] void throw_in_words(const Error& error);
  [[noreturn]] void throw_unprepared(int code, std::size_t before);
  [[noreturn]] void throw_overtime() const;
  std::string_view only_statement(std::string_view sql);

  Connection& connection_;
  UserLimits limits_;
  Authorizer authorizer_;
  std::vector<int> former_limits_;
  std::int64_t former_heap_ = 0;
  std::chrono::nanoseconds spent_{0};
  std::chrono::nanoseconds used_before_{0};  ///< what the process had used of the processor before the statement
  std::chrono::steady_clock::time_point began_;
  std::chrono::steady_clock::time_point ended_;
};

}  // namespace iscm::sqlite
