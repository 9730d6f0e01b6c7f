#include "core/sql.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "core/sql_error.hpp"
#include "text/suggest.hpp"

namespace iscm::core {
namespace {

/// The number that a text is, where SQLite would write it so: what has leading zeros or a sign too many stays text.
std::optional<db::Value> number_in(std::string_view text) {
  std::int64_t whole = 0;
  const char* end = text.data() + text.size();
  if (const auto [stop, failure] = std::from_chars(text.data(), end, whole); failure == std::errc() && stop == end) {
    if (fmt::to_string(whole) == text) return db::Value(whole);
    return std::nullopt;
  }
  double real = 0;
  const auto [stop, failure] = std::from_chars(text.data(), end, real, std::chars_format::fixed);
  const bool written_so = failure == std::errc() && stop == end && text.find('.') != std::string_view::npos &&
                          !text.starts_with('.') && !text.ends_with('.') && !text.starts_with("-.");
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  const bool padded = digits.size() > 1 && digits[0] == '0' && digits[1] != '.';
  if (!written_so || padded) return std::nullopt;
  return db::Value(real);
}

db::Value value_of(std::string_view text) {
  return number_in(text).value_or(db::Value(text));
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

std::string without_sign(const std::string& parameter) {
  return parameter.substr(1);
}

void refuse_nameless_and_unknown(const std::map<std::string, std::string>& values,
                                 const std::vector<std::string>& parameters) {
  if (std::find(parameters.begin(), parameters.end(), "?") != parameters.end()) {
    throw Error(Exit::usage, "a parameter of the query has no name", "write :name in the query, and -p name=value");
  }
  std::vector<std::string> known;
  for (const std::string& parameter : parameters) known.push_back(without_sign(parameter));
  for (const auto& [name, value] : values) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string guess = text::did_you_mean(name, known);
    const std::string others = known.empty() ? "it has none: write :name in it"
                                             : fmt::format("its parameters are :{}", fmt::join(known, ", :"));
    throw Error(Exit::usage, fmt::format("the query has no parameter :{}", name), guess.empty() ? others : guess);
  }
}

void bind(db::Statement& statement, const std::vector<std::string>& parameters,
          const std::map<std::string, std::string>& values) {
  for (const std::string& parameter : parameters) {
    const auto value = values.find(without_sign(parameter));
    if (value == values.end()) {
      throw Error(Exit::usage, fmt::format("the query's parameter {} has no value", parameter),
                  fmt::format("add -p {}=VALUE", without_sign(parameter)));
    }
    statement.bind(parameter, value_of(value->second));
  }
}

}  // namespace

db::Statement user_query(db::UserSql& guard, const UserQuery& query, const std::vector<std::string>& settings) {
  const auto values = read_settings(settings);
  try {
    db::Statement statement = guard.prepare(query.sql);
    const std::vector<std::string> parameters = guard.parameters(query.sql);
    refuse_nameless_and_unknown(values, parameters);
    bind(statement, parameters, values);
    return statement;
  } catch (const db::SqlError& error) {
    throw_explained(guard.connection(), query, error);
  }
}

}  // namespace iscm::core
