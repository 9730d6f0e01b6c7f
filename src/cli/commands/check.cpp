#include "check/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "check/fix.hpp"
#include "check/views.hpp"
#include "check/waive.hpp"
#include "cli/check_output.hpp"
#include "cli/checks.hpp"
#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/edit.hpp"
#include "cli/environment.hpp"
#include "cli/output.hpp"
#include "history/at_time.hpp"
#include "history/revision.hpp"
#include "import/plan.hpp"
#include "import/plan_changes.hpp"
#include "import/saved_plan.hpp"
#include "model/entities.hpp"
#include "text/suggest.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

constexpr std::string_view kText = "text";

Exit list_checks(const Invocation& invocation, const std::vector<check::Check>& checks) {
  std::vector<std::vector<Table::Value>> rows;
  for (const check::Check& check : checks) {
    rows.push_back({check.name, check.severity, check.entity, check.title, check.definition, check.repair});
  }
  print(invocation, Table{{"check", "severity", "entity", "title", "definition", "repair"}, std::move(rows)});
  return Exit::done;
}

/// The file of one check with its header, as a start for one's own.
Exit show_sql(const Invocation& invocation, const std::vector<check::Check>& checks) {
  if (invocation.arguments.size() != 1) {
    throw Error(Exit::usage, "--show-sql prints the query of one check", "`iscm check --list` shows the names");
  }
  const check::Check& check = checks.front();
  if (check.sql.empty()) {
    throw Error(Exit::usage, fmt::format("{} examines the file itself and has no query", check.name),
                "the checks of records have one");
  }
  print(invocation, check.sql);
  return Exit::done;
}

