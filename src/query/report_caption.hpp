#pragma once

// What goes with the rows of a report wherever they go: what was asked, by which reading it counts, what the links
// stand on, and from which state of the record it is.

#include <string>
#include <vector>

#include "query/report.hpp"
#include "sqlite/connection.hpp"
#include "write/caption.hpp"

namespace iscm::query {

/// The caption of a report. `today` is the day on which it is printed; `time.as_of` and the revision that is shown
/// (history/at_time.hpp) are said.
write::Caption report_caption(sqlite::Connection& connection, const Report& report, const ReportRows& found,
                              const ReportTime& time, const std::string& today);

/// "Only the first 10 rows are shown." if there are more, else empty; after the last row has been read.
std::string cut_in_words(ReportRows& found);

}  // namespace iscm::query
