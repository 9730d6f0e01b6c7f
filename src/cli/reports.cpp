#include "cli/reports.hpp"

#include <cstdlib>
#include <utility>

#include "write/message.hpp"

namespace iscm::cli {
namespace {

void add_folder(KnownReports& known, const std::string& folder, const std::string& said_by) {
  query::OwnReports own = query::folder_reports(folder, said_by, known.reports);
  for (query::Report& report : own.reports) known.reports.push_back(std::move(report));
  known.broken = std::move(own.broken);
}

}  // namespace

KnownReports known_reports(const std::string& folder, Tell tell) {
  KnownReports known{query::reports(), {}};
  if (!folder.empty()) {
    add_folder(known, folder, "--reports");
    return known;
  }
  const char* standing = std::getenv("ISCM_REPORTS");
  if (standing == nullptr || *standing == '\0') return known;
  try {
    add_folder(known, standing, "ISCM_REPORTS");
  } catch (const Error& error) {
    if (error.exit() == Exit::interrupted) throw;
    if (tell == Tell::warnings) write::warning(error.what());
  }
  return known;
}

query::Report report_named(const KnownReports& known, const std::string& name) {
  for (const query::BrokenReport& broken : known.broken) {
    if (broken.name == name) throw Error(broken.error);
  }
  return query::report_named(known.reports, name);
}

}  // namespace iscm::cli
