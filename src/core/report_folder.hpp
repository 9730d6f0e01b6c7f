#pragma once

#include <string>
#include <vector>

#include "core/report_header.hpp"
#include "error.hpp"

namespace iscm::core {

/// A file of a user's own folder of reports that is none, and why.
struct BrokenReport {
  std::string name;
  Error error;
};

struct OwnReports {
  std::vector<Report> reports;  ///< by name
  std::vector<BrokenReport> broken;
};

/// The reports of a user's own folder: each file NAME.sql, written like those of schema/reports. A file whose header is
/// not understood, whose name is that of a report in `known`, or has more than letters, digits, - and _, is broken;
/// the others are there all the same.
/// Throws Error(Exit::usage), naming `said_by` (--reports), where the folder cannot be read.
OwnReports folder_reports(const std::string& folder, const std::string& said_by, const std::vector<Report>& known);

}  // namespace iscm::core
