#include "core/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <set>
#include <variant>

#include "core/history/at_time.hpp"
#include "core/names.hpp"
#include "core/sql_error.hpp"
#include "core/sql_file.hpp"
#include "error.hpp"
#include "out/json_text.hpp"
#include "text/partial_date.hpp"
#include "text/suggest.hpp"

namespace iscm::core {
namespace {

constexpr std::string_view kFolder = "schema/reports/";
constexpr std::string_view kListOf = "list of ";
constexpr std::string_view kWordOf = "word of ";
constexpr std::string_view kNumber = "number";
constexpr std::string_view kMoment = "moment";
constexpr std::string_view kDay = "day";
constexpr std::string_view kToday = "today";
constexpr std::string_view kLimit = "limit";

/// The codes of the records that a setting names, as a JSON array.
std::string codes(db::Connection& connection, const Entity& kind, std::string_view value) {
  std::string array = "[";
  for (const std::int64_t id : records_listed(connection, kind, value)) {
    if (array.size() > 1) array += ',';
    out::append_json_string(array, *connection.text(fmt::format("SELECT code FROM {} WHERE id = ?", kind.table), id));
  }
  return array + ']';
}

std::int64_t number(const Parameter& parameter, std::string_view value) {
  std::int64_t found = 0;
  const char* end = value.data() + value.size();
  const auto [stop, failure] = std::from_chars(value.data(), end, found);
  if (failure != std::errc() || stop != end || found < 0 || found == std::numeric_limits<std::int64_t>::max()) {
    throw Error(Exit::usage, fmt::format("{}={} is no number", parameter.name, value),
                fmt::format("give a whole number: {}={}", parameter.name,
                            parameter.fallback.empty() ? "10" : parameter.fallback));
  }
  return found;
}

const std::string& word(const Parameter& parameter, const std::string& value) {
  const std::vector<std::string> known = parameter_words(parameter);
  if (std::find(known.begin(), known.end(), value) != known.end()) return value;
  const std::string guess = text::did_you_mean(value, known);
  throw Error(Exit::usage, fmt::format("\"{}\" is no value of {}", value, parameter.name),
              guess.empty() ? fmt::format("give one of {}", fmt::join(known, ", ")) : guess);
}

std::string day(const Parameter& parameter, std::string_view value, std::string_view today) {
  if (value == kToday) return std::string(today);
  if (text::is_day(value)) return std::string(value);
  throw Error(Exit::usage, fmt::format("{}={} is no day", parameter.name, value),
              fmt::format("write it as {}={}, or {}={}", parameter.name, today, parameter.name, kToday));
}

const Parameter& parameter_of(const Report& report, std::string_view setting) {
  const auto equals = setting.find('=');
  const std::string_view name = setting.substr(0, equals);
  std::vector<std::string> known;
  for (const Parameter& parameter : report.parameters) {
    if (parameter.name == name && equals != std::string_view::npos) return parameter;
    known.push_back(parameter.name);
  }
  if (known.empty()) throw Error(Exit::usage, fmt::format("report {} takes no parameters", report.name));
  const std::string guess = equals == std::string_view::npos ? std::string() : text::did_you_mean(name, known);
  throw Error(Exit::usage, fmt::format("\"{}\" is no parameter of report {}", setting, report.name),
              guess.empty() ? fmt::format("write {}=VALUE", fmt::join(known, "=VALUE, ")) : guess);
}

/// What a parameter was set to, as the query takes it.
struct Binding {
  std::string name;
  std::variant<std::int64_t, std::string> value;

