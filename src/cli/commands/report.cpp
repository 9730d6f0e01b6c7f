#include "query/report.hpp"

#include <fmt/format.h>

#include <array>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/option_rules.hpp"
#include "cli/own_reports.hpp"
#include "cli/report_output.hpp"
#include "cli/rows.hpp"
#include "query/chart.hpp"
#include "text/partial_date.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

/// How a report is drawn, as it is listed.
std::string_view drawn_as(const query::Report& report) {
  if (report.bars) return "bars";
  return report.crosstab ? "crosstab" : report.matrix ? "matrix" : "";
}

Exit list_reports(const Invocation& invocation, const KnownReports& known) {
  refuse_options(invocation, {"--chart", "--ascii", "--long", "--show-sql", "--parameters"},
                 "needs the name of a report", "`iscm report` lists them");
  if (invocation.get("--format") == "svg") {
    throw Error(Exit::usage, "a picture needs the name of a report", "`iscm report` lists them");
  }
  std::vector<std::vector<std::string>> rows;
  for (const query::Report& report : known.reports) {
    std::vector<std::string> parameters;
    for (const query::Parameter& parameter : report.parameters) {
      parameters.push_back(parameter.fallback.empty() ? parameter.name : parameter.name + "=" + parameter.fallback);
    }
    rows.push_back(
        {report.name, report.title, fmt::format("{}", fmt::join(parameters, ", ")), std::string(drawn_as(report))});
  }
  print_texts(invocation, std::array<std::string_view, 4>{"report", "title", "parameters", "chart"}, rows);
  for (const query::BrokenReport& broken : known.broken) {
    write::warning(broken.error.hint().empty() ? std::string(broken.error.what())
                                               : fmt::format("{} ({})", broken.error.what(), broken.error.hint()));
  }
  return Exit::done;
}

/// What may be given to a parameter.
std::string value_in_words(const query::Parameter& parameter) {
  if (const model::Entity* entity = query::parameter_entity(parameter)) {
    return fmt::format("codes or names of {}, with commas between", entity->plural);
  }
  if (const auto words = query::parameter_words(parameter); !words.empty()) {
    return fmt::format("{}", fmt::join(words, ", "));
  }
  if (parameter.kind == "number") return "a whole number";
  return parameter.kind == "day" ? "a date, or today" : "a revision or a time";
}

/// The parameters of one report, as its header explains them.
Exit list_parameters(const Invocation& invocation, const query::Report& report) {
  refuse_options(invocation, {"--chart", "--ascii", "--long", "--show-sql", "--as-of", "--known-at"},
                 "does not go with --parameters", "--parameters explains the report and does not run it");
  if (invocation.arguments.size() > 1) {
    throw Error(Exit::usage, "--parameters explains the report and does not run it", "give the name of a report alone");
  }
  if (invocation.get("--format") == "svg") {
    throw Error(Exit::usage, "parameters cannot be drawn", "leave out --format svg");
  }
  std::vector<std::vector<std::string>> rows;
  for (const query::Parameter& parameter : report.parameters) {
    rows.push_back({parameter.name, value_in_words(parameter), parameter.fallback, parameter.meaning});
  }
  print_texts(invocation, std::array<std::string_view, 4>{"parameter", "value", "default", "meaning"}, rows);
  if (rows.empty()) write::note(fmt::format("report {} takes no parameters", report.name));
  write::note(report.description.empty() ? report.title : fmt::format("{}: {}", report.title, report.description));
  return Exit::done;
}

/// What the report is of: its title, what its parameters were set to, and as of when the record was read.
std::string title_of(const Invocation& invocation, const query::Report& report,
                     const std::vector<std::string>& settings) {
  std::string title = report.title;
  if (!settings.empty()) title += fmt::format(": {}", fmt::join(settings, " "));
  if (invocation.has("--as-of")) title += fmt::format(", as of {}", invocation.get("--as-of"));
  if (invocation.has("--known-at")) title += fmt::format(", as known at {}", invocation.get("--known-at"));
  return title;
}

}  // namespace

Exit run_report(const Invocation& invocation) {
  const KnownReports known = known_reports(invocation.get("--reports"));
  if (invocation.arguments.empty()) return list_reports(invocation, known);
  const query::Report report = report_named(known, invocation.argument(0));
  if (invocation.has("--parameters")) return list_parameters(invocation, report);
  if (invocation.has("--show-sql")) {
    const auto sink = open_output(invocation);
    sink->write(report.sql);
    sink->finish();
    return Exit::done;
  }
  const ReportForm form = form_of(invocation, report);
  if (form == ReportForm::chart || form == ReportForm::picture) query::refuse_without_chart(report, known.reports);
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  const std::vector<std::string> settings{invocation.arguments.begin() + 1, invocation.arguments.end()};
  // A report that asks about a day asks about that of --as-of, where one is given.
  const std::string day = invocation.has("--as-of") ? text::last_day(invocation.get("--as-of")) : today();
  query::ReportRows found = query::report_rows(connection, report, settings, day);
  Invocation titled = invocation;
  titled.title = title_of(invocation, report, settings);
  print_report(titled, report, found, form);
  if (!report.description.empty()) write::note(report.description);
  return Exit::done;
}

}  // namespace iscm::cli
