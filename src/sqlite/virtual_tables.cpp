#include "sqlite/virtual_tables.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <span>
#include <vector>

#include "sqlite/sqlite_error.hpp"
#include "text/utf8.hpp"

namespace iscm::sqlite {
namespace {

struct Table : sqlite3_vtab {
  Rows* rows = nullptr;  ///< of a RowTable
};

/// What SQLite calls of a table whose `Cursor` gives its rows in order: start() with the arguments of a scan, next(),
/// ended(), row(), and give() for a column. start() and next() may throw: an exception must not pass through SQLite's
/// own frames.
template <typename Cursor>
struct Callbacks {
  static Cursor& of(sqlite3_vtab_cursor* cursor) { return *static_cast<Cursor*>(cursor); }

  template <typename Call>
  static int guarded(sqlite3_vtab_cursor* cursor, Call&& call) {
    try {
      call();
      return SQLITE_OK;
    } catch (const std::exception& failure) {
      sqlite3_free(cursor->pVtab->zErrMsg);
      cursor->pVtab->zErrMsg = sqlite3_mprintf("%s", failure.what());
      return SQLITE_ERROR;
    }
  }

  static int connect(sqlite3* handle, void* rows, int /*words*/, const char* const* /*word*/, sqlite3_vtab** table,
                     char** /*error*/) {
    const int code = sqlite3_declare_vtab(handle, Cursor::declaration(static_cast<const Rows*>(rows)).c_str());
    if (code != SQLITE_OK) return code;
    auto* created = new Table();
    created->rows = static_cast<Rows*>(rows);
    *table = created;
    return SQLITE_OK;
  }
  static int disconnect(sqlite3_vtab* table) {
    delete static_cast<Table*>(table);
    return SQLITE_OK;
  }
  static int open(sqlite3_vtab* /*table*/, sqlite3_vtab_cursor** cursor) {
    *cursor = new Cursor();
    return SQLITE_OK;
  }
  static int close(sqlite3_vtab_cursor* cursor) {
    delete &of(cursor);
    return SQLITE_OK;
  }
  static int filter(sqlite3_vtab_cursor* cursor, int /*number*/, const char* /*name*/, int count,
                    sqlite3_value** values) {
    return guarded(cursor, [&] { of(cursor).start({values, static_cast<std::size_t>(count)}); });
  }
  static int next(sqlite3_vtab_cursor* cursor) {
    return guarded(cursor, [&] { of(cursor).next(); });
  }
  static int ended(sqlite3_vtab_cursor* cursor) { return of(cursor).ended() ? 1 : 0; }
  static int column(sqlite3_vtab_cursor* cursor, sqlite3_context* context, int column) {
    of(cursor).give(column, context);
    return SQLITE_OK;
  }
  static int row_id(sqlite3_vtab_cursor* cursor, sqlite3_int64* id) {
    *id = of(cursor).row();
    return SQLITE_OK;
  }

