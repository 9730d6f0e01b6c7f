#include "query/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <limits>
#include <map>
#include <utility>
#include <variant>

#include "history/at_time.hpp"
#include "model/names.hpp"
#include "model/sql_of.hpp"
#include "query/typed_sql.hpp"
#include "text/partial_date.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"
#include "write/json.hpp"

namespace iscm::query {
namespace {

using Kind = Parameter::Kind;

constexpr std::string_view kFolder = "schema/reports/";
constexpr std::string_view kLimit = "limit";
constexpr std::string_view kToday = "today";

/// What is wrong with a line of the header, and what to do.
struct Complaint {
  std::string what;
  std::string hint;
};

/// "number", "day", "moment", "list of ENTITY" or "word of A|B|C".
void read_kind(Parameter& parameter, std::string_view text) {
  constexpr std::string_view kListOf = "list of ";
  constexpr std::string_view kWordOf = "word of ";
  if (text.starts_with(kListOf)) {
    parameter.kind = Kind::records;
    parameter.entity = model::find_entity(text.substr(kListOf.size()));
    if (parameter.entity != nullptr) return;
    throw Complaint{fmt::format("\"{}\" is not an entity", text.substr(kListOf.size())), "`iscm fields` lists them"};
  }
  if (text.starts_with(kWordOf) && text.size() > kWordOf.size()) {
    parameter.kind = Kind::word;
    for (const std::string_view word : text::split(text.substr(kWordOf.size()), "|"))
      parameter.words.emplace_back(word);
  } else if (text == "day") {
    parameter.kind = Kind::day;
  } else if (text == "moment") {
    parameter.kind = Kind::moment;
  } else if (text != "number") {
    throw Complaint{fmt::format("\"{}\" is not a kind of parameter", text),
                    "write `number`, `day`, `moment`, `list of ENTITY` or `word of A|B|C`"};
  }
}

/// "type (list of mechanism-type): only mechanisms of these types", "limit (number, default 100): ..."
Parameter read_parameter(std::string_view text) {
  constexpr std::string_view kDefault = ", default ";
  const auto open = text.find(" (");
  const auto close = text.find("): ");
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
    throw Complaint{"this parameter is not understood", "write `-- parameter: NAME (KIND): MEANING`"};
  }
  const std::string_view kind = text.substr(open + 2, close - open - 2);
  const auto fallback = kind.find(kDefault);
  Parameter parameter{std::string(text.substr(0, open)), std::string(text.substr(close + 3))};
  if (fallback != std::string_view::npos) parameter.fallback = kind.substr(fallback + kDefault.size());
  if (!text::is_ascii_word(parameter.name, "_")) {
    throw Complaint{fmt::format("\"{}\" cannot be the name of a parameter", parameter.name),
                    "use letters, digits and _"};
  }
  read_kind(parameter, kind.substr(0, fallback));
  if (parameter.name == kLimit && parameter.kind != Kind::number) {
    throw Complaint{"the limit must be a number", "write `-- parameter: limit (number, default 100): MEANING`"};
  }
  return parameter;
}

/// "rows=theme columns=region value=mechanisms"; what is not given is empty.
std::map<std::string, std::string> read_words(std::string_view text, const std::vector<std::string>& known) {
  std::map<std::string, std::string> words;
  for (const std::string_view part : text::split(text, " ")) {
    if (part.empty()) continue;
    const auto equals = part.find('=');
    const std::string name(part.substr(0, equals));
    if (equals == std::string_view::npos || std::find(known.begin(), known.end(), name) == known.end()) {
      const std::string all = fmt::format("write {}=COLUMN", fmt::join(known, "=COLUMN, "));
      throw Complaint{fmt::format("\"{}\" is not understood", part), text::did_you_mean_or(name, known, all)};
    }
    words[name] = part.substr(equals + 1);
  }
  return words;
}

std::vector<std::string> columns_in(std::string_view list) {
  std::vector<std::string> columns;
  for (const std::string_view column : text::split(list, ",")) {
    if (!column.empty()) columns.emplace_back(column);
  }
  return columns;
}

BarsHint read_bars(std::string_view text) {
  auto words = read_words(text, {"label", "value", "group"});
  BarsHint bars{columns_in(words["label"]), columns_in(words["value"]), words["group"]};
  if (bars.labels.empty() || bars.values.empty()) {
    throw Complaint{"bars need a label and a value", "write `-- chart: bars label=COLUMN value=COLUMN`"};
  }
  return bars;
}

MatrixHint read_matrix(std::string_view text) {
  auto words = read_words(text, {"rows", "columns", "value"});
  MatrixHint matrix{words["rows"], columns_in(words["columns"]), words["value"]};
  if (matrix.rows.empty() || matrix.columns.empty()) {
    throw Complaint{"a matrix needs rows and columns", "write `rows=COLUMN columns=COLUMN value=COLUMN`"};
  }
  if (!matrix.value.empty() && matrix.columns.size() != 1) {
    throw Complaint{"a matrix with a value has one column of headings", "leave value= out, or name one column"};
  }
  return matrix;
}

void read_chart(Report& report, std::string_view text) {
  const auto end = std::min(text.find(' '), text.size());
  const std::string_view kind = text.substr(0, end);
  if (kind == "bars") {
    report.bars = read_bars(text.substr(end));
  } else if (kind == "matrix") {
    report.matrix = read_matrix(text.substr(end));
  } else {
    throw Complaint{fmt::format("\"{}\" is not a kind of chart", kind), "write `bars` or `matrix`"};
  }
}

void read_line(Report& report, const model::SqlHeader& line) {
  if (line.key == "parameter") report.parameters.push_back(read_parameter(line.value));
  if (line.key == "chart") read_chart(report, line.value);
  if (line.key != "crosstab") return;
  report.matrix = read_matrix(line.value);
  report.crosstab = true;
  if (report.matrix->value.empty()) throw Complaint{"a crosstab needs a value", "write value=COLUMN"};
}

/// `path` is that of a user's own file. Throws Error(Exit::refused), "PATH:LINE: ...", if the header is not understood.
Report read_report(const model::SqlFile& file, const std::string& path = {}) {
  const std::string place = path.empty() ? "report " + file.name : path;
  Report report{file.name, file.value("title"), file.value("description"), {}, file.sql};
  report.file = path;
  if (report.title.empty()) {
    throw Error(Exit::refused, fmt::format("{}:1: has no line \"-- title: ...\"", place),
                "a report begins with `-- title: ...` and `-- description: ...`");
  }
  for (const model::SqlHeader& line : file.header) {
    try {
      read_line(report, line);
    } catch (const Complaint& complaint) {
      throw Error(Exit::refused, fmt::format("{}:{}: {}", place, line.line, complaint.what), complaint.hint);
    }
  }
  return report;
}

Report read_own_report(const std::string& name, const std::string& path, const std::vector<Report>& known) {
  if (name.starts_with('-') || !text::is_ascii_word(name, "-_")) {
    throw Error(Exit::refused, fmt::format("{}: this cannot be the name of a report", path),
                "rename the file: letters, digits, - and _");
  }
  if (std::any_of(known.begin(), known.end(), [&](const Report& other) { return other.name == name; })) {
    throw Error(Exit::refused, fmt::format("{}: a report of this name comes with the program", path),
                "rename the file");
  }
  return read_report(model::read_sql_file(name, model::text_of_file(path)), path);
}

/// The value of a parameter, as the query takes it.
using ParameterValue = std::variant<std::int64_t, std::string>;

/// The codes of the records that a setting names, as a JSON array.
std::string codes(sqlite::Connection& connection, const model::Entity& kind, std::string_view value) {
  write::JsonText array = write::JsonText::array();
  for (const std::int64_t id : model::records_listed(connection, kind, value)) {
    array.add(model::read_code(connection, kind, id));
  }
  return array.text();
}

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
  if (value == kToday) return std::string(today);
  if (text::is_day(value)) return std::string(value);
  throw Error(Exit::usage, fmt::format("{}={} is not a day", parameter.name, value),
              fmt::format("write it as {0}={1}, or {0}={2}", parameter.name, today, kToday));
}

