#include "core/report_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "core/own_file.hpp"
#include "core/sql_file.hpp"
#include "text/utf8.hpp"

namespace iscm::core {
namespace {

bool is_plain(const std::string& name) {
  return !name.starts_with('-') && text::is_ascii_word(name, "-_");
}

Report read_file(const std::string& name, const std::string& path, const std::vector<Report>& known) {
  if (!is_plain(name)) {
    throw Error(Exit::refused, fmt::format("{}: is no name of a report", path),
                "rename the file: letters, digits, - and _");
  }
  const bool taken = std::any_of(known.begin(), known.end(), [&](const Report& other) { return other.name == name; });
  if (taken) {
    throw Error(Exit::refused, fmt::format("{}: a report of this name comes with the program", path),
                "rename the file");
  }
  return read_report(read_sql_file(name, text_of_file(path)), path);
}

}  // namespace

OwnReports folder_reports(const std::string& folder, const std::string& said_by, const std::vector<Report>& known) {
  OwnReports own;
  for (const std::filesystem::path& file : sql_files_in(folder, said_by)) {
    const std::string name = file.stem().string();
    try {
      own.reports.push_back(read_file(name, file.string(), known));
    } catch (const Error& error) {
      if (error.exit() == Exit::interrupted) throw;
      own.broken.push_back({name, error});
    }
  }
  return own;
}

}  // namespace iscm::core
