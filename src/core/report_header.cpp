#include "core/report_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "core/entities.hpp"
#include "error.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"

namespace iscm::core {
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
    if (find_entity(kind.substr(kListOf.size())) != nullptr) return;
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

void read_line(Report& report, const SqlHeader& line) {
  if (line.key == "parameter") report.parameters.push_back(read_parameter(line.value));
  if (line.key == "chart") read_chart(report, line.value);
  if (line.key == "crosstab") read_crosstab(report, line.value);
}

}  // namespace

Report read_report(const SqlFile& file, const std::string& path) {
  const std::string place = path.empty() ? "report " + file.name : path;
  Report report{file.name, file.value("title"), file.value("description"), {}, file.sql};
  report.file = path;
  if (report.title.empty()) {
    throw Error(Exit::refused, fmt::format("{}:1: has no line \"-- title: ...\"", place),
                "a report begins with `-- title: ...` and `-- description: ...`");
  }
  for (const SqlHeader& line : file.header) {
    try {
      read_line(report, line);
    } catch (const Complaint& complaint) {
      throw Error(Exit::refused, fmt::format("{}:{}: {}", place, line.line, complaint.what), complaint.hint);
    }
  }
  return report;
}

}  // namespace iscm::core