ParameterValue read_value(sqlite::Connection& connection, const Parameter& parameter, const std::string& value,
                          std::string_view today) {
  switch (parameter.kind) {
    case Kind::number:
      return number(parameter, value);
    case Kind::day:
      return day(parameter, value, today);
    case Kind::moment:  // revision 0 is the empty record, before the first
      return value == "0" ? std::int64_t{0} : history::revision_at(connection, value);
    case Kind::records:
      return codes(connection, *parameter.entity, value);
    case Kind::word:
      return word(parameter, value);
  }
  return {};
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

std::map<std::string, ParameterValue> read_values(sqlite::Connection& connection, const Report& report,
                                                  const std::vector<std::string>& settings, std::string_view today) {
  std::map<std::string, std::string> given;
  for (const std::string& setting : settings) {
    const std::string& name = parameter_of(report, setting).name;
    if (!given.emplace(name, setting.substr(name.size() + 1)).second) {
      throw Error(Exit::usage, fmt::format("{}= is given twice", name));
    }
  }
  std::map<std::string, ParameterValue> values;
  for (const Parameter& parameter : report.parameters) {
    std::string& value = given[parameter.name];
    if (value.empty()) value = parameter.fallback;
    if (!value.empty()) values[parameter.name] = read_value(connection, parameter, value, today);
  }
  return values;
}

/// Throws unless the parameters in the header of a user's own report are those of its query, ":name".
void refuse_other_parameters(const Report& report, const std::vector<std::string>& in_query) {
  std::vector<std::string> unknown = in_query;
  for (const Parameter& parameter : report.parameters) {
    std::erase(unknown, ":" + parameter.name);
    if (std::find(in_query.begin(), in_query.end(), ":" + parameter.name) != in_query.end()) continue;
    throw Error(Exit::refused, fmt::format("{}: :{} is not in the query", report.file, parameter.name),
                "the header names it as a parameter");
  }
  if (unknown.empty()) return;
  throw Error(Exit::refused,
              fmt::format("{}: {} is in the query, but is not a parameter in the header", report.file, unknown[0]),
              "add `-- parameter: NAME (KIND): MEANING`, and write :NAME in the query");
}

/// The query of a user's own report, prepared under the guard; what is wrong with it names the file.
sqlite::Statement prepare_own(sqlite::UserSql& guard, const Report& report) {
  try {
    sqlite::Statement rows = guard.prepare(report.sql);
    refuse_other_parameters(report, guard.parameters(report.sql));
    return rows;
  } catch (const sqlite::SqlError& error) {
    throw_explained(guard.connection(), {report.sql, report.file}, error);
  } catch (const Error& error) {
    if (error.exit() == Exit::interrupted || std::string_view(error.what()).starts_with(report.file)) throw;
    throw Error(error.exit(), fmt::format("{}: {}", report.file, error.what()), error.hint());
  }
}

}  // namespace

