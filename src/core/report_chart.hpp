#pragma once

#include <string>

#include "core/report.hpp"
#include "out/chart.hpp"

namespace iscm::core {

/// What the header of a report asks to draw, of its rows; `title` says of what. Reads as many rows as are meant to be.
/// Throws Error(Exit::usage) where the report cannot be drawn, naming those that can, and Error(Exit::refused) where
/// its header names a column that is not there, or where there is more than anybody can look at.
out::Chart report_chart(const Report& report, ReportRows& found, const std::string& title);

/// Throws Error(Exit::usage) where the report has nothing that says how it is drawn, naming those of `known` that have.
void refuse_without_chart(const Report& report, const std::vector<Report>& known);

}  // namespace iscm::core
