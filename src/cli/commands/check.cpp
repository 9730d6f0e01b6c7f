#include "check/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "check/structure.hpp"
#include "cli/check_fix.hpp"
#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/option_rules.hpp"
#include "cli/own_checks.hpp"
#include "cli/rows.hpp"
#include "cli/run_checks.hpp"
#include "model/entities.hpp"
#include "text/suggest.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

Exit list_checks(const Invocation& invocation, const std::vector<check::Check>& checks) {
  std::vector<std::vector<std::string>> rows;
  for (const check::Check& check : checks) {
    rows.push_back({check.name, check.severity, check.entity, check.title, check.definition, check.repair});
  }
  print_texts(invocation,
              std::array<std::string_view, 6>{"check", "severity", "entity", "title", "definition", "repair"}, rows);
  return Exit::done;
}

/// The file of one check, header and all, to begin one's own with.
Exit show_sql(const Invocation& invocation, const std::vector<check::Check>& checks) {
  if (invocation.arguments.size() != 1) {
    throw Error(Exit::usage, "--show-sql prints the query of one check", "`iscm check --list` shows the names");
  }
  const check::Check& check = checks.front();
  if (check.sql.empty()) {
    throw Error(Exit::usage, fmt::format("{} asks the file itself and has no query", check.name),
                "those about records have one");
  }
  const auto sink = open_output(invocation);
  sink->write(check.sql);
  sink->finish();
  return Exit::done;
}

/// The words of a list that was given, which must name something.
std::vector<std::string> words_given(const Invocation& invocation, std::string_view option) {
  std::vector<std::string> given = split_list(invocation.get(option));
  if (given.empty() && invocation.has(option)) {
    throw Error(Exit::usage, fmt::format("{} names nothing", option), "leave it out, or name one or more");
  }
  return given;
}

std::vector<std::string> severities_wanted(const Invocation& invocation) {
  const auto known = check::severities();
  std::vector<std::string> wanted = words_given(invocation, "--severity");
  for (const std::string& severity : wanted) {
    if (std::find(known.begin(), known.end(), severity) != known.end()) continue;
    throw Error(Exit::usage, fmt::format("\"{}\" is no severity", severity),
                fmt::format("give one or more of {}, with commas between", fmt::join(known, ", ")));
  }
  return wanted;
}

std::vector<std::string> entities_wanted(const Invocation& invocation) {
  std::vector<std::string> wanted;
  for (const std::string& name : words_given(invocation, "--entity")) {
    const bool of_structure = name == check::kFile || name == "revision";
    wanted.push_back(of_structure ? name : std::string(model::entity_named(name).name));
  }
  return wanted;
}

/// Options that mean nothing beside others are refused, not passed over.
void refuse_contradictions(const Invocation& invocation) {
  if (invocation.has("--show-sql")) {
    refuse_options(invocation, {"--list", "--severity", "--entity", "--strict", "--fix"}, "does not go with --show-sql",
                   "--show-sql prints the query of one check and runs none");
  }
  if (invocation.has("--fix")) {
    refuse_options(invocation, {"--list", "--severity", "--entity", "--strict"}, "does not go with --fix",
                   "--fix repairs what one check finds, all of it");
    if (!invocation.arguments.empty()) {
      throw Error(Exit::usage, fmt::format("--fix repairs {} alone", invocation.get("--fix")),
                  "leave out the other checks, or run them by themselves");
    }
    return;
  }
  refuse_options(invocation, {"--apply", "--reason", "--author"}, "goes with --fix",
                 "`iscm check --fix CHECK --apply` writes a repair; without --fix, check only reads");
  if (invocation.has("--list")) {
    refuse_options(invocation, {"--strict"}, "does not go with --list", "--list runs no check");
  }
}

/// Only those whose own severity and entity are among the wanted.
std::vector<check::Check> listed(std::vector<check::Check> checks, const check::Findings::Wanted& wanted) {
  const auto is_wanted = [](const std::vector<std::string>& words, const std::string& word) {
    return words.empty() || word == "any" || std::find(words.begin(), words.end(), word) != words.end();
  };
  std::erase_if(checks, [&](const check::Check& check) {
    return !is_wanted(wanted.severities, check.severity) || !is_wanted(wanted.entities, check.entity);
  });
  return checks;
}

}  // namespace

Exit run_check(const Invocation& invocation) {
  refuse_contradictions(invocation);
  if (invocation.has("--fix")) return run_check_fix(invocation);
  const std::vector<check::Check> checks = check::checks_named(known_checks(invocation), invocation.arguments);
  if (invocation.has("--show-sql")) return show_sql(invocation, checks);
  const check::Findings::Wanted wanted{severities_wanted(invocation), entities_wanted(invocation)};
  format_of(invocation);
  if (invocation.has("--list")) return list_checks(invocation, listed(checks, wanted));
  sqlite::Connection connection = open_to_check(invocation);
  sqlite::Transaction transaction(connection, sqlite::Transaction::Kind::read);
  check::Findings findings(connection, today());
  const bool sound = run_checks(connection, invocation, checks, findings);
  findings.keep(wanted);
  sqlite::Statement rows = findings.rows();
  print_rows(invocation, rows);
  const auto counts = findings.counts();
  write::note(counts_in_words(counts));
  if (!sound) {
    throw Error(Exit::database, fmt::format("{}: the file is damaged", invocation.database),
                "restore a backup; keep the damaged file");
  }
  const bool found = counts.errors > 0 || (invocation.has("--strict") && counts.warnings > 0);
  return found ? Exit::findings : Exit::done;
}

}  // namespace iscm::cli
