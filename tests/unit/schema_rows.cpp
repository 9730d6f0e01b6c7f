#include "schema_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "error.hpp"

namespace iscm::test {
namespace {

std::string letters(int n, std::size_t count) {
  std::string word(count, 'A');
  for (std::size_t i = count; i > 0; --i, n /= 26) word[i - 1] = static_cast<char>('A' + n % 26);
  return word;
}

/// The words in a CHECK "column IN ('a', 'b')" of the table, as literals.
std::vector<std::string> known_words(sqlite::Connection& connection, const std::string& table,
                                     const std::string& column) {
  const std::string sql = connection.text("SELECT sql FROM sqlite_schema WHERE name = ?", table).value();
  const std::string start = fmt::format("CHECK ({} IN (", column);
  const auto at = sql.find(start);
  std::vector<std::string> words;
  if (at == std::string::npos) return words;
  std::string list = sql.substr(at + start.size(), sql.find(')', at) - at - start.size());
  std::size_t from = 0;
  while (from < list.size()) {
    const auto comma = std::min(list.find(", ", from), list.size());
    words.push_back(list.substr(from, comma - from));
    from = comma + 2;
  }
  return words;
}

}  // namespace

SchemaRows::SchemaRows(sqlite::Connection& connection)
    : connection_(connection), tables_(schema::tracked_tables(connection)) {}

const schema::TrackedTable& SchemaRows::table(const std::string& name) const {
  const auto found =
      std::find_if(tables_.begin(), tables_.end(), [&](const auto& table) { return table.name == name; });
  if (found == tables_.end()) throw std::logic_error(name + " is not tracked");
  return *found;
}

/// As a code of a language.
static std::string small_letters(int n) {
  return {static_cast<char>('a' + n % 26), static_cast<char>('a' + n / 26 % 26), static_cast<char>('a' + n / 676 % 26)};
}

std::vector<std::string> SchemaRows::candidates(const schema::TrackedTable& table, const std::string& column, int n) {
  for (const schema::ForeignKey& key : table.foreign_keys) {
    if (key.column == column) return {std::to_string(insert(key.parent).front())};
  }
  std::vector<std::string> values = known_words(connection_, table.name, column);
  if (!values.empty()) return values;
  const bool is_text = connection_.text("SELECT type FROM pragma_table_info(?) WHERE name = ?", table.name, column) ==
                       std::string("TEXT");
  if (!is_text) return {std::to_string(n), std::to_string(1990 + n % 100), "0"};
  for (const auto& word : {letters(n, 3), std::to_string(2000 + n % 100), fmt::format("https://example.org/{}", n),
                           fmt::format("{:03}", n), letters(n, 2), small_letters(n)}) {
    values.push_back(fmt::format("'{}'", word));
  }
  return values;
}

std::vector<std::int64_t> SchemaRows::insert(const std::string& name) {
  const schema::TrackedTable& table = this->table(name);
  const int n = ++made_;
  std::vector<std::string> columns;
  std::vector<std::string> values;
  const bool is_link = table.key.size() > 1;
  sqlite::Statement needed = connection_.prepare(R"(
      SELECT name FROM pragma_table_info(?) WHERE "notnull" AND dflt_value IS NULL AND name <> 'id' ORDER BY cid)");
  needed.bind(1, name);
  while (needed.step()) columns.push_back(needed.text(0));
  for (const std::string& column : columns) {
    const std::vector<std::string> all = candidates(table, column, n);
    const bool is_date = connection_.integer("SELECT instr(sql, ?) > 0 FROM sqlite_schema WHERE name = ?",
                                             fmt::format("{}_{}_is_a_partial_date", name, column), name) == 1;
    values.push_back(is_date ? all.at(1) : all.front());
  }
  const std::string returning = is_link ? schema::column_list(table.key) : "id";
  sqlite::Statement statement =
      connection_.prepare(fmt::format("INSERT INTO {} ({}) VALUES ({}) RETURNING {}", name,
                                      schema::column_list(columns), fmt::join(values, ", "), returning));
  statement.step();
  std::vector<std::int64_t> key;
  for (int i = 0; i < statement.columns(); ++i) key.push_back(statement.integer(i));
  statement.run();
  return key;
}

void SchemaRows::change(const schema::TrackedTable& table, const std::vector<std::int64_t>& key,
                        const std::string& column) {
  std::string failure = "there is no other value";
  for (const std::string& value : candidates(table, column, ++made_)) {
    try {
      connection_.run(fmt::format("UPDATE {0} SET {1} = {2} WHERE {3} AND {1} IS NOT {2}", table.name, column, value,
                                  where(table, key)));
      if (connection_.changes() == 1) return;
    } catch (const Error& error) {
      failure = error.what();
    }
  }
  throw std::logic_error(fmt::format("{}.{}: {}", table.name, column, failure));
}

std::string SchemaRows::where(const schema::TrackedTable& table, const std::vector<std::int64_t>& key) {
  std::string condition;
  for (std::size_t i = 0; i < key.size(); ++i) {
    condition += fmt::format("{}{} = {}", i == 0 ? "" : " AND ", table.key[i], key[i]);
  }
  return condition;
}

}  // namespace iscm::test