std::vector<std::string> entities_wanted(const Invocation& invocation) {
  std::vector<std::string> wanted;
  for (const std::string& name : invocation.names("--entity")) {
    const bool of_structure = name == check::kFile || name == "revision";
    wanted.push_back(of_structure ? name : std::string(model::entity_named(name).name));
  }
  return wanted;
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

check::Check fixable_check(const Invocation& invocation) {
  const std::string name = invocation.get("--fix");
  const std::vector<check::Check> all = known_checks(invocation);
  check::Check check = check::checks_named(all, {name}).front();
  // A broken check explains itself when it is run.
  if (!check.repair.empty() || check.entity == "check") return check;
  std::vector<std::string> fixable;
  for (const check::Check& other : all) {
    if (!other.repair.empty()) fixable.push_back(other.name);
  }
  throw Error(Exit::usage, fmt::format("what {} finds has no certain repair", name),
              fmt::format("--fix works for {}", fmt::join(fixable, ", ")));
}

/// Keeps what a plan would change, as the next plan uses the same tables.
void keep_changes(sqlite::Connection& connection, const model::Entity& entity, import::Plan& plan) {
  sqlite::Statement changes = import::planned_changes(plan.job(), -1);
  sqlite::Statement insert = connection.prepare("INSERT INTO temp.repair VALUES (?, ?, ?, ?, ?)");
  while (changes.step()) {
    if (changes.is_null(4)) continue;
    insert.bind_all(entity.name, std::string_view(changes.text(3)), std::string_view(changes.text(4)),
                    std::string_view(changes.text(5)), std::string_view(changes.text(6)));
    insert.run();
  }
}

void refuse_problems(const check::Repair& repair, const import::Plan& plan) {
  if (plan.problems().empty()) return;
  const import::Problem& problem = plan.problems().front();
  const bool of_record = problem.line > 0 && problem.line <= repair.plan.records.size();
  const std::string record = of_record ? repair.plan.records[problem.line - 1].key_in_words() : std::string();
  throw Error(Exit::refused,
              fmt::format("the repair is refused: {} {} {}: {}", repair.plan.entity->name, record, problem.column,
                          problem.message),
              problem.hint);
}

/// Plans the repairs of each kind of record, and writes them if `revision` is not null. Returns how many records
/// change.
std::int64_t repair_all(sqlite::Connection& connection, const check::Check& check,
                        const history::OpenRevision* revision) {
  std::int64_t by_hand = 0;
  std::int64_t changed = 0;
  connection.run("CREATE TEMP TABLE repair (entity, record, field, old, new)");
  for (const auto& repair : check::repairs_of(connection, check, by_hand)) {
    import::ImportRequest request{
        .entity = repair->plan.entity, .file = repair->plan.file.name, .default_source = {}, .answers = {}, .columns = {
        }};
    request.saved = &repair->plan;
    import::Plan plan(connection, request, *repair->rows);
    refuse_problems(*repair, plan);
    keep_changes(connection, *repair->plan.entity, plan);
    changed += plan.counts().changed;
    if (revision != nullptr && plan.changes_anything()) plan.apply(revision->id());
  }
  if (by_hand > 0) write::note(fmt::format("findings whose repair is not certain: {}; correct them by hand", by_hand));
  return changed;
}

/// Shows what the repair of a check would change, and with --apply writes it as a revision.
Exit repair(const Invocation& invocation) {
  const check::Check check = fixable_check(invocation);
  const bool writes = invocation.has("--apply");
  sqlite::Connection connection = open_database(invocation, writes ? sqlite::Intent::write : sqlite::Intent::read);
  check::add_check_views(connection);
  sqlite::Transaction transaction(connection,
                                  writes ? sqlite::Transaction::Kind::write : sqlite::Transaction::Kind::read);
  check::Findings findings(connection, today());
  findings.run(check);
  findings.require_run(check.name);
  check::mark_waived(connection, findings);
  std::optional<history::OpenRevision> revision;
  if (writes) revision.emplace(connection, revision_note(invocation, "check --fix " + check.name));
  const std::int64_t changed = repair_all(connection, check, revision ? &*revision : nullptr);
  sqlite::Statement rows = connection.prepare("SELECT * FROM temp.repair ORDER BY entity, record, field");
  ChangeOutput output(invocation, rows);
  std::string written;
  if (writes && changed > 0) {
    revision->close();
    output.before_commit();
    transaction.commit();
    written = as_revision(revision->id());
  }
  if (written.empty()) {
    write::note(changed == 0 ? "nothing to repair" : kWasPreview);
  } else {
    note_written(invocation, revision->id(), written);
  }
  output.after_commit(written);
  return Exit::done;
}

/// Whether the findings are printed for people, as a text. A list of checks and the changes of a repair are tables.
bool is_text(const Invocation& invocation) {
  return !invocation.has("--format") || invocation.get("--format") == kText;
}

std::optional<std::int64_t> since_revision(const Invocation& invocation) {
  if (!invocation.has("--since")) return std::nullopt;
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  return history::revision_at(connection, invocation.get("--since"));
}

Exit run(const Invocation& invocation) {
  if (invocation.has("--fix")) return repair(invocation);
  const std::vector<check::Check> checks = check::checks_named(known_checks(invocation), invocation.arguments);
  if (invocation.has("--show-sql")) return show_sql(invocation, checks);
  const check::Findings::Wanted wanted{invocation.names("--severity"), entities_wanted(invocation)};
  if (invocation.has("--list")) return list_checks(invocation, listed(checks, wanted));
  const auto since = since_revision(invocation);
  sqlite::Connection connection = open_to_check(invocation);
  sqlite::Transaction transaction(connection, sqlite::Transaction::Kind::read);
  check::Findings findings(connection, today());
  const bool sound = run_checks(connection, invocation, checks, findings);
  findings.keep(wanted);
  if (since) leave_out_earlier(invocation, checks, findings, *since);
  if (is_text(invocation)) {
    print_findings(invocation, findings, checks);
  } else {
    sqlite::Statement rows = findings.rows();
    print(invocation, rows);
  }
  const auto counts = findings.counts();
  write::note((since ? fmt::format("new since revision {}: ", *since) : std::string()) + counts_in_words(counts));
  if (!sound) {
    throw Error(Exit::database, fmt::format("{}: the file is damaged", invocation.database),
                "restore a backup; keep the damaged file");
  }
  const bool found = counts.errors > 0 || (invocation.has("--strict") && counts.warnings > 0);
  return found ? Exit::findings : Exit::done;
}

constexpr Example kExamples[] = {
    {"iscm check", "everything that looks wrong in the record, and whether the file is sound"},
    {"iscm check rcp-one-region irf-two-regions", "only these checks"},
    {"iscm check --severity error,warning --format csv", "for a spreadsheet"},
    {"iscm check --since 2026-11", "what is new since the end of November 2026"},
    {"iscm check --fix text-blanks", "preview the repairs; --apply writes them"},
    {"iscm check --checks ~/checks", "your own checks too, one SQL file each"},
    {"iscm check --list", "the checks, each with the definition that it implements"},
    {"iscm check silent-mechanism --show-sql > ~/checks/silent-ten-years.sql",
     "a start for a check of your own: change the years in it, then run it with --checks"},
};
constexpr Argument kArguments[] = {
    Argument{"CHECK", "its name; if not given, all checks run"}.optional().several().excludes("--fix"),
};
constexpr Option kOptions[] = {
    choice("--severity", "SEVERITY", "error warning note", "only findings of these severities, separated by commas",
           Kind::choices),
    value("--entity", "ENTITY", "only findings about these, separated by commas; \"file\" for the file itself",
          Kind::names),
    value("--since", "REVISION", "only what was not found yet at this revision, or at a time such as 2026-11",
          Kind::time)
        .excludes("--list --fix --show-sql"),
    flag("--list", "list the checks instead of running them"),
    flag("--show-sql", "print the query of one check instead of running it")
        .needs("CHECK")
        .excludes("--list --severity --entity --strict --fix"),
    flag("--strict", "exit with 1 for a warning too, not only for an error").excludes("--list"),
    value("--checks", "FOLDER", "add your own checks: files NAME.sql, written like those of schema/checks", Kind::file)
        .several(),
    value("--fix", "CHECK", "show how to repair what a check finds, if that is certain")
        .excludes("--list --severity --entity --strict")
        .begins("Repair"),
    flag("--apply", "write the repairs, as one revision").needs("--fix"),
    kReason.needs("--fix"),
    kAuthor.needs("--fix"),
};

constexpr OwnFormat kFormats[] = {{"text", "a summary, then the findings one below the other"}};

}  // namespace

extern const Command kCheck{
    .name = "check",
    .summary = "what looks wrong in the record, and whether the file is sound",
    .synonyms = "validate verify lint test problems",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
    .own_formats = kFormats,
    .default_format = kText,
};

}  // namespace iscm::cli