std::vector<Report> reports() {
  std::vector<Report> found;
  for (const model::SqlFile& file : model::embedded_sql_files(kFolder)) found.push_back(read_report(file));
  return found;
}

Report report_named(const std::vector<Report>& known, std::string_view name) {
  std::vector<std::string> names;
  for (const Report& report : known) {
    if (report.name == name) return report;
    names.push_back(report.name);
  }
  throw Error(Exit::usage, fmt::format("unknown report \"{}\"", name),
              text::did_you_mean_or(name, names, "`iscm report` lists them"));
}

OwnReports folder_reports(const std::string& folder, const std::string& option, const std::vector<Report>& known) {
  OwnReports own;
  for (const std::filesystem::path& file : model::sql_files_in(folder, option)) {
    const std::string name = file.stem().string();
    try {
      own.reports.push_back(read_own_report(name, file.string(), known));
    } catch (const Error& error) {
      if (error.exit() == Exit::interrupted) throw;
      own.broken.push_back({name, error});
    }
  }
  return own;
}

bool ReportRows::next() {
  const bool row = rows.step();
  has_more = row && limit && read >= *limit;
  if (!row || has_more) return false;
  ++read;
  return true;
}

ReportRows report_rows(sqlite::Connection& connection, const Report& report, const std::vector<std::string>& settings,
                       std::string_view today) {
  const auto values = read_values(connection, report, settings, today);
  std::unique_ptr<sqlite::UserSql> guard;
  if (!report.file.empty()) {
    guard = std::make_unique<sqlite::UserSql>(
        connection, sqlite::UserLimits{.more_time = "a report may take 30 seconds: let it read less"});
  }
  sqlite::Statement rows = guard ? prepare_own(*guard, report) : connection.prepare(report.sql);
  ReportRows found{std::move(guard), std::move(rows)};
  for (const auto& [name, value] : values) {
    sqlite::Value bound = std::visit([](const auto& each) { return sqlite::Value(each); }, value);
    if (name == kLimit) {
      // The query is asked for one row more than the limit, which tells whether there are more; -1 gives all rows.
      const auto limit = std::get<std::int64_t>(value);
      if (limit > 0) found.limit = limit;
      bound = limit > 0 ? limit + 1 : std::int64_t{-1};
    }
    found.rows.bind(":" + name, bound);
  }
  return found;
}

}  // namespace iscm::query
