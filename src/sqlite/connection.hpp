#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

struct sqlite3;
namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace iscm::sqlite {

/// A value of SQL: NULL, an integer, a real number or text.
using Value = std::variant<std::monostate, std::int64_t, double, std::string_view>;

class Connection;

/// Runs each step of a connection's statements within limits of its own, such as those of SQL that a user typed.
class StepLimit {
public:
  StepLimit() = default;
  StepLimit(const StepLimit&) = delete;
  StepLimit& operator=(const StepLimit&) = delete;
  /// Calls `step` and returns what it returns. Throws if a limit was met.
  virtual bool limited_step(const std::function<bool()>& step) = 0;

protected:
  ~StepLimit() = default;
};

/// One prepared statement. Every failure throws iscm::Error in the words of db/error.hpp.
class Statement {
public:
  /// Throws where the text holds more than one statement: SQLite would silently drop the rest.
  Statement(Connection& connection, std::string_view sql);
  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) = delete;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  /// Binds the parameter of this 1-based position; text is copied.
  Statement& bind(int position, const Value& value);
  /// Binds the named parameter (":type").
  Statement& bind(const std::string& name, const Value& value);
  /// Whether the text has this named parameter.
  [[nodiscard]] bool has_parameter(const std::string& name) const;

  template <typename... Values>
  Statement& bind_all(const Values&... values) {
    int position = 0;
    (bind(++position, Value(values)), ...);
    return *this;
  }

  /// To the next row; false at the end.
  bool step();
  /// Runs to the end and makes the statement ready to be bound again.
  void run();
  void reset();

  [[nodiscard]] int columns() const;
  [[nodiscard]] std::string column_name(int column) const;
  /// The value in a 0-based column of the current row; text is valid until the next step.
  [[nodiscard]] Value value(int column) const;
  [[nodiscard]] bool is_null(int column) const;
  /// Whether the value is bytes and no text; value() gives them as they are.
  [[nodiscard]] bool is_blob(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  /// NULL gives the empty text.
  [[nodiscard]] std::string text(int column) const;

private:
  Connection* connection_;
  std::unique_ptr<SQLite::Statement> statement_;
};

/// An open database file. Not for use by several threads, but for interrupt().
class Connection {
public:
  explicit Connection(std::unique_ptr<SQLite::Database> database);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  Statement prepare(std::string_view sql) { return {*this, sql}; }

  /// Runs one statement with these values.
  template <typename... Values>
  void run(std::string_view sql, const Values&... values) {
    prepare(sql).bind_all(values...).run();
  }

  /// The first column of the first row as a number; nothing where there is no row or it is NULL.
  template <typename... Values>
  std::optional<std::int64_t> integer(std::string_view sql, const Values&... values) {
    Statement statement = prepare(sql);
    statement.bind_all(values...);
    if (!statement.step() || statement.is_null(0)) return std::nullopt;
    return statement.integer(0);
  }

  /// The first column of the first row as text; nothing where there is no row or it is NULL.
  template <typename... Values>
  std::optional<std::string> text(std::string_view sql, const Values&... values) {
    Statement statement = prepare(sql);
    statement.bind_all(values...);
    if (!statement.step() || statement.is_null(0)) return std::nullopt;
    return statement.text(0);
  }

  /// Rows changed by the last INSERT, UPDATE or DELETE, those of triggers and cascades not counted.
  [[nodiscard]] std::int64_t changes() const;
  [[nodiscard]] bool in_transaction() const;
  [[nodiscard]] sqlite3* handle() const;

  /// From now on every step of its statements goes through `limit`; null: through none.
  void limit_steps(StepLimit* limit) { step_limit_ = limit; }

  /// From now on the destructor leaves the database open: for one that is only read, in a process that ends with it.
  /// Closing would free the parsed schema piece by piece, a tenth of a short command.
  void leave_open() { leave_open_ = true; }

private:
  friend class Statement;
  std::unique_ptr<SQLite::Database> database_;
  bool leave_open_ = false;
  StepLimit* step_limit_ = nullptr;
};

/// BEGIN on construction, ROLLBACK on destruction unless committed.
class Transaction {
public:
  enum class Kind { read, write };
  Transaction(Connection& connection, Kind kind);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  /// Throws Error, and then nothing was changed; but if only the last step fails, to bring to the disk that the journal
  /// is gone, the change is written, and the message says so.
  void commit();

private:
  Connection& connection_;
  Kind kind_;
  bool open_ = true;
};

/// Switches triggers off while it lives: for inserting many new rows that carry their revision, where the triggers of
/// history have nothing to do and would take a third of the time.
class TriggersOff {
public:
  explicit TriggersOff(Connection& connection);
  TriggersOff(const TriggersOff&) = delete;
  TriggersOff& operator=(const TriggersOff&) = delete;
  ~TriggersOff();

private:
  Connection& connection_;
};

/// Switches the enforcement of foreign keys off while it lives: for inserting many links whose records were looked up
/// in this very state of the file, where looking each up again would take a third of the time.
class ForeignKeysOff {
public:
  explicit ForeignKeysOff(Connection& connection);
  ForeignKeysOff(const ForeignKeysOff&) = delete;
  ForeignKeysOff& operator=(const ForeignKeysOff&) = delete;
  ~ForeignKeysOff();

private:
  Connection& connection_;
};

}  // namespace iscm::sqlite
