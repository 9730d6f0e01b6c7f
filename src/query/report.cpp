#include "query/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <limits>
#include <map>
#include <set>
#include <system_error>
#include <variant>

#include "error.hpp"
#include "history/at_time.hpp"
#include "model/entities.hpp"
#include "model/names.hpp"
#include "model/sql_file.hpp"
#include "query/typed_sql.hpp"
#include "text/partial_date.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"
#include "write/json_text.hpp"

namespace iscm::query {
namespace {

constexpr std::string_view kDefault = ", default ";
constexpr std::string_view kListOf = "list of ";
constexpr std::string_view kWordOf = "word of ";
constexpr std::array<std::string_view, 3> kPlainKinds = {"number", "day", "moment"};

/// What is wrong in a line of the header.
struct Complaint {
  std::string what;
  std::string hint;
};

void refuse_unknown_kind(std::string_view kind) {
  if (std::find(kPlainKinds.begin(), kPlainKinds.end(), kind) != kPlainKinds.end()) return;
  if (kind.starts_with(kWordOf) && kind.size() > kWordOf.size()) return;
  if (kind.starts_with(kListOf)) {
    if (model::find_entity(kind.substr(kListOf.size())) != nullptr) return;
    throw Complaint{fmt::format("\"{}\" is no entity", kind.substr(kListOf.size())), "`iscm fields` lists them"};
  }
  throw Complaint{fmt::format("\"{}\" is no kind of parameter", kind),
                  "it is `number`, `day`, `moment`, `list of ENTITY` or `word of A|B|C`"};
}

/// "type (list of mechanism-type): only mechanisms of these types", "limit (number, default 100): ..."
Parameter read_parameter(std::string_view text) {
  const auto open = text.find(" (");
  const auto close = text.find("): ");
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
    throw Complaint{"a parameter is not written as it should be", "write `-- parameter: NAME (KIND): MEANING`"};
  }
  const std::string_view kind = text.substr(open + 2, close - open - 2);
  const auto fallback = kind.find(kDefault);
  Parameter parameter{std::string(text.substr(0, open)), std::string(kind.substr(0, fallback)),
                      std::string(text.substr(close + 3))};
  if (fallback != std::string_view::npos) parameter.fallback = kind.substr(fallback + kDefault.size());
  if (!text::is_ascii_word(parameter.name, "_")) {
    throw Complaint{fmt::format("\"{}\" is no name of a parameter", parameter.name), "it has letters, digits and _"};
  }
  refuse_unknown_kind(parameter.kind);
  if (parameter.name == "limit" && parameter.kind != "number") {
    throw Complaint{"the limit is a number", "write `-- parameter: limit (number, default 100): MEANING`"};
  }
  return parameter;
}

using Settings = std::map<std::string, std::string, std::less<>>;

/// "rows=theme columns=region value=mechanisms"
Settings read_settings(std::string_view text, const std::vector<std::string>& known) {
  Settings settings;
  for (const std::string_view part : text::split(text, " ")) {
    if (part.empty()) continue;
    const auto equals = part.find('=');
    const std::string name(part.substr(0, equals));
    if (equals == std::string_view::npos || std::find(known.begin(), known.end(), name) == known.end()) {
      const std::string guess = text::did_you_mean(name, known);
      throw Complaint{fmt::format("\"{}\" is not understood", part),
                      guess.empty() ? fmt::format("write {}=COLUMN", fmt::join(known, "=COLUMN, ")) : guess};
    }
    settings[name] = part.substr(equals + 1);
  }
  return settings;
}

std::vector<std::string> columns_in(const Settings& settings, std::string_view name) {
  std::vector<std::string> columns;
  const auto found = settings.find(name);
  if (found == settings.end()) return columns;
  for (const std::string_view column : text::split(found->second, ",")) {
    if (!column.empty()) columns.emplace_back(column);
  }
  return columns;
}

std::string column_in(const Settings& settings, std::string_view name) {
  const auto found = settings.find(name);
  return found == settings.end() ? std::string() : found->second;
}

BarsHint read_bars(std::string_view text) {
  const Settings settings = read_settings(text, {"label", "value", "group"});
  BarsHint bars{columns_in(settings, "label"), columns_in(settings, "value"), column_in(settings, "group")};
  if (bars.labels.empty() || bars.values.empty()) {
    throw Complaint{"bars need a label and a value", "write `-- chart: bars label=COLUMN value=COLUMN`"};
  }
  return bars;
}

MatrixHint read_matrix(std::string_view text) {
  const Settings settings = read_settings(text, {"rows", "columns", "value"});
  MatrixHint matrix{column_in(settings, "rows"), columns_in(settings, "columns"), column_in(settings, "value")};
  if (matrix.rows.empty() || matrix.columns.empty()) {
    throw Complaint{"a matrix needs rows and columns", "write `rows=COLUMN columns=COLUMN value=COLUMN`"};
  }
  if (!matrix.value.empty() && matrix.columns.size() != 1) {
    throw Complaint{"a matrix with a value has one column of headings", "leave value= out, or name one column"};
  }
  return matrix;
}

void read_crosstab(Report& report, std::string_view text) {
  report.matrix = read_matrix(text);
  report.crosstab = true;
  if (report.matrix->value.empty()) throw Complaint{"a crosstab needs a value", "write value=COLUMN"};
}

void read_chart(Report& report, std::string_view text) {
  const auto end = std::min(text.find(' '), text.size());
  const std::string_view kind = text.substr(0, end);
  if (kind == "bars") {
    report.bars = read_bars(text.substr(end));
  } else if (kind == "matrix") {
    report.matrix = read_matrix(text.substr(end));
  } else {
    throw Complaint{fmt::format("\"{}\" is no kind of chart", kind), "it is `bars` or `matrix`"};
  }
}

void read_line(Report& report, const model::SqlHeader& line) {
  if (line.key == "parameter") report.parameters.push_back(read_parameter(line.value));
  if (line.key == "chart") read_chart(report, line.value);
  if (line.key == "crosstab") read_crosstab(report, line.value);
}

}  // namespace

