#include "core/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <set>

#include "core/history/at_time.hpp"
#include "core/names.hpp"
#include "core/sql_file.hpp"
#include "error.hpp"
#include "out/json_text.hpp"
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
constexpr std::string_view kDefault = ", default ";
constexpr std::string_view kLimit = "limit";

/// "type (list of mechanism-type): only mechanisms of these types", "limit (number, default 100): ..."
Parameter read_parameter(std::string_view text) {
  const auto open = text.find(" (");
  const auto close = text.find("): ");
  const std::string_view kind = text.substr(open + 2, close - open - 2);
  const auto fallback = kind.find(kDefault);
  Parameter parameter{std::string(text.substr(0, open)), std::string(kind.substr(0, fallback)),
                      std::string(text.substr(close + 3))};
  if (fallback != std::string_view::npos) parameter.fallback = kind.substr(fallback + kDefault.size());
  return parameter;
}

Report read_report(const SqlFile& file) {
  Report report{file.name, file.value("title"), file.value("description"), {}, file.sql};
  for (const std::string& parameter : file.values("parameter")) report.parameters.push_back(read_parameter(parameter));
  return report;
}

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

std::string day(db::Connection& connection, const Parameter& parameter, std::string_view value,
                std::string_view today) {
  if (value == kToday) return std::string(today);
  // Only a date that there is, and written in full, is the same after this.
  if (connection.text("SELECT date(?, '+0 days')", value) == value) return std::string(value);
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

/// Binds what a parameter was set to, as its kind says.
void bind_parameter(db::Connection& connection, ReportRows& found, const Parameter& parameter, const std::string& value,
                    std::string_view today) {
  const std::string name = ":" + parameter.name;
  if (parameter.kind == kNumber) {
    const std::int64_t given = number(parameter, value);
    if (parameter.name != kLimit) {
      found.rows.bind(name, given);
    } else if (given == 0) {
      found.rows.bind(name, std::int64_t{-1});
    } else {
      found.limit = given;
      found.rows.bind(name, given + 1);
    }
  } else if (parameter.kind == kMoment) {
    // Revision 0 is the empty record, before the first.
    found.rows.bind(name, value == "0" ? std::int64_t{0} : revision_at(connection, value));
  } else if (parameter.kind == kDay) {
    found.rows.bind(name, std::string_view(day(connection, parameter, value, today)));
  } else if (const Entity* entity = parameter_entity(parameter)) {
    found.rows.bind(name, std::string_view(codes(connection, *entity, value)));
  } else {
    found.rows.bind(name, std::string_view(word(parameter, value)));
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

Report report_named(std::string_view name) {
  std::vector<std::string> known;
  for (Report& report : reports()) {
    if (report.name == name) return std::move(report);
    known.push_back(report.name);
  }
  const std::string guess = text::did_you_mean(name, known);
  throw Error(Exit::usage, fmt::format("unknown report \"{}\"", name),
              guess.empty() ? std::string("`iscm report` lists them") : guess);
}

ReportRows report_rows(db::Connection& connection, const Report& report, const std::vector<std::string>& settings,
                       std::string_view today) {
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
  ReportRows found{connection.prepare(report.sql)};
  for (const Parameter& parameter : report.parameters) {
    const std::string& value = values[parameter.name];
    if (!value.empty()) bind_parameter(connection, found, parameter, value, today);
  }
  return found;
}

}  // namespace iscm::core
