#pragma once

// The reports that a command knows: those of the program and those of the user's own folder.

#include <string>
#include <vector>

#include "query/report.hpp"

namespace iscm::cli {

/// The reports that this command knows: those of the program, and those of the user's own folder.
struct KnownReports {
  std::vector<query::Report> reports;       ///< the program's by name, then the user's
  std::vector<query::BrokenReport> broken;  ///< files of the folder that are not reports
};

/// Whether to warn of a folder of ISCM_REPORTS that cannot be read.
enum class Tell { warnings, nothing };

/// `folder` is the value of --reports; if empty, that of ISCM_REPORTS, if any. Throws Error(Exit::usage) if the folder
/// of
/// --reports cannot be read; for that of ISCM_REPORTS it is a warning, as the reports of the program need no folder.
KnownReports known_reports(const std::string& folder, Tell tell = Tell::warnings);

/// The report of this name. Throws its error if it is broken, and as query::report_named() does.
query::Report report_named(const KnownReports& known, const std::string& name);

}  // namespace iscm::cli
