#pragma once

#include "cli/command.hpp"
#include "query/report.hpp"

namespace iscm::cli {

/// How a report is printed.
enum class ReportForm {
  rows,      ///< as its query gives them
  crosstab,  ///< as its header says, where it says so
  chart,     ///< drawn in the terminal
  picture    ///< --format svg
};

/// What the options ask for; a report with a crosstab is one unless --long is given. Throws Error(Exit::usage) for
/// options that do not go together.
ReportForm form_of(const Invocation& invocation, const query::Report& report);

/// Prints the rows in this form as --format and -o ask, under `invocation.title`, and notes what was left out.
void print_report(const Invocation& invocation, const query::Report& report, query::ReportRows& found, ReportForm form);

}  // namespace iscm::cli