  void bind_to(db::Statement& rows) const {
    const auto* text = std::get_if<std::string>(&value);
    rows.bind(":" + name,
              text == nullptr ? db::Value(std::get<std::int64_t>(value)) : db::Value(std::string_view(*text)));
  }
};

/// Reads what a parameter was set to, as its kind says.
Binding read_value(db::Connection& connection, const Parameter& parameter, const std::string& value,
                   std::string_view today) {
  const std::string& name = parameter.name;
  if (parameter.kind == kNumber) return {name, number(parameter, value)};
  // Revision 0 is the empty record, before the first.
  if (parameter.kind == kMoment) return {name, value == "0" ? std::int64_t{0} : revision_at(connection, value)};
  if (parameter.kind == kDay) return {name, day(parameter, value, today)};
  if (const Entity* entity = parameter_entity(parameter)) return {name, codes(connection, *entity, value)};
  return {name, word(parameter, value)};
}

std::vector<Binding> read_values(db::Connection& connection, const Report& report,
                                 const std::vector<std::string>& settings, std::string_view today) {
  std::map<std::string, std::string> values;
  for (const Parameter& parameter : report.parameters) values[parameter.name] = parameter.fallback;
  std::set<std::string> given;
  for (const std::string& setting : settings) {
    const Parameter& parameter = parameter_of(report, setting);
    if (!given.insert(parameter.name).second) {
      throw Error(Exit::usage, fmt::format("{}= is given twice", parameter.name));
    }
    std::string value = setting.substr(parameter.name.size() + 1);
    if (!value.empty()) values[parameter.name] = std::move(value);
  }
  std::vector<Binding> bindings;
  for (const Parameter& parameter : report.parameters) {
    const std::string& value = values[parameter.name];
    if (!value.empty()) bindings.push_back(read_value(connection, parameter, value, today));
  }
  return bindings;
}

/// The parameters of the header are those of the query.
void refuse_other_parameters(const Report& report, const std::vector<std::string>& in_query) {
  for (const Parameter& parameter : report.parameters) {
    if (std::find(in_query.begin(), in_query.end(), ":" + parameter.name) != in_query.end()) continue;
    throw Error(Exit::refused, fmt::format("{}: :{} does not stand in the query", report.file, parameter.name),
                "the header names it as a parameter");
  }
  for (const std::string& name : in_query) {
    const bool known = std::any_of(report.parameters.begin(), report.parameters.end(),
                                   [&](const Parameter& parameter) { return ":" + parameter.name == name; });
    if (known) continue;
    throw Error(Exit::refused,
                fmt::format("{}: {} stands in the query, and is no parameter of the header", report.file, name),
                "add `-- parameter: NAME (KIND): MEANING`, and write :NAME in the query");
  }
}

/// A query of the user's own, under the guard.
db::Statement guarded(db::UserSql& guard, const Report& report) {
  try {
    db::Statement rows = guard.prepare(report.sql);
    refuse_other_parameters(report, guard.parameters(report.sql));
    return rows;
  } catch (const db::SqlError& error) {
    throw_explained(guard.connection(), {report.sql, report.file}, error);
  } catch (const Error& error) {
    if (error.exit() == Exit::interrupted || std::string_view(error.what()).starts_with(report.file)) throw;
    throw Error(error.exit(), fmt::format("{}: {}", report.file, error.what()), error.hint());
  }
}

}  // namespace

const Entity* parameter_entity(const Parameter& parameter) {
  if (!parameter.kind.starts_with(kListOf)) return nullptr;
  return &entity_named(std::string_view(parameter.kind).substr(kListOf.size()));
}

std::vector<std::string> parameter_words(const Parameter& parameter) {
  std::vector<std::string> found;
  if (!parameter.kind.starts_with(kWordOf)) return found;
  std::string_view rest = std::string_view(parameter.kind).substr(kWordOf.size());
  while (!rest.empty()) {
    const auto end = std::min(rest.find('|'), rest.size());
    found.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return found;
}

std::vector<Report> reports() {
  std::vector<Report> found;
  for (const SqlFile& file : embedded_sql_files(kFolder)) found.push_back(read_report(file));
  return found;
}

Report report_named(const std::vector<Report>& known, std::string_view name) {
  std::vector<std::string> names;
  for (const Report& report : known) {
    if (report.name == name) return report;
    names.push_back(report.name);
  }
  const std::string guess = text::did_you_mean(name, names);
  throw Error(Exit::usage, fmt::format("unknown report \"{}\"", name),
              guess.empty() ? std::string("`iscm report` lists them") : guess);
}

bool ReportRows::next() {
  const bool row = rows.step();
  has_more = row && limit && read >= *limit;
  if (!row || has_more) return false;
  ++read;
  return true;
}

ReportRows report_rows(db::Connection& connection, const Report& report, const std::vector<std::string>& settings,
                       std::string_view today) {
  const std::vector<Binding> bindings = read_values(connection, report, settings, today);
  std::unique_ptr<db::UserSql> guard;
  if (!report.file.empty()) {
    guard = std::make_unique<db::UserSql>(connection,
                                          db::UserLimits{.more_time = "a report has 30 seconds: let it look at less"});
  }
  db::Statement rows = guard ? guarded(*guard, report) : connection.prepare(report.sql);
  ReportRows found{std::move(guard), std::move(rows)};
  for (const Binding& binding : bindings) {
    if (binding.name != kLimit) {
      binding.bind_to(found.rows);
      continue;
    }
    // One more is asked for, as a sign that there are more; a negative number lifts the bound.
    const auto limit = std::get<std::int64_t>(binding.value);
    if (limit > 0) found.limit = limit;
    found.rows.bind(":limit", limit > 0 ? limit + 1 : std::int64_t{-1});
  }
  return found;
}

}  // namespace iscm::core
