#include "sqlite/split_text.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "sqlite/sqlite_error.hpp"

// split_text(text, separators): an eponymous virtual table.

namespace iscm::sqlite {
namespace {

enum Column { kPosition, kValue, kText, kSeparators };

struct Cursor : sqlite3_vtab_cursor {
  std::string text;
  std::vector<std::string_view> parts;  ///< of it
  std::size_t at = 0;
};

std::size_t code_point_length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte < 0x80) return 1;
  if (byte < 0xE0) return 2;
  return byte < 0xF0 ? 3 : 4;
}

std::string_view without_blanks(std::string_view part) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto first = part.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return part.substr(first, part.find_last_not_of(kBlanks) - first + 1);
}

/// Where the first of the separators stands at or behind `at`, or where the text ends.
std::size_t find_separator(std::string_view text, std::string_view separators, std::size_t at) {
  const bool is_single = !separators.empty() && code_point_length(separators[0]) == separators.size();
  if (is_single) return std::min(text.find(separators, at), text.size());
  while (at < text.size() && separators.find(text.substr(at, code_point_length(text[at]))) == std::string_view::npos) {
    at += code_point_length(text[at]);
  }
  return std::min(at, text.size());
}

/// Views into the text: what stands between the separators, without blanks around it.
void split(std::string_view text, std::string_view separators, std::vector<std::string_view>& parts) {
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = find_separator(text, separators, start);
    const std::string_view part = without_blanks(text.substr(start, end - start));
    if (!part.empty()) parts.push_back(part);
    start = end + (end < text.size() ? code_point_length(text[end]) : 1);
  }
}

int connect(sqlite3* handle, void* /*unused*/, int /*unused*/, const char* const* /*unused*/, sqlite3_vtab** table,
            char** /*unused*/) {
  const int code =
      sqlite3_declare_vtab(handle, "CREATE TABLE t (position INTEGER, value TEXT, text HIDDEN, separators HIDDEN)");
  if (code == SQLITE_OK) *table = new sqlite3_vtab{};
  return code;
}

int disconnect(sqlite3_vtab* table) {
  delete table;
  return SQLITE_OK;
}

/// Both arguments are needed, and arrive in their order.
int best_index(sqlite3_vtab* /*unused*/, sqlite3_index_info* info) {
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

int open(sqlite3_vtab* /*unused*/, sqlite3_vtab_cursor** cursor) {
  *cursor = new Cursor();
  return SQLITE_OK;
}

int close(sqlite3_vtab_cursor* cursor) {
  delete static_cast<Cursor*>(cursor);
  return SQLITE_OK;
}

std::string_view text_of(sqlite3_value* value) {
  const void* text = sqlite3_value_text(value);
  if (text == nullptr) return {};
  return {static_cast<const char*>(text), static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

int filter(sqlite3_vtab_cursor* base, int /*unused*/, const char* /*unused*/, int count, sqlite3_value** values) {
  auto* cursor = static_cast<Cursor*>(base);
  cursor->at = 0;
  cursor->parts.clear();
  if (count != 2) return SQLITE_OK;
  cursor->text = text_of(values[0]);
  split(cursor->text, text_of(values[1]), cursor->parts);
  return SQLITE_OK;
}

int next(sqlite3_vtab_cursor* cursor) {
  ++static_cast<Cursor*>(cursor)->at;
  return SQLITE_OK;
}

int at_end(sqlite3_vtab_cursor* base) {
  const auto* cursor = static_cast<Cursor*>(base);
  return cursor->at >= cursor->parts.size() ? 1 : 0;
}

int column(sqlite3_vtab_cursor* base, sqlite3_context* context, int column) {
  const auto* cursor = static_cast<Cursor*>(base);
  if (column == kPosition) sqlite3_result_int64(context, static_cast<sqlite3_int64>(cursor->at) + 1);
  if (column == kValue) {
    const std::string_view part = cursor->parts[cursor->at];
    sqlite3_result_text64(context, part.data(), part.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  }
  return SQLITE_OK;
}

int row_id(sqlite3_vtab_cursor* cursor, sqlite3_int64* id) {
  *id = static_cast<sqlite3_int64>(static_cast<Cursor*>(cursor)->at) + 1;
  return SQLITE_OK;
}

const sqlite3_module kModule = [] {
  sqlite3_module module{};
  module.xConnect = connect;
  module.xBestIndex = best_index;
  module.xDisconnect = disconnect;
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

void add_split_text(Connection& connection) {
  const int code = sqlite3_create_module_v2(connection.handle(), "split_text", &kModule, nullptr, nullptr);
  if (code != SQLITE_OK) throw error_of(connection.handle(), code, sqlite3_errmsg(connection.handle()), "split_text");
}

}  // namespace iscm::sqlite
