#include "cli/own_reports.hpp"

#include <cstdlib>
#include <utility>

#include "out/message.hpp"

namespace iscm::cli {
namespace {

void add_folder(KnownReports& known, const std::string& folder, const std::string& said_by) {
  core::OwnReports own = core::folder_reports(folder, said_by, known.reports);
  for (core::Report& report : own.reports) known.reports.push_back(std::move(report));
  known.broken = std::move(own.broken);
}

}  // namespace

KnownReports known_reports(const std::string& folder, Tell tell) {
  KnownReports known{core::reports(), {}};
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
    if (tell == Tell::warnings) out::warning(error.what());
  }
  return known;
}

core::Report report_named(const KnownReports& known, const std::string& name) {
  for (const core::BrokenReport& broken : known.broken) {
    if (broken.name == name) throw Error(broken.error);
  }
  return core::report_named(known.reports, name);
}

}  // namespace iscm::cli
