#include "sqlite/row_table.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <string>

#include "sqlite/sqlite_error.hpp"

namespace iscm::sqlite {
namespace {

struct Table : sqlite3_vtab {
  Rows* rows = nullptr;
};

struct Cursor : sqlite3_vtab_cursor {
  sqlite3_int64 row = 0;
  bool ended = false;
};

Rows& rows_of(sqlite3_vtab_cursor* cursor) {
  return *static_cast<Table*>(cursor->pVtab)->rows;
}

int connect(sqlite3* handle, void* rows, int /*unused*/, const char* const* /*unused*/, sqlite3_vtab** table,
            char** /*unused*/) {
  auto* source = static_cast<Rows*>(rows);
  std::string sql = "CREATE TABLE t (line INTEGER";
  for (std::size_t i = 0; i < source->columns(); ++i) sql += fmt::format(", cell_{} TEXT", i);
  const int code = sqlite3_declare_vtab(handle, (sql + ")").c_str());
  if (code != SQLITE_OK) return code;
  auto created = std::make_unique<Table>();
  created->rows = source;
  *table = created.release();
  return SQLITE_OK;
}

int disconnect(sqlite3_vtab* table) {
  delete static_cast<Table*>(table);
  return SQLITE_OK;
}

int best_index(sqlite3_vtab* /*unused*/, sqlite3_index_info* info) {
  info->estimatedCost = 1e6;
  return SQLITE_OK;
}

int open(sqlite3_vtab* /*unused*/, sqlite3_vtab_cursor** cursor) {
  *cursor = new Cursor();
  return SQLITE_OK;
}

int close(sqlite3_vtab_cursor* cursor) {
  delete static_cast<Cursor*>(cursor);
  return SQLITE_OK;
}

int next(sqlite3_vtab_cursor* base) {
  auto* cursor = static_cast<Cursor*>(base);
  try {
    cursor->ended = !rows_of(cursor).next();
  } catch (const std::exception& failure) {
    // An exception must not pass through SQLite's own frames.
    sqlite3_free(base->pVtab->zErrMsg);
    base->pVtab->zErrMsg = sqlite3_mprintf("%s", failure.what());
    return SQLITE_ERROR;
  }
  ++cursor->row;
  return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor* cursor, int /*unused*/, const char* /*unused*/, int /*unused*/,
           sqlite3_value** /*unused*/) {
  return next(cursor);
}

int at_end(sqlite3_vtab_cursor* cursor) {
  return static_cast<Cursor*>(cursor)->ended ? 1 : 0;
}

int column(sqlite3_vtab_cursor* cursor, sqlite3_context* context, int column) {
  const Rows& rows = rows_of(cursor);
  if (column == 0) {
    sqlite3_result_int64(context, static_cast<sqlite3_int64>(rows.line()));
  } else {
    const std::string_view cell = rows.cell(static_cast<std::size_t>(column - 1));
    if (cell.empty()) return SQLITE_OK;  // which is NULL
    sqlite3_result_text64(context, cell.data(), cell.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  }
  return SQLITE_OK;
}

int row_id(sqlite3_vtab_cursor* cursor, sqlite3_int64* id) {
  *id = static_cast<Cursor*>(cursor)->row;
  return SQLITE_OK;
}

const sqlite3_module kModule = [] {
  sqlite3_module module{};
  module.xCreate = connect;
  module.xConnect = connect;
  module.xBestIndex = best_index;
  module.xDisconnect = disconnect;
  module.xDestroy = disconnect;
  module.xOpen = open;
  module.xClose = close;
  module.xFilter = filter;
  module.xNext = next;
  module.xEof = at_end;
  module.xColumn = column;
  module.xRowid = row_id;
  return module;
}();

}  // namespace

RowTable::RowTable(Connection& connection, const char* name, Rows& rows) : connection_(connection), name_(name) {
  const int code = sqlite3_create_module_v2(connection.handle(), name, &kModule, &rows, nullptr);
  if (code != SQLITE_OK) throw error_of(connection.handle(), code, sqlite3_errmsg(connection.handle()), name);
  connection.run(fmt::format("CREATE VIRTUAL TABLE temp.{0} USING {0}", name));
}

RowTable::~RowTable() {
  sqlite3_exec(connection_.handle(), fmt::format("DROP TABLE IF EXISTS temp.{}", name_).c_str(), nullptr, nullptr,
               nullptr);
  sqlite3_create_module_v2(connection_.handle(), name_.c_str(), nullptr, nullptr, nullptr);
}

}  // namespace iscm::sqlite
