#include "sqlite/connection.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <vector>

#include "sqlite/sqlite_error.hpp"

namespace iscm::sqlite {
namespace {

/// Runs a call into SQLiteCpp; its exceptions leave as ours.
template <typename Call>
auto translated(sqlite3* handle, std::string_view sql, Call&& call) {
  try {
    return call();
  } catch (const SQLite::Exception& exception) {
    throw error_of(handle, exception.getExtendedErrorCode(), exception.what(), sql);
  }
}

/// SQLiteCpp keeps no tail pointer, so a text with a semicolon in it is prepared once more to see where it ends.
void refuse_second_statement(sqlite3* handle, std::string_view sql) {
  constexpr std::string_view kBlank = " \t\r\n;";
  const auto semicolon = sql.find(';');
  if (semicolon == std::string_view::npos || sql.find_first_not_of(kBlank, semicolon) == std::string_view::npos) return;
  const char* tail = nullptr;
  sqlite3_stmt* first = nullptr;
  const int code = sqlite3_prepare_v2(handle, sql.data(), static_cast<int>(sql.size()), &first, &tail);
  if (code != SQLITE_OK) throw error_of(handle, code, sqlite3_errmsg(handle), sql);
  sqlite3_finalize(first);
  const std::string_view rest = sql.substr(static_cast<std::size_t>(tail - sql.data()));
  if (rest.find_first_not_of(kBlank) != std::string_view::npos) {
    throw Error(Exit::usage, "more than one SQL statement where one was expected", "give one SELECT at a time");
  }
}

struct Binder {
  SQLite::Statement& statement;
  int position;
  void operator()(std::monostate) const { statement.bind(position); }
  void operator()(std::int64_t number) const { statement.bind(position, number); }
  void operator()(double number) const { statement.bind(position, number); }
  void operator()(std::string_view text) const { statement.bind(position, std::string(text)); }
};

}  // namespace

Statement::Statement(Connection& connection, std::string_view sql) : connection_(&connection) {
  refuse_second_statement(connection.handle(), sql);
  statement_ = translated(connection.handle(), sql,
                          [&] { return std::make_unique<SQLite::Statement>(*connection.database_, std::string(sql)); });
}

Statement::Statement(Statement&&) noexcept = default;
Statement::~Statement() = default;

Statement& Statement::bind(int position, const Value& value) {
  translated(connection_->handle(), {}, [&] { std::visit(Binder{*statement_, position}, value); });
  return *this;
}

Statement& Statement::bind(const std::string& name, const Value& value) {
  return bind(translated(connection_->handle(), {}, [&] { return statement_->getIndex(name.c_str()); }), value);
}

bool Statement::has_parameter(const std::string& name) const {
  return statement_->getIndex(name.c_str()) != 0;
}

bool Statement::step() {
  const auto step = [this] {
    return translated(connection_->handle(), statement_->getQuery(), [this] { return statement_->executeStep(); });
  };
  return connection_->step_limit_ == nullptr ? step() : connection_->step_limit_->limited_step(step);
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

void Statement::reset() {
  translated(connection_->handle(), {}, [&] { statement_->reset(); });
}

int Statement::columns() const {
  return statement_->getColumnCount();
}

std::string Statement::column_name(int column) const {
  return statement_->getColumnName(column);
}

Value Statement::value(int column) const {
  const SQLite::Column cell = statement_->getColumn(column);
  if (cell.isNull()) return std::monostate{};
  if (cell.isInteger()) return std::int64_t{cell.getInt64()};
  if (cell.isFloat()) return cell.getDouble();
  const char* text = cell.getText();
  return std::string_view(text, static_cast<std::size_t>(cell.getBytes()));
}

bool Statement::is_null(int column) const {
  return statement_->getColumn(column).isNull();
}

bool Statement::is_blob(int column) const {
  return statement_->getColumn(column).isBlob();
}

std::int64_t Statement::integer(int column) const {
  return statement_->getColumn(column).getInt64();
}

std::string Statement::text(int column) const {
  return statement_->getColumn(column).getString();
}

Connection::Connection(std::unique_ptr<SQLite::Database> database) : database_(std::move(database)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

Connection::~Connection() {
  if (!leave_open_ || database_ == nullptr) return;
  // NOLINTNEXTLINE(bugprone-unhandled-exception-at-new): the process ends anyway.
  static auto& left_open = *new std::vector<std::unique_ptr<SQLite::Database>>;
  left_open.push_back(std::move(database_));
}

std::int64_t Connection::changes() const {
  return sqlite3_changes64(handle());
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(handle()) == 0;
}

sqlite3* Connection::handle() const {
  return database_->getHandle();
}

Transaction::Transaction(Connection& connection, Kind kind) : connection_(connection), kind_(kind) {
  connection_.run(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  // A failed statement may have rolled back already (a full disk does); a second ROLLBACK would only complain.
  if (open_ && connection_.in_transaction()) {
    sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
  // Where a write failed, SQLite leaves what it had written to the next that reads, and the journal with it. That is
  // us: the file is to be as it was when the program ends.
  if (open_ && kind_ == Kind::write)
    sqlite3_exec(connection_.handle(), "SELECT 1 FROM main.sqlite_schema", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  sqlite3* handle = connection_.handle();
  const int code = sqlite3_exec(handle, "COMMIT", nullptr, nullptr, nullptr);
  if (code == SQLITE_IOERR_DIR_FSYNC) throw unsynced_folder_error(handle);
  if (code != SQLITE_OK) throw error_of(handle, code, sqlite3_errmsg(handle), "COMMIT");
  open_ = false;
}

TriggersOff::TriggersOff(Connection& connection) : connection_(connection) {
  sqlite3_db_config(connection_.handle(), SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
}

TriggersOff::~TriggersOff() {
  sqlite3_db_config(connection_.handle(), SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, nullptr);
}

ForeignKeysOff::ForeignKeysOff(Connection& connection) : connection_(connection) {
  sqlite3_db_config(connection_.handle(), SQLITE_DBCONFIG_ENABLE_FKEY, 0, nullptr);
}

ForeignKeysOff::~ForeignKeysOff() {
  sqlite3_db_config(connection_.handle(), SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
}

}  // namespace iscm::sqlite
