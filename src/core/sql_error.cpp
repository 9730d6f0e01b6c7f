#include "core/sql_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>

#include "core/entities.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"
#include "text/wrap.hpp"

namespace iscm::core {
namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

/// Every word of a query in small letters, be it a keyword, a name or part of a text.
std::set<std::string> words_of(std::string_view sql) {
  std::set<std::string> found;
  for (std::size_t at = 0; at < sql.size();) {
    const auto end = static_cast<std::size_t>(
        std::find_if_not(sql.begin() + static_cast<std::ptrdiff_t>(at), sql.end(), is_word) - sql.begin());
    if (end > at) found.insert(text::ascii_lower(sql.substr(at, end - at)));
    at = end + 1;
  }
  return found;
}

/// Where a name stands in the query as a whole word; npos where it does not.
std::size_t place_of(std::string_view sql, std::string_view name) {
  const std::string in = text::ascii_lower(sql);
  const std::string wanted = text::ascii_lower(name);
  for (auto at = in.find(wanted); at != std::string::npos; at = in.find(wanted, at + 1)) {
    const bool begins = at == 0 || !is_word(in[at - 1]);
    const auto end = at + wanted.size();
    if (begins && (end == in.size() || !is_word(in[end]))) return at;
  }
  return std::string_view::npos;
}

/// What follows the colon of "no such column: m.yeer", without the table or alias before the dot.
std::string_view name_in(std::string_view message) {
  const auto colon = message.find(": ");
  if (colon == std::string_view::npos) return {};
  const std::string_view name = message.substr(colon + 2);
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

std::vector<std::string> texts(db::Connection& connection, std::string_view sql) {
  std::vector<std::string> found;
  db::Statement rows = connection.prepare(sql);
  while (rows.step()) found.push_back(rows.text(0));
  return found;
}

std::vector<std::string> tables(db::Connection& connection) {
  return texts(connection,
               "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' "
               "ESCAPE '\\' ORDER BY name LIKE '%\\_history' ESCAPE '\\', name");
}

/// The columns of the tables that the query names; of every table where it names none.
std::vector<std::string> columns(db::Connection& connection, const std::set<std::string>& words) {
  std::vector<std::string> named;
  std::vector<std::string> all;
  db::Statement rows = connection.prepare(
      "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type IN ('table', "
      "'view')");
  while (rows.step()) {
    all.push_back(rows.text(1));
    if (words.contains(text::ascii_lower(rows.text(0)))) named.push_back(rows.text(1));
  }
  return named.empty() ? all : named;
}

/// People know a reference by its field: `type` of a mechanism is the column type_id.
std::string reference_hint(std::string_view name, const std::set<std::string>& words) {
  for (const Entity& entity : entities()) {
    if (!words.contains(std::string(entity.table))) continue;
    const Field* field = entity.field(name);
    if (field == nullptr || field->target.empty()) continue;
    const Entity& target = entity_named(field->target);
    if (!field->link_table.empty()) {
      return fmt::format("the {} of {} stand in {}, one a row: `iscm schema {}` shows the join", field->name,
                         entity.table, field->link_table, field->link_table);
    }
    return fmt::format("{} has {}, the id of a row of {}: `iscm schema {}` shows the join", entity.table, field->column,
                       target.table, entity.table);
  }
  return {};
}

std::string hint_for(db::Connection& connection, const UserQuery& query, std::string_view message, std::size_t place) {
  const std::string_view name = name_in(message);
  if (message.starts_with("no such table: ")) {
    const std::string guess = text::did_you_mean(name, tables(connection));
    return guess.empty() ? "`iscm schema` lists the tables" : guess;
  }
  if (message.starts_with("no such column: ")) {
    const bool quoted = place < query.sql.size() && query.sql[place] == '"';
    if (quoted) return fmt::format("text stands in single quotes: '{}'", name);
    const std::set<std::string> words = words_of(query.sql);
    if (std::string hint = reference_hint(name, words); !hint.empty()) return hint;
    const std::string guess = text::did_you_mean(name, columns(connection, words));
    return guess.empty() ? "`iscm schema TABLE` lists its columns" : guess;
  }
  if (message.starts_with("no such function: ")) {
    return text::did_you_mean(name, texts(connection, "SELECT DISTINCT name FROM pragma_function_list"));
  }
  if (message.starts_with("ambiguous column name: ")) return fmt::format("write which: TABLE.{}", name);
  return {};
}

/// The line of the query with a caret beneath the place, cut to what a terminal holds.
std::string line_with_caret(std::string_view sql, std::size_t place) {
  constexpr std::size_t kBefore = 60;
  constexpr std::size_t kMost = 76;
  const auto begin = place == 0 ? std::string_view::npos : sql.rfind('\n', place - 1);
  std::size_t first = begin == std::string_view::npos ? 0 : begin + 1;
  if (place - first > kBefore) first = place - kBefore;
  while (first < place && (static_cast<unsigned char>(sql[first]) & 0xC0U) == 0x80) ++first;
  std::string line(sql.substr(first, std::min(sql.find('\n', place), sql.size()) - first));
  if (line.ends_with('\r') && line.size() > place - first) line.pop_back();
  std::replace(line.begin(), line.end(), '\t', ' ');
  const std::string before = text::visible(std::string_view(line).substr(0, place - first));
  std::string rest = text::visible(std::string_view(line).substr(std::min(place - first, line.size())));
  if (rest.size() > kMost) {
    rest.resize(kMost);
    while (!rest.empty() && (static_cast<unsigned char>(rest.back()) & 0xC0U) == 0x80) rest.pop_back();
    if (!rest.empty() && static_cast<unsigned char>(rest.back()) >= 0xC0) rest.pop_back();
  }
  return fmt::format("  {}{}\n  {}^", before, rest, std::string(text::display_width(before), ' '));
}

}  // namespace

void throw_explained(db::Connection& connection, const UserQuery& query, const db::SqlError& error) {
  const std::string message = error.what();
  std::size_t place = error.offset();
  if (place == std::string_view::npos && !name_in(message).empty()) place = place_of(query.sql, name_in(message));
  if (message == "incomplete input") place = query.sql.find_last_not_of(" \t\r\n") + 1;
  const std::string hint = hint_for(connection, query, message, place);
  if (place == std::string_view::npos) throw Error(Exit::usage, text::visible(message), hint);

  const auto line = 1 + std::count(query.sql.begin(), query.sql.begin() + static_cast<std::ptrdiff_t>(place), '\n');
  std::string where;
  if (!query.file.empty()) {
    where = fmt::format("{}:{}: ", text::visible(query.file), line);
  } else if (query.sql.find('\n') != std::string_view::npos) {
    where = fmt::format("line {}: ", line);
  }
  throw Error(Exit::usage, fmt::format("{}{}\n{}", where, text::visible(message), line_with_caret(query.sql, place)),
              hint);
}

}  // namespace iscm::core
