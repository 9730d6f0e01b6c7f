#include "core/report.hpp"

#include <fmt/format.h>

#include <array>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/query_rows.hpp"
#include "cli/rows.hpp"
#include "out/message.hpp"
#include "text/partial_date.hpp"

namespace iscm::cli {
namespace {

Exit list_reports(const Invocation& invocation) {
  std::vector<std::vector<std::string>> rows;
  for (const core::Report& report : core::reports()) {
    std::vector<std::string> parameters;
    for (const core::Parameter& parameter : report.parameters) {
      parameters.push_back(parameter.fallback.empty() ? parameter.name : parameter.name + "=" + parameter.fallback);
    }
    rows.push_back({report.name, report.title, fmt::format("{}", fmt::join(parameters, ", "))});
  }
  print_texts(invocation, std::array<std::string_view, 3>{"report", "title", "parameters"}, rows);
  return Exit::done;
}

}  // namespace

Exit run_report(const Invocation& invocation) {
  if (invocation.arguments.empty()) return list_reports(invocation);
  const core::Report report = core::report_named(invocation.argument(0));
  if (invocation.has("--show-sql")) {
    const auto sink = open_output(invocation);
    sink->write(report.sql);
    sink->finish();
    return Exit::done;
  }
  format_of(invocation);
  db::Connection connection = open_database(invocation, db::Intent::read);
  const std::vector<std::string> settings{invocation.arguments.begin() + 1, invocation.arguments.end()};
  // A report that asks about a day asks about that of --as-of, where one is given.
  const std::string day = invocation.has("--as-of") ? text::last_day(invocation.get("--as-of")) : now().substr(0, 10);
  core::ReportRows found = core::report_rows(connection, report, settings, day);
  Invocation titled = invocation;
  titled.title = fmt::format("{}{}{}", report.title, settings.empty() ? "" : ": ", fmt::join(settings, " "));
  if (found.limit) {
    print_query(titled, found.rows, {found.limit, false, "limit=N shows more, limit=0 all of them"});
  } else {
    print_rows(titled, found.rows);
  }
  if (!report.description.empty()) out::note(report.description);
  return Exit::done;
}

}  // namespace iscm::cli
