#include "core/report.hpp"

#include <fmt/format.h>

#include "core/names.hpp"
#include "core/sql_file.hpp"
#include "error.hpp"
#include "out/json_text.hpp"
#include "text/suggest.hpp"

namespace iscm::core {
namespace {

constexpr std::string_view kFolder = "schema/reports/";
constexpr std::string_view kListOf = "list of ";

/// "type (list of mechanism-type): only mechanisms of these types"
Parameter read_parameter(std::string_view text) {
  const auto open = text.find(" (");
  const auto close = text.find("): ");
  return {std::string(text.substr(0, open)), std::string(text.substr(open + 2, close - open - 2)),
          std::string(text.substr(close + 3))};
}

Report read_report(const SqlFile& file) {
  Report report{file.name, file.value("title"), file.value("description"), {}, file.sql};
  for (const std::string& parameter : file.values("parameter")) report.parameters.push_back(read_parameter(parameter));
  return report;
}

/// The codes of the records that a setting names, as a JSON array.
std::string codes(db::Connection& connection, const Parameter& parameter, std::string_view value) {
  const Entity& kind = parameter_entity(parameter);
  std::string array = "[";
  for (const std::int64_t id : records_listed(connection, kind, value)) {
    if (array.size() > 1) array += ',';
    out::append_json_string(array, *connection.text(fmt::format("SELECT code FROM {} WHERE id = ?", kind.table), id));
  }
  return array + ']';
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
  throw Error(Exit::usage, fmt::format("\"{}\" is no parameter of report {}", setting, report.name),
              fmt::format("write {}=VALUE", fmt::join(known, "=VALUE, ")));
}

}  // namespace

const Entity& parameter_entity(const Parameter& parameter) {
  return entity_named(std::string_view(parameter.kind).substr(kListOf.size()));
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
              guess.empty() ? fmt::format("the reports are {}", fmt::join(known, ", ")) : guess);
}

db::Statement report_rows(db::Connection& connection, const Report& report, const std::vector<std::string>& settings) {
  std::map<std::string, std::string> values;
  for (const std::string& setting : settings) {
    const Parameter& parameter = parameter_of(report, setting);
    const std::string_view value = std::string_view(setting).substr(parameter.name.size() + 1);
    if (!value.empty()) values[parameter.name] = codes(connection, parameter, value);
  }
  db::Statement rows = connection.prepare(report.sql);
  for (const Parameter& parameter : report.parameters) {
    const auto set = values.find(parameter.name);
    if (set != values.end()) rows.bind(":" + parameter.name, std::string_view(set->second));
  }
  return rows;
}

}  // namespace iscm::core