  /// A table that is there without CREATE if `create` is null.
  static sqlite3_module module(decltype(sqlite3_module::xCreate) create) {
    sqlite3_module module{};
    module.xCreate = create;
    module.xConnect = connect;
    module.xBestIndex = Cursor::best_index;
    module.xDisconnect = module.xDestroy = disconnect;
    module.xOpen = open;
    module.xClose = close;
    module.xFilter = filter;
    module.xNext = next;
    module.xEof = ended;
    module.xColumn = column;
    module.xRowid = row_id;
    return module;
  }
};

void give_text(sqlite3_context* context, std::string_view text) {
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

class RowCursor : public sqlite3_vtab_cursor {
public:
  static std::string declaration(const Rows* rows) {
    std::string sql = "CREATE TABLE t (line INTEGER";
    for (std::size_t i = 0; i < rows->columns(); ++i) sql += fmt::format(", cell_{} TEXT", i);
    return sql + ")";
  }
  static int best_index(sqlite3_vtab* /*table*/, sqlite3_index_info* info) {
    info->estimatedCost = 1e6;
    return SQLITE_OK;
  }

  void start(std::span<sqlite3_value*> /*none*/) { next(); }
  void next() {
    ended_ = !rows().next();
    ++row_;
  }
  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] sqlite3_int64 row() const { return row_; }
  void give(int column, sqlite3_context* context) const {
    if (column == 0) return sqlite3_result_int64(context, static_cast<sqlite3_int64>(rows().line()));
    const std::string_view cell = rows().cell(static_cast<std::size_t>(column - 1));
    if (!cell.empty()) give_text(context, cell);  // else NULL
  }

private:
  [[nodiscard]] Rows& rows() const { return *static_cast<Table*>(pVtab)->rows; }

  sqlite3_int64 row_ = 0;
  bool ended_ = false;
};

std::string_view text_of(sqlite3_value* value) {
  const void* text = sqlite3_value_text(value);
  if (text == nullptr) return {};
  return {static_cast<const char*>(text), static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

/// The length of the first code point of a text, if it has one.
std::size_t first_length(std::string_view text) {
  return text.empty() ? 1 : text::first_code_point(text).bytes.size();
}

/// How long the start of a text is in which there is no separator.
std::size_t find_separator(std::string_view text, std::string_view separators) {
  const bool is_single = first_length(separators) == separators.size();
  if (is_single) return std::min(text.find(separators), text.size());
  std::size_t at = 0;
  for (const text::CodePoint& point : text::CodePoints(text)) {
    if (separators.find(point.bytes) != std::string_view::npos) break;
    at += point.bytes.size();
  }
  return at;
}

class SplitCursor : public sqlite3_vtab_cursor {
public:
  static std::string declaration(const Rows* /*none*/) {
    return "CREATE TABLE t (position INTEGER, value TEXT, text HIDDEN, separators HIDDEN)";
  }

  /// Both arguments are needed, and arrive in their order.
  static int best_index(sqlite3_vtab* /*table*/, sqlite3_index_info* info) {
    int found = 0;
    for (int i = 0; i < info->nConstraint; ++i) {
      const auto& constraint = info->aConstraint[i];
      if (constraint.iColumn < kText || constraint.op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
      if (constraint.usable == 0) return SQLITE_CONSTRAINT;
      info->aConstraintUsage[i].argvIndex = constraint.iColumn - kText + 1;
      info->aConstraintUsage[i].omit = 1;
      ++found;
    }
    if (found != 2) return SQLITE_CONSTRAINT;
    info->estimatedCost = 4;
    info->estimatedRows = 4;
    return SQLITE_OK;
  }

  void start(std::span<sqlite3_value*> arguments) {
    at_ = 0;
    parts_.clear();
    if (arguments.size() == 2) split(arguments[0], text_of(arguments[1]));
  }
  void next() { ++at_; }
  [[nodiscard]] bool ended() const { return at_ >= parts_.size(); }
  [[nodiscard]] sqlite3_int64 row() const { return static_cast<sqlite3_int64>(at_) + 1; }
  void give(int column, sqlite3_context* context) const {
    if (column == kPosition) sqlite3_result_int64(context, row());
    if (column == kValue) give_text(context, parts_[at_]);
  }

private:
  enum Column { kPosition, kValue, kText, kSeparators };

  void split(sqlite3_value* text, std::string_view separators) {
    text_ = text_of(text);
    for (std::string_view rest = text_; !rest.empty();) {
      const std::size_t end = find_separator(rest, separators);
      const std::string_view part = without_blanks(rest.substr(0, end));
      if (!part.empty()) parts_.push_back(part);
      rest.remove_prefix(end);
      if (!rest.empty()) rest.remove_prefix(first_length(rest));
    }
  }

  std::string text_;
  std::vector<std::string_view> parts_;  // of it
  std::size_t at_ = 0;
};

void add_module(Connection& connection, const char* name, const sqlite3_module& module, Rows* rows) {
  const int code = sqlite3_create_module_v2(connection.handle(), name, &module, rows, nullptr);
  if (code != SQLITE_OK) throw error_of(connection.handle(), code, sqlite3_errmsg(connection.handle()), name);
}

}  // namespace

RowTable::RowTable(Connection& connection, const char* name, Rows& rows) : connection_(connection), name_(name) {
  static const sqlite3_module module = Callbacks<RowCursor>::module(Callbacks<RowCursor>::connect);
  add_module(connection, name, module, &rows);
  connection.run(fmt::format("CREATE VIRTUAL TABLE temp.{0} USING {0}", name));
}

RowTable::~RowTable() {
  sqlite3_exec(connection_.handle(), fmt::format("DROP TABLE IF EXISTS temp.{}", name_).c_str(), nullptr, nullptr,
               nullptr);
  sqlite3_create_module_v2(connection_.handle(), name_.c_str(), nullptr, nullptr, nullptr);
}

void add_split_text(Connection& connection) {
  static const sqlite3_module module = Callbacks<SplitCursor>::module(nullptr);
  add_module(connection, "split_text", module, nullptr);
}

}  // namespace iscm::sqlite