Report read_report(const model::SqlFile& file, const std::string& path) {
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

namespace {

constexpr std::string_view kFolder = "schema/reports/";
constexpr std::string_view kNumber = "number";
constexpr std::string_view kMoment = "moment";
constexpr std::string_view kDay = "day";
constexpr std::string_view kToday = "today";
constexpr std::string_view kLimit = "limit";

/// The codes of the records that a setting names, as a JSON array.
std::string codes(sqlite::Connection& connection, const model::Entity& kind, std::string_view value) {
  std::string array = "[";
  for (const std::int64_t id : model::records_listed(connection, kind, value)) {
    if (array.size() > 1) array += ',';
    write::append_json_string(array, *connection.text(fmt::format("SELECT code FROM {} WHERE id = ?", kind.table), id));
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

  void bind_to(sqlite::Statement& rows) const {
    const auto* text = std::get_if<std::string>(&value);
    rows.bind(":" + name,
              text == nullptr ? sqlite::Value(std::get<std::int64_t>(value)) : sqlite::Value(std::string_view(*text)));
  }
};

/// Reads what a parameter was set to, as its kind says.
Binding read_value(sqlite::Connection& connection, const Parameter& parameter, const std::string& value,
                   std::string_view today) {
  const std::string& name = parameter.name;
  if (parameter.kind == kNumber) return {name, number(parameter, value)};
  // Revision 0 is the empty record, before the first.
  if (parameter.kind == kMoment)
    return {name, value == "0" ? std::int64_t{0} : history::revision_at(connection, value)};
  if (parameter.kind == kDay) return {name, day(parameter, value, today)};
  if (const model::Entity* entity = parameter_entity(parameter)) return {name, codes(connection, *entity, value)};
  return {name, word(parameter, value)};
}

std::vector<Binding> read_values(sqlite::Connection& connection, const Report& report,
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
sqlite::Statement guarded(sqlite::UserSql& guard, const Report& report) {
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

const model::Entity* parameter_entity(const Parameter& parameter) {
  if (!parameter.kind.starts_with(kListOf)) return nullptr;
  return &model::entity_named(std::string_view(parameter.kind).substr(kListOf.size()));
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
  for (const model::SqlFile& file : model::embedded_sql_files(kFolder)) found.push_back(read_report(file));
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

ReportRows report_rows(sqlite::Connection& connection, const Report& report, const std::vector<std::string>& settings,
                       std::string_view today) {
  const std::vector<Binding> bindings = read_values(connection, report, settings, today);
  std::unique_ptr<sqlite::UserSql> guard;
  if (!report.file.empty()) {
    guard = std::make_unique<sqlite::UserSql>(
        connection, sqlite::UserLimits{.more_time = "a report has 30 seconds: let it look at less"});
  }
  sqlite::Statement rows = guard ? guarded(*guard, report) : connection.prepare(report.sql);
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

namespace {

bool is_plain(const std::string& name) {
  return !name.starts_with('-') && text::is_ascii_word(name, "-_");
}

Report read_file(const std::string& name, const std::string& path, const std::vector<Report>& known) {
  if (!is_plain(name)) {
    throw Error(Exit::refused, fmt::format("{}: is no name of a report", path),
                "rename the file: letters, digits, - and _");
  }
  const bool taken = std::any_of(known.begin(), known.end(), [&](const Report& other) { return other.name == name; });
  if (taken) {
    throw Error(Exit::refused, fmt::format("{}: a report of this name comes with the program", path),
                "rename the file");
  }
  return read_report(model::read_sql_file(name, model::text_of_file(path)), path);
}

}  // namespace

OwnReports folder_reports(const std::string& folder, const std::string& said_by, const std::vector<Report>& known) {
  OwnReports own;
  for (const std::filesystem::path& file : model::sql_files_in(folder, said_by)) {
    const std::string name = file.stem().string();
    try {
      own.reports.push_back(read_file(name, file.string(), known));
    } catch (const Error& error) {
      if (error.exit() == Exit::interrupted) throw;
      own.broken.push_back({name, error});
    }
  }
  return own;
}

}  // namespace iscm::query
