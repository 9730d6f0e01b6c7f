#include "cli/own_checks.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "check/own_folder.hpp"
#include "cli/environment.hpp"

namespace iscm::cli {
namespace {

/// The folders that were named, each once: one named twice would have every check of it twice.
std::vector<std::string> folders_of(const Invocation& invocation) {
  std::vector<std::string> folders;
  for (const std::string& folder : invocation.all("--checks")) {
    const bool again = std::any_of(folders.begin(), folders.end(), [&](const std::string& other) {
      std::error_code unknown;
      return other == folder || std::filesystem::equivalent(other, folder, unknown);
    });
    if (!again) folders.push_back(folder);
  }
  return folders;
}

}  // namespace

std::vector<check::Check> known_checks(const Invocation& invocation) {
  std::vector<check::Check> checks = check::all_checks();
  for (const std::string& folder : folders_of(invocation)) {
    for (check::Check& check : check::folder_checks(folder, invocation.database, today(), checks)) {
      checks.push_back(std::move(check));
    }
  }
  return checks;
}

}  // namespace iscm::cli
