#include "query/typed_sql.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <set>

#include "model/entities.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"
#include "text/wrap.hpp"

namespace iscm::query {
namespace {

/// A number if SQLite would write it so, else text: leading zeros, signs and exponents are kept as they were typed.
sqlite::Value value_of(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  const auto dot = digits.find('.');
  const std::string_view whole = digits.substr(0, dot);
  if (!text::is_digits(whole) || (whole.size() > 1 && whole[0] == '0')) return text;
  const char* end = text.data() + text.size();
  if (dot == std::string_view::npos) {
    std::int64_t number = 0;
    const bool fits = std::from_chars(text.data(), end, number).ec == std::errc() && text != "-0";
    return fits ? sqlite::Value(number) : sqlite::Value(text);
  }
  if (!text::is_digits(digits.substr(dot + 1))) return text;
  double number = 0;
  if (std::from_chars(text.data(), end, number).ec != std::errc()) return text;
  return number;
}

std::map<std::string, std::string> read_settings(const std::vector<std::string>& settings) {
  std::map<std::string, std::string> values;
  for (const std::string& setting : settings) {
    const auto equals = setting.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw Error(Exit::usage, fmt::format("-p {}: a parameter needs a value", setting), "write -p name=value");
    }
    std::string name = setting.substr(0, equals);
    if (std::string_view(":@$").find(name[0]) != std::string_view::npos) name.erase(0, 1);
    if (!values.emplace(name, setting.substr(equals + 1)).second) {
      throw Error(Exit::usage, fmt::format("-p {}= is given twice", name));
    }
  }
  return values;
}

void refuse_nameless_and_unknown(const std::map<std::string, std::string>& values,
                                 const std::vector<std::string>& parameters) {
  if (std::find(parameters.begin(), parameters.end(), "?") != parameters.end()) {
    throw Error(Exit::usage, "a parameter of the query has no name", "write :name in the query, and -p name=value");
  }
  std::vector<std::string> known;
  for (const std::string& parameter : parameters) known.push_back(parameter.substr(1));
  for (const auto& [name, value] : values) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string all = known.empty() ? "it has none: write :name in it"
                                          : fmt::format("its parameters are :{}", fmt::join(known, ", :"));
    throw Error(Exit::usage, fmt::format("the query has no parameter :{}", name),
                text::did_you_mean_or(name, known, all));
  }
}

void bind(sqlite::Statement& statement, const std::vector<std::string>& parameters,
          const std::map<std::string, std::string>& values) {
  for (const std::string& parameter : parameters) {
    const auto value = values.find(parameter.substr(1));
    if (value == values.end()) {
      throw Error(Exit::usage, fmt::format("the query's parameter {} has no value", parameter),
                  fmt::format("add -p {}=VALUE", parameter.substr(1)));
    }
    statement.bind(parameter, value_of(value->second));
  }
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

/// Every word of a query in small letters: keywords, names and the words of its texts.
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

/// Where a name is in the query as a whole word; npos if it is not.
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

std::vector<std::string> texts(sqlite::Connection& connection, std::string_view sql) {
  std::vector<std::string> found;
  sqlite::Statement rows = connection.prepare(sql);
  while (rows.step()) found.push_back(rows.text(0));
  return found;
}

std::vector<std::string> tables(sqlite::Connection& connection) {
  return texts(connection,
               "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' "
               "ESCAPE '\\' ORDER BY name LIKE '%\\_history' ESCAPE '\\', name");
}

/// The columns of the tables that the query names; of every table if it names none.
std::vector<std::string> columns(sqlite::Connection& connection, const std::set<std::string>& words) {
  std::vector<std::string> named;
  std::vector<std::string> all;
  sqlite::Statement rows = connection.prepare(
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
  for (const model::Entity& entity : model::entities()) {
    if (!words.contains(std::string(entity.table))) continue;
    const model::Field* field = entity.field(name);
    if (field == nullptr || field->target.empty()) continue;
    const model::Entity& target = model::entity_named(field->target);
    if (!field->link_table.empty()) {
      return fmt::format("the {} of {} are in {}, one a row: `iscm schema {}` shows the join", field->name,
                         entity.table, field->link_table, field->link_table);
    }
    return fmt::format("{} has {}, the id of a row of {}: `iscm schema {}` shows the join", entity.table, field->column,
                       target.table, entity.table);
  }
  return {};
}

std::string hint_for(sqlite::Connection& connection, const UserQuery& query, std::string_view message,
                     std::size_t place) {
  const std::string_view name = name_in(message);
  if (message.starts_with("no such table: ")) {
    return text::did_you_mean_or(name, tables(connection), "`iscm schema` lists the tables");
  }
  if (message.starts_with("no such column: ")) {
    const bool quoted = place < query.sql.size() && query.sql[place] == '"';
    if (quoted) return fmt::format("write text in single quotes: '{}'", name);
    const std::set<std::string> words = words_of(query.sql);
    if (std::string hint = reference_hint(name, words); !hint.empty()) return hint;
    return text::did_you_mean_or(name, columns(connection, words), "`iscm schema TABLE` lists its columns");
  }
  if (message.starts_with("no such function: ")) {
    return text::did_you_mean(name, texts(connection, "SELECT DISTINCT name FROM pragma_function_list"));
  }
  if (message.starts_with("ambiguous column name: ")) return fmt::format("write which: TABLE.{}", name);
  return {};
}

/// The first byte of the character that this byte is part of.
std::size_t start_of_character(std::string_view text, std::size_t byte) {
  while (byte > 0 && (static_cast<unsigned char>(text[byte]) & 0xC0U) == 0x80) --byte;
  return byte;
}

/// The line of the query with a caret under the place, cut to the width of a terminal.
std::string line_with_caret(std::string_view sql, std::size_t place) {
  constexpr std::size_t kBefore = 60;
  constexpr std::size_t kMost = 76;
  const auto begin = place == 0 ? std::string_view::npos : sql.rfind('\n', place - 1);
  std::size_t first = begin == std::string_view::npos ? 0 : begin + 1;
  if (place - first > kBefore) first = start_of_character(sql, place - kBefore);
  std::string line(sql.substr(first, std::min(sql.find('\n', place), sql.size()) - first));
  if (line.ends_with('\r') && line.size() > place - first) line.pop_back();
  std::replace(line.begin(), line.end(), '\t', ' ');
  const std::string before = text::visible(std::string_view(line).substr(0, place - first));
  std::string rest = text::visible(std::string_view(line).substr(std::min(place - first, line.size())));
  if (rest.size() > kMost) rest.resize(start_of_character(rest, kMost));
  return fmt::format("  {}{}\n  {}^", before, rest, std::string(text::display_width(before), ' '));
}

}  // namespace

void throw_explained(sqlite::Connection& connection, const UserQuery& query, const sqlite::SqlError& error) {
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

sqlite::Statement user_query(sqlite::UserSql& guard, const UserQuery& query, const std::vector<std::string>& settings) {
  const auto values = read_settings(settings);
  try {
    sqlite::Statement statement = guard.prepare(query.sql);
    const std::vector<std::string> parameters = guard.parameters(query.sql);
    refuse_nameless_and_unknown(values, parameters);
    bind(statement, parameters, values);
    return statement;
  } catch (const sqlite::SqlError& error) {
    throw_explained(guard.connection(), query, error);
  }
}

}  // namespace iscm::query
