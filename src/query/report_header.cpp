#include "query/report_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "error.hpp"
#include "model/sql_of.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"

namespace iscm::query {
namespace {

using Kind = Parameter::Kind;

constexpr std::string_view kLimit = "limit";

/// What is wrong with a line of the header, and what to do.
struct Complaint {
  std::string what;
  std::string hint;
};

/// "number", "day", "period", "moment", "list of ENTITY", "word of A|B|C" or "words of A|B|C".
void read_kind(Parameter& parameter, std::string_view text) {
  constexpr std::string_view kListOf = "list of ";
  constexpr std::string_view kWordOf = "word of ";
  constexpr std::string_view kWordsOf = "words of ";
  if (text.starts_with(kListOf)) {
    parameter.kind = Kind::records;
    parameter.entity = model::find_entity(text.substr(kListOf.size()));
    if (parameter.entity != nullptr) return;
    throw Complaint{fmt::format("\"{}\" is not an entity", text.substr(kListOf.size())), "`iscm fields` lists them"};
  }
  for (const auto& [beginning, kind] : {std::pair(kWordOf, Kind::word), std::pair(kWordsOf, Kind::words)}) {
    if (!text.starts_with(beginning) || text.size() == beginning.size()) continue;
    parameter.kind = kind;
    for (const std::string_view word : text::split(text.substr(beginning.size()), "|"))
      parameter.words.emplace_back(word);
    return;
  }
  if (text == "day") {
    parameter.kind = Kind::day;
  } else if (text == "period") {
    parameter.kind = Kind::period;
  } else if (text == "moment") {
    parameter.kind = Kind::moment;
  } else if (text != "number") {
    throw Complaint{fmt::format("\"{}\" is not a kind of parameter", text),
                    "write `number`, `day`, `period`, `moment`, `list of ENTITY`, `word of A|B|C` or `words of A|B|C`"};
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
  auto words = read_words(text, {"label", "value", "group", "colour"});
  BarsHint bars{columns_in(words["label"]), columns_in(words["value"]), words["group"], words["colour"]};
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

/// The field that says as what a link links: the role of a member, the kind of a chair.
const model::Field* role_of(const model::Entity& link) {
  const model::Field* role = link.field("role");
  return role != nullptr ? role : link.field("kind");
}

/// One of the parameters that select the links of a report, before those of its own. `choices` has blanks between.
void add_selection(Report& report, std::string name, std::string meaning, std::string_view choices,
                   std::string fallback) {
  Parameter parameter{std::move(name), std::move(meaning), Kind::words};
  for (const std::string_view word : model::words(choices)) parameter.words.emplace_back(word);
  parameter.fallback = std::move(fallback);
  parameter.selects_links = true;
  report.parameters.push_back(std::move(parameter));
}

/// "membership role=member past=no kinds=state by=type,mechanism".
void read_counts(Report& report, std::string_view text) {
  const auto end = std::min(text.find(' '), text.size());
  const model::Entity* link = model::find_entity(text.substr(0, end));
  if (link == nullptr || link->identity != model::Identity::dated_link) {
    throw Complaint{fmt::format("\"{}\" is not a link with dates", text.substr(0, end)),
                    "write `-- counts: membership`, `chair` or `mechanism-secretariat`"};
  }
  auto words = read_words(text.substr(end), {"role", "past", "kinds", "by"});
  report.counts = CountsHint{link, columns_in(words["kinds"]), columns_in(words["by"])};
  const model::Field* role = role_of(*link);
  const std::string roles = words["role"].empty() ? "any" : words["role"];
  add_selection(report, std::string(role->name), fmt::format("{}: only links of these, or any", role->meaning),
                role->choices, roles);
  add_selection(report, "basis", "on what they stand: only links of these, or any", link->field("basis")->choices,
                "any");
  Parameter past{"past", "whether links count that are over today; with --as-of none do that were over then",
                 Kind::word};
  past.words = {"yes", "no"};
  past.fallback = words["past"].empty() ? "yes" : words["past"];
  past.selects_links = true;
  report.parameters.push_back(std::move(past));
}

/// The parameters of the report that select links as well as what the query does with them.
void mark_selections(Report& report) {
  if (!report.counts) return;
  // What counted_links.cpp knows to select by.
  std::vector<std::string> known = {"type", "mechanism"};
  for (const model::Field& field : report.counts->link->fields) {
    if (field.type == model::FieldType::reference && field.name != "mechanism") known.emplace_back(field.name);
  }
  if (report.counts->link->name == "membership") known.emplace_back("kind");
  for (const std::string& name : report.counts->by) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw Complaint{fmt::format("by={} selects no links", name), "name some of " + model::joined(known)};
    }
    const auto found = std::find_if(report.parameters.begin(), report.parameters.end(),
                                    [&](const Parameter& parameter) { return parameter.name == name; });
    if (found == report.parameters.end())
      throw Complaint{fmt::format("by={} is not a parameter", name), "add its line"};
    found->selects_links = true;
  }
}

void read_line(Report& report, const model::SqlHeader& line) {
  if (line.key == "counts") read_counts(report, line.value);
  if (line.key == "parameter") report.parameters.push_back(read_parameter(line.value));
  if (line.key == "chart") read_chart(report, line.value);
  if (line.key == "ranked") report.ranked = line.value;
  if (line.key != "crosstab") return;
  report.matrix = read_matrix(line.value);
  report.crosstab = true;
  if (report.matrix->value.empty()) throw Complaint{"a crosstab needs a value", "write value=COLUMN"};
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
  std::size_t counts_line = 1;
  const auto reading = [&](std::size_t line, const auto& read) {
    try {
      read();
    } catch (const Complaint& complaint) {
      throw Error(Exit::refused, fmt::format("{}:{}: {}", place, line, complaint.what), complaint.hint);
    }
  };
  for (const model::SqlHeader& line : file.header) {
    if (line.key == "counts") counts_line = line.line;
    reading(line.line, [&] { read_line(report, line); });
  }
  reading(counts_line, [&] { mark_selections(report); });
  return report;
}

}  // namespace iscm::query
