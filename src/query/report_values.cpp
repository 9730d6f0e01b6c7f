#include "query/report_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "error.hpp"
#include "history/at_time.hpp"
#include "model/names.hpp"
#include "model/sql_of.hpp"
#include "text/partial_date.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"
#include "text/wrap.hpp"
#include "write/json.hpp"

namespace iscm::query {
namespace {

using Kind = Parameter::Kind;

constexpr std::string_view kLimit = "limit";
constexpr std::string_view kAny = "any";

std::int64_t number(const Parameter& parameter, std::string_view value) {
  std::int64_t found = 0;
  const char* end = value.data() + value.size();
  const auto [stop, failure] = std::from_chars(value.data(), end, found);
  // One more than the limit is asked for.
  if (failure == std::errc() && stop == end && found >= 0 && found < std::numeric_limits<std::int64_t>::max()) {
    return found;
  }
  const std::string& example = parameter.fallback.empty() ? "10" : parameter.fallback;
  throw Error(Exit::usage, fmt::format("{}={} is not a number", parameter.name, value),
              fmt::format("give a whole number: {}={}", parameter.name, example));
}

const std::string& word(const Parameter& parameter, const std::string& value) {
  const std::vector<std::string>& known = parameter.words;
  if (std::find(known.begin(), known.end(), value) != known.end()) return value;
  throw Error(Exit::usage, fmt::format("\"{}\" is not a value of {}", value, parameter.name),
              text::did_you_mean_or(value, known, "give one of " + model::joined(known)));
}

std::string day(const Parameter& parameter, std::string_view value, std::string_view today) {
  std::string meant = text::date_meant(value, today);
  if (text::is_day(meant)) return meant;
  throw Error(Exit::usage, fmt::format("{}={} is not a day", parameter.name, value),
              fmt::format("write it as {0}={1}, or {0}=today", parameter.name, today));
}

/// "2014", "2014-05..2016", "..today": the first and the last day.
std::pair<std::string, std::string> period(const Parameter& parameter, std::string_view value, std::string_view today) {
  constexpr std::string_view kAlways = "1000-01-01";
  constexpr std::string_view kForEver = "2999-12-31";
  const auto dots = value.find("..");
  const std::string from = text::date_meant(value.substr(0, dots), today);
  const std::string to = dots == std::string_view::npos ? from : text::date_meant(value.substr(dots + 2), today);
  const bool has_an_end = !from.empty() || !to.empty();
  const bool fits =
      has_an_end && (from.empty() || text::is_partial_date(from)) && (to.empty() || text::is_partial_date(to));
  const auto days = fits ? std::pair(from.empty() ? std::string(kAlways) : text::first_day(from),
                                     to.empty() ? std::string(kForEver) : text::last_day(to))
                         : std::pair<std::string, std::string>();
  if (fits && days.first <= days.second) return days;
  throw Error(
      Exit::usage,
      fmt::format("{}={} is {}", parameter.name, value, fits ? "a period that ends before it begins" : "no date"),
      fmt::format("write it as {0}=2014, {0}=2014-05..2016, {0}={1} or {0}=today", parameter.name, today));
}

std::vector<std::string> listed_words(const Parameter& parameter, std::string_view value) {
  std::vector<std::string> words;
  for (const std::string_view each : text::split(value, ",")) {
    words.push_back(parameter.words.empty() ? std::string(each) : word(parameter, std::string(each)));
  }
  return words;
}

std::string as_array(const std::vector<std::string>& words) {
  write::JsonText array = write::JsonText::array();
  for (const std::string& word : words) array.add(word);
  return array.text();
}

/// Records as people know them, unless a name is so long that it hides the others: then all by their codes.
std::string in_words(sqlite::Connection& connection, const model::Entity& kind, const std::vector<std::int64_t>& ids,
                     const std::vector<std::string>& codes) {
  constexpr std::size_t kLong = 30;
  const model::Field* label = model::label_field(kind);
  std::vector<std::string> names;
  for (const std::int64_t id : ids) {
    if (label == nullptr) break;
    const std::string query = fmt::format("SELECT {} FROM {} WHERE id = ?", label->column, kind.table);
    names.push_back(connection.text(query, id).value_or(""));
    if (names.back().empty() || text::display_width(names.back()) > kLong) break;
  }
  const bool all_short = names.size() == ids.size() && text::display_width(names.back()) <= kLong;
  return model::joined(all_short ? names : codes);
}

/// Reads one parameter; adds what it says, unless the reading of the links says it.
void read_value(sqlite::Connection& connection, const Parameter& parameter, const std::string& value,
                std::string_view today, ReportValues& read) {
  std::string said = value;
  switch (parameter.kind) {
    case Kind::number:
      read.values[parameter.name] = number(parameter, value);
      break;
    case Kind::day:
      read.values[parameter.name] = said = day(parameter, value, today);
      break;
    case Kind::period: {
      const auto [first, last] = period(parameter, value, today);
      read.values[parameter.name + "_first"] = first;
      read.values[parameter.name + "_last"] = last;
      said = text::date_meant(value, today);
      break;
    }
    case Kind::moment:  // revision 0 is the empty record, before the first
      said = text::date_meant(value, today);
      read.values[parameter.name] = said == "0" ? std::int64_t{0} : history::revision_at(connection, said);
      break;
    case Kind::records: {
      const std::vector<std::int64_t> ids = model::records_listed(connection, *parameter.entity, value);
      std::vector<std::string> codes;
      for (const std::int64_t id : ids) codes.push_back(model::read_code(connection, *parameter.entity, id));
      read.values[parameter.name] = as_array(codes);
      said = in_words(connection, *parameter.entity, ids, codes);
      break;
    }
    case Kind::word:
      read.values[parameter.name] = word(parameter, value);
      break;
    case Kind::words:
      if (value == kAny) break;
      read.values[parameter.name] = as_array(listed_words(parameter, value));
      said = model::joined(listed_words(parameter, value), " or ");
      break;
  }
  read.said[parameter.name] = said;
}

/// The parameter that "NAME=VALUE" sets.
const Parameter& parameter_of(const Report& report, std::string_view setting) {
  const auto equals = setting.find('=');
  const std::string_view name = setting.substr(0, equals);
  std::vector<std::string> known;
  for (const Parameter& parameter : report.parameters) {
    if (parameter.name == name && equals != std::string_view::npos) return parameter;
    known.push_back(parameter.name);
  }
  if (known.empty()) throw Error(Exit::usage, fmt::format("report {} takes no parameters", report.name));
  const std::string all = fmt::format("write {}=VALUE", fmt::join(known, "=VALUE, "));
  throw Error(Exit::usage, fmt::format("\"{}\" is not a parameter of report {}", setting, report.name),
              equals == std::string_view::npos ? all : text::did_you_mean_or(name, known, all));
}

}  // namespace

ReportValues read_values(sqlite::Connection& connection, const Report& report, const std::vector<std::string>& settings,
                         std::string_view today) {
  std::map<std::string, std::string> given;
  for (const std::string& setting : settings) {
    const std::string& name = parameter_of(report, setting).name;
    if (!given.emplace(name, setting.substr(name.size() + 1)).second) {
      throw Error(Exit::usage, fmt::format("{}= is given twice", name));
    }
  }
  ReportValues read;
  for (const Parameter& parameter : report.parameters) {
    const std::string& typed = given[parameter.name];
    const std::string& value = typed.empty() ? parameter.fallback : typed;
    if (!value.empty()) read_value(connection, parameter, value, today, read);
    const bool is_of_reading = parameter.selects_links && parameter.entity == nullptr;
    if (typed.empty() || parameter.name == kLimit || is_of_reading) continue;
    read.asked.push_back(fmt::format("{}: {}", parameter.name, read.said[parameter.name]));
  }
  return read;
}

}  // namespace iscm::query
