#include "core/check.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "cli/check_fix.hpp"
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/rows.hpp"
#include "core/check_folder.hpp"
#include "core/check_structure.hpp"
#include "core/check_views.hpp"
#include "core/entities.hpp"
#include "core/waive.hpp"
#include "db/migrate.hpp"
#include "db/storage.hpp"
#include "out/message.hpp"
#include "text/suggest.hpp"

namespace iscm::cli {
namespace {

Exit list_checks(const Invocation& invocation, const std::vector<core::Check>& checks) {
  std::vector<std::vector<std::string>> rows;
  for (const core::Check& check : checks) {
    rows.push_back({check.name, check.severity, check.entity, check.title, check.definition});
  }
  print_texts(invocation, std::array<std::string_view, 5>{"check", "severity", "entity", "title", "definition"}, rows);
  return Exit::done;
}

std::vector<std::string> severities_wanted(const Invocation& invocation) {
  const auto known = core::severities();
  std::vector<std::string> wanted = split_list(invocation.get("--severity"));
  for (const std::string& severity : wanted) {
    if (std::find(known.begin(), known.end(), severity) != known.end()) continue;
    throw Error(Exit::usage, fmt::format("\"{}\" is no severity", severity),
                fmt::format("give one or more of {}, with commas between", fmt::join(known, ", ")));
  }
  return wanted;
}

std::vector<std::string> entities_wanted(const Invocation& invocation) {
  std::vector<std::string> wanted;
  for (const std::string& name : split_list(invocation.get("--entity"))) {
    const bool of_structure = name == core::kFile || name == "revision";
    wanted.push_back(of_structure ? name : std::string(core::entity_named(name).name));
  }
  return wanted;
}

/// A file too damaged to be opened is told apart as far as it can be.
db::Connection open_to_check(const Invocation& invocation) {
  try {
    // SQLite passes over the rules of tables in a file that it opened for reading alone.
    const bool writable = access(invocation.database.c_str(), W_OK) == 0;
    return open_any_version(invocation, writable ? db::Intent::write : db::Intent::read);
  } catch (const Error& error) {
    const auto shorter = db::truncation(invocation.database);
    if (!shorter) throw;
    throw Error(
        Exit::database, fmt::format("{}: the file is damaged: {}", invocation.database, *shorter),
        "it was cut off, by a copy that was not finished or a full disk: restore a backup; keep the damaged file");
  }
}

bool is_structural(const core::Check& check) {
  return check.sql.empty();
}

/// What checks of SQL stand on. Where tables are missing there is nothing to run them on: that is a finding.
bool prepare(db::Connection& connection, core::Findings& findings) {
  try {
    core::add_check_views(connection);
    return true;
  } catch (const Error& error) {
    if (error.exit() == Exit::interrupted || error.exit() == Exit::database) throw;
    findings.add({"schema", "error", std::string(core::kFile), "checks", "",
                  fmt::format("the checks of the record cannot be run: {}", error.what()),
                  "first put right what `iscm check schema` tells"});
    return false;
  }
}

/// Runs the checks in their order. Gives false where the file is damaged: what comes after storage is not asked then.
bool run_all(db::Connection& connection, const Invocation& invocation, const std::vector<core::Check>& checks,
             core::Findings& findings) {
  bool drifted = false;
  bool prepared = false;
  for (const core::Check& check : checks) {
    if (!is_structural(check) && !prepared) {
      if (!drifted) db::require_current(connection, invocation.database);
      prepared = true;
      if (!prepare(connection, findings)) return true;
    }
    findings.run(check);
    if (check.name == "storage" &&
        connection.integer("SELECT 1 FROM temp.finding WHERE check_name = 'storage' AND entity = ?", core::kFile)) {
      return false;
    }
    if (check.name == "schema") {
      drifted = connection.integer("SELECT 1 FROM temp.finding WHERE check_name = 'schema'").has_value();
    }
  }
  return true;
}

void tell_counts(const core::Findings::Counts& counts) {
  const auto some = [](std::int64_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
  };
  out::note(fmt::format("{}, {}, {}; {} waived", some(counts.errors, "error"), some(counts.warnings, "warning"),
                        some(counts.notes, "note"), counts.waived));
}

}  // namespace

namespace {

/// The program's checks, and those of the user's folder behind them.
std::vector<core::Check> known_checks(const Invocation& invocation) {
  std::vector<core::Check> checks = core::all_checks();
  if (!invocation.has("--checks")) return checks;
  for (core::Check& check :
       core::folder_checks(invocation.get("--checks"), invocation.database, now().substr(0, 10), checks)) {
    checks.push_back(std::move(check));
  }
  return checks;
}

}  // namespace

Exit run_check(const Invocation& invocation) {
  if (invocation.has("--fix")) return run_check_fix(invocation);
  const std::vector<core::Check> checks = core::checks_named(known_checks(invocation), invocation.arguments);
  const core::Findings::Wanted wanted{severities_wanted(invocation), entities_wanted(invocation)};
  format_of(invocation);
  if (invocation.has("--list")) return list_checks(invocation, checks);
  db::Connection connection = open_to_check(invocation);
  db::Transaction transaction(connection, db::Transaction::Kind::read);
  core::Findings findings(connection, now().substr(0, 10));
  const bool sound = run_all(connection, invocation, checks, findings);
  if (sound && connection.integer("SELECT 1 FROM main.sqlite_schema WHERE name = 'waivers'")) {
    core::set_waived_aside(connection, findings);
  }
  findings.keep(wanted);
  db::Statement rows = findings.rows();
  print_rows(invocation, rows);
  const auto counts = findings.counts();
  tell_counts(counts);
  if (!sound) {
    throw Error(Exit::database, fmt::format("{}: the file is damaged", invocation.database),
                "restore a backup; keep the damaged file");
  }
  const bool found = counts.errors > 0 || (invocation.has("--strict") && counts.warnings > 0);
  return found ? Exit::findings : Exit::done;
}

}  // namespace iscm::cli
