#pragma once

// The reports that a command knows: those of the program and those of the user's own folder.

#include <string>
#include <vector>

#include "query/report.hpp"

namespace iscm::cli {

/// The reports that this command knows: those of the program, and those of the user's own folder.
struct KnownReports {
  std::vector<query::Report> reports;       ///< the program's by name, then the user's
  std::vector<query::BrokenReport> broken;  ///< files of the folder that are none
};

/// Whether a folder of ISCM_REPORTS that cannot be read is warned of.
enum class Tell { warnings, nothing };

/// `folder` is what --reports says; empty: ISCM_REPORTS, where it is set. Throws Error(Exit::usage) where the folder of
/// --reports cannot be read; one of ISCM_REPORTS that cannot is warned of, for the reports of the program need none.
KnownReports known_reports(const std::string& folder, Tell tell = Tell::warnings);

/// The report of this name. Throws what is wrong with it where it is broken, and as query::report_named() does.
query::Report report_named(const KnownReports& known, const std::string& name);

}  // namespace iscm::cli
