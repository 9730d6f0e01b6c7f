#include "cli/checks.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "check/findings.hpp"
#include "check/own_folder.hpp"
#include "check/views.hpp"
#include "check/waive.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "history/at_time.hpp"
#include "schema/migrate.hpp"
#include "sqlite/file_header.hpp"
#include "write/message.hpp"

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

/// A write into a larger file does not wait for the checks, which take 0.15 s for each 2 MB twice.
constexpr std::uintmax_t kMostBytesChecked = 4U << 20U;

bool is_structural(const check::Check& check) {
  return check.sql.empty();
}

/// Makes what the checks in SQL need. Returns false if tables are missing, which is a finding.
bool prepare(sqlite::Connection& connection, check::Findings& findings) {
  try {
    check::add_check_views(connection);
    return true;
  } catch (const Error& error) {
    if (error.exit() == Exit::interrupted || error.exit() == Exit::database) throw;
    findings.add({"schema", "error", std::string(check::kFile), "checks", "",
                  fmt::format("the checks of the record cannot be run: {}", error.what()),
                  "first correct what `iscm check schema` reports"});
    return false;
  }
}

/// Returns false if the file is damaged.
bool run_all(sqlite::Connection& connection, const Invocation& invocation, const std::vector<check::Check>& checks,
             check::Findings& findings) {
  bool drifted = false;
  bool prepared = false;
  for (const check::Check& check : checks) {
    if (!is_structural(check) && !prepared) {
      if (!drifted) schema::require_current(connection, invocation.database);
      prepared = true;
      if (!prepare(connection, findings)) return true;
    }
    findings.run(check);
    if (check.name == "storage" &&
        connection.integer("SELECT 1 FROM temp.finding WHERE check_name = 'storage' AND entity = ?", check::kFile)) {
      return false;
    }
    if (check.name == "schema") {
      drifted = connection.integer("SELECT 1 FROM temp.finding WHERE check_name = 'schema'").has_value();
    }
  }
  return true;
}

/// If the table of waivers is not as it should be, that is a finding of the check of the schema, and nothing is waived.
void leave_out_waived(sqlite::Connection& connection, check::Findings& findings) {
  try {
    check::mark_waived(connection, findings);
  } catch (const Error& error) {
    if (error.exit() == Exit::interrupted || error.exit() == Exit::database) throw;
  }
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

sqlite::Connection open_to_check(const Invocation& invocation) {
  try {
    // SQLite does not check the rules of tables in a file that it opened for reading only.
    const bool writable = access(invocation.database.c_str(), W_OK) == 0;
    return open_any_version(invocation, writable ? sqlite::Intent::write : sqlite::Intent::read);
  } catch (const Error& error) {
    const auto fault = sqlite::header_fault(invocation.database);
    if (!fault) throw;
    throw Error(Exit::database, fmt::format("{}: the file is damaged: {}", invocation.database, fault->message),
                fault->hint);
  }
}

bool run_checks(sqlite::Connection& connection, const Invocation& invocation, const std::vector<check::Check>& checks,
                check::Findings& findings) {
  const bool sound = run_all(connection, invocation, checks, findings);
  if (sound) leave_out_waived(connection, findings);
  return sound;
}

void leave_out_earlier(const Invocation& invocation, const std::vector<check::Check>& checks, check::Findings& findings,
                       std::int64_t revision) {
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  history::show_at_revision(connection, revision);
  check::add_check_views(connection);
  check::Findings earlier(connection, today());
  for (const check::Check& check : checks) {
    if (!is_structural(check) && findings.has_any(check.name)) earlier.run(check);
  }
  findings.leave_out(earlier.identities());
}

void note_caused_findings(const Invocation& invocation, std::int64_t before) {
  const std::string command = fmt::format("`iscm check --since {}`", before);
  std::error_code unknown;
  if (std::filesystem::file_size(invocation.database, unknown) > kMostBytesChecked) {
    write::note(fmt::format("the record is large, and was not checked: {} shows what this caused", command));
    return;
  }
  try {
    std::vector<check::Check> checks = check::all_checks();
    std::erase_if(checks, is_structural);
    sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
    const sqlite::Transaction reading(connection, sqlite::Transaction::Kind::read);
    check::Findings findings(connection, today());
    run_checks(connection, invocation, checks, findings);
    leave_out_earlier(invocation, checks, findings, before);
    const check::Findings::Counts counts = findings.counts();
    const std::int64_t caused = counts.errors + counts.warnings + counts.notes;
    if (caused == 0) return;
    write::note(fmt::format("{} new finding{}: {} shows {}", caused, caused == 1 ? "" : "s", command,
                            caused == 1 ? "it" : "them"));
  } catch (const Error& error) {
    // What was written is written, and its command has succeeded.
    write::note(fmt::format("the checks did not run: {}; {} shows what this caused", error.what(), command));
  }
}

std::string counts_in_words(const check::Findings::Counts& counts) {
  const auto some = [](std::int64_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
  };
  return fmt::format("{}, {}, {}; {} waived", some(counts.errors, "error"), some(counts.warnings, "warning"),
                     some(counts.notes, "note"), counts.waived);
}

}  // namespace iscm::cli
