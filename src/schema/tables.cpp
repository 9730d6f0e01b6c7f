#include "schema/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "error.hpp"

namespace iscm::schema {
namespace {

bool contains(const std::vector<std::string>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// Splits "a, ifnull(b, ''), c" at the commas outside parentheses.
std::vector<std::string> split_terms(std::string_view list) {
  std::vector<std::string> terms(1);
  int depth = 0;
  for (const char c : list) {
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (c == ',' && depth == 0) {
      terms.emplace_back();
    } else if (c != ' ' || !terms.back().empty()) {
      terms.back() += c;
    }
  }
  return terms;
}

/// The terms of a unique index. One that a constraint made has no SQL, but then its terms are plain columns.
std::vector<std::string> terms_of_index(sqlite::Connection& connection, const std::string& index) {
  const auto sql = connection.text("SELECT sql FROM main.sqlite_schema WHERE type = 'index' AND name = ?", index);
  if (sql) {
    const auto open = sql->find('(');
    return split_terms(std::string_view(*sql).substr(open + 1, sql->rfind(')') - open - 1));
  }
  std::vector<std::string> terms;
  sqlite::Statement columns = connection.prepare("SELECT name FROM pragma_index_info(?, 'main') ORDER BY seqno");
  columns.bind(1, index);
  while (columns.step()) terms.push_back(columns.text(0));
  return terms;
}

void read_columns(sqlite::Connection& connection, TrackedTable& table) {
  sqlite::Statement columns = connection.prepare("SELECT name, pk FROM pragma_table_info(?, 'main') ORDER BY cid");
  columns.bind(1, table.name);
  while (columns.step()) {
    if (columns.integer(1) > 0) {
      table.key.push_back(columns.text(0));
    } else if (columns.text(0) != "revision") {
      table.columns.push_back(columns.text(0));
    }
  }
}

void read_unique_keys(sqlite::Connection& connection, TrackedTable& table) {
  sqlite::Statement indexes = connection.prepare(
      "SELECT name FROM pragma_index_list(?, 'main') WHERE \"unique\" AND origin <> 'pk' AND NOT partial ORDER BY seq "
      "DESC");
  indexes.bind(1, table.name);
  while (indexes.step()) table.unique_keys.push_back(terms_of_index(connection, indexes.text(0)));
}

/// Foreign keys and what refers to a table, in one pass: a PRAGMA for each pair of tables would take longer than an
/// undo.
void read_foreign_keys(sqlite::Connection& connection, std::vector<TrackedTable>& tables) {
  sqlite::Statement keys = connection.prepare(R"(
      SELECT s.name, f."from", f."table" FROM main.sqlite_schema AS s, pragma_foreign_key_list(s.name, 'main') AS f
      WHERE s.type = 'table' ORDER BY s.rowid, f.id DESC)");
  while (keys.step()) {
    for (TrackedTable& table : tables) {
      if (table.name == keys.text(0) && keys.text(1) != "revision") {
        table.foreign_keys.push_back({keys.text(1), keys.text(2)});
      }
      if (table.name == keys.text(2)) table.referenced_by.push_back({keys.text(0), keys.text(1)});
    }
  }
}

/// Parents first. `source_id` is no reason to wait: sources come first anyway, and refer to themselves.
void sort_parents_first(std::vector<TrackedTable>& tables) {
  std::vector<TrackedTable> sorted;
  std::set<std::string> placed;
  while (!tables.empty()) {
    const auto ready = std::find_if(tables.begin(), tables.end(), [&](const TrackedTable& table) {
      return std::all_of(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const ForeignKey& key) {
        return key.parent == table.name || placed.contains(key.parent);
      });
    });
    if (ready == tables.end()) throw Error(Exit::failed, "the tables refer to each other in a circle");
    placed.insert(ready->name);
    sorted.push_back(std::move(*ready));
    tables.erase(ready);
  }
  tables = std::move(sorted);
}

}  // namespace

bool TrackedTable::has_parent() const {
  return std::any_of(foreign_keys.begin(), foreign_keys.end(),
                     [&](const ForeignKey& link) { return link.column == "parent_id" && link.parent == name; });
}

std::vector<std::string> TrackedTable::said() const {
  std::vector<std::string> said = columns;
  std::erase(said, "source_id");
  return said;
}

std::vector<std::string> TrackedTable::all_columns() const {
  std::vector<std::string> all = key;
  all.insert(all.end(), columns.begin(), columns.end());
  all.emplace_back("revision");
  return all;
}

std::string TrackedTable::same_key(std::string_view left, std::string_view right) const {
  std::string condition;
  for (const std::string& column : key) {
    condition += fmt::format("{}{}.{} = {}.{}", condition.empty() ? "" : " AND ", left, column, right, column);
  }
  return condition;
}

std::vector<TrackedTable> tracked_tables(sqlite::Connection& connection) {
  std::vector<TrackedTable> tables;
  sqlite::Statement names = connection.prepare(R"(
      SELECT name FROM main.sqlite_schema AS t
      WHERE type = 'table'
        AND EXISTS (SELECT 1 FROM main.sqlite_schema AS h WHERE h.type = 'table' AND h.name = t.name || '_history')
      ORDER BY rowid)");
  while (names.step()) {
    TrackedTable table;
    table.name = names.text(0);
    read_columns(connection, table);
    read_unique_keys(connection, table);
    tables.push_back(std::move(table));
  }
  read_foreign_keys(connection, tables);
  sort_parents_first(tables);
  return tables;
}

std::string through(const TrackedTable& table, std::string_view term, std::string_view row) {
  std::string result;
  std::string word;
  const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  const auto flush = [&] {
    if (contains(table.columns, word) || contains(table.key, word)) result += fmt::format("{}.", row);
    result += word;
    word.clear();
  };
  for (const char c : term) {
    if (is_word(c)) {
      word += c;
    } else {
      flush();
      result += c;
    }
  }
  flush();
  return result;
}

std::string column_list(const std::vector<std::string>& columns, std::string_view prefix) {
  std::string list;
  for (const std::string& column : columns) {
    if (!list.empty()) list += ", ";
    if (!prefix.empty()) list += fmt::format("{}.", prefix);
    list += column;
  }
  return list;
}

}  // namespace iscm::schema
