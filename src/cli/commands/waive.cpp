#include "check/waive.hpp"
#include "check/findings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "check/views.hpp"
#include "cli/checks.hpp"
#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/edit.hpp"
#include "cli/environment.hpp"
#include "cli/output.hpp"
#include "model/entities.hpp"
#include "text/partial_date.hpp"
#include "text/visible.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

/// The checks whose findings can be waived: not those of the file itself.
std::vector<check::Check> waivable_checks(const Invocation& invocation) {
  std::vector<check::Check> checks = known_checks(invocation);
  std::erase_if(checks, [](const check::Check& check) { return check.sql.empty(); });
  return checks;
}

check::Check waivable_check(const Invocation& invocation, const std::string& name) {
  check::Check check = check::checks_named(known_checks(invocation), {name}).front();
  if (check.sql.empty()) {
    throw Error(Exit::usage, fmt::format("what {} finds cannot be waived", name),
                fmt::format("it is about the file itself: `iscm check {}` says how to correct it", name));
  }
  return check;
}

/// The name of the entity of --entity; empty if it is not given.
std::string entity_of(const Invocation& invocation) {
  const std::string typed = invocation.get("--entity");
  const bool has_no_name = !invocation.has("--entity") || typed == "any" || typed == "file" || typed == "revision";
  return has_no_name ? typed : std::string(model::entity_named(typed).name);
}

/// `from`: the place of CHECK; the words after it are the key.
check::Waiver waiver_of(const Invocation& invocation, std::size_t from) {
  check::Waiver waiver;
  waiver.check = invocation.argument(from);
  waiver.key = fmt::format("{}", fmt::join(invocation.arguments_from(from + 1), " "));
  if (waiver.check.empty() || waiver.key.empty()) {
    throw Error(Exit::usage, "waive needs a check and the key of a record",
                "as `iscm check` shows them: iscm waive CHECK KEY --reason TEXT");
  }
  waiver.entity = entity_of(invocation);
  waiver.reason = text::trimmed(invocation.get("--reason"));
  waiver.author = author_of(invocation);
  waiver.until = invocation.get("--until");
  return waiver;
}

void refuse_unless_reasoned(const check::Waiver& waiver) {
  if (waiver.reason.empty()) {
    throw Error(Exit::usage, "a waiver needs a reason", "give it with --reason TEXT");
  }
  if (!waiver.until.empty() && text::last_day(waiver.until) < today()) {
    throw Error(Exit::usage, fmt::format("--until {} has passed", waiver.until), "give a later date, or none");
  }
}

/// Runs `work`, which gets the number of the revision, as one, or undoes it with --dry-run.
template <typename Work>
void in_revision(const Invocation& invocation, sqlite::Connection& connection, const std::string& command,
                 const Work& work) {
  sqlite::Transaction transaction(connection, sqlite::Transaction::Kind::write);
  history::OpenRevision revision(connection, revision_note(invocation, command));
  const std::string done = work(revision.id());
  revision.close();
  if (invocation.has("--dry-run")) {
    write::note(fmt::format("would be {}; nothing was written", done));
    return;
  }
  transaction.commit();
  write::note(fmt::format("{}; {}", done, as_revision(revision.id())));
}

Exit add_waiver(const Invocation& invocation) {
  check::Waiver waiver = waiver_of(invocation, 0);
  const check::Check check = waivable_check(invocation, waiver.check);
  refuse_unless_reasoned(waiver);
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::write);
  check::add_check_views(connection);
  check::Findings findings(connection, today());
  in_revision(invocation, connection, fmt::format("waive {} {}", waiver.check, waiver.key), [&](std::int64_t revision) {
    if (auto source = given_source(connection, invocation)) {
      edit::add_source(connection, *source, revision);
      note_new_source(*source);
      waiver.source = source->code;
    }
    findings.run(check);
    const check::Waiver written = check::waive(connection, findings, waiver);
    const std::string until = written.until.empty() ? std::string() : " until " + written.until;
    return fmt::format("waived: {} of {} {}{}", written.check, written.entity, written.key, until);
  });
  return Exit::done;
}

Exit remove_waiver(const Invocation& invocation) {
  const check::Waiver waiver = waiver_of(invocation, 1);
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::write);
  in_revision(invocation, connection, fmt::format("waive remove {} {}", waiver.check, waiver.key), [&](std::int64_t) {
    const check::Waiver removed = check::remove_waiver(connection, waiver);
    return fmt::format("no longer waived: {} of {} {}", removed.check, removed.entity, removed.key);
  });
  return Exit::done;
}

Exit list_waivers(const Invocation& invocation) {
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  check::add_check_views(connection);
  sqlite::Transaction transaction(connection, sqlite::Transaction::Kind::read);
  check::Findings findings(connection, today());
  const std::vector<check::Check> checks = waivable_checks(invocation);
  for (const check::Check& check : checks) {
    if (connection.integer("SELECT 1 FROM waivers WHERE check_name = ?", check.name)) findings.run(check);
  }
  std::vector<std::vector<Table::Value>> rows;
  for (const check::JudgedWaiver& judged : check::judged_waivers(connection, findings, checks)) {
    const check::Waiver& waiver = judged.waiver;
    rows.push_back({waiver.check, waiver.entity, waiver.key, judged.state, waiver.until, waiver.reason, waiver.author,
                    waiver.source});
  }
  print(invocation, Table{{"check", "entity", "key", "state", "until", "reason", "author", "source"}, std::move(rows)});
  return Exit::done;
}

Exit run(const Invocation& invocation) {
  const std::string action = invocation.argument(0);
  if (action == "list") return list_waivers(invocation);
  return action == "remove" ? remove_waiver(invocation) : add_waiver(invocation);
}

constexpr Example kExamples[] = {
    {"iscm waive chair-not-member \"eu-lac celac permanent 2009\" --reason \"CELAC chairs for its States\"",
     "accept what a check finds about a record: it is no longer listed, only counted"},
    {"iscm waive silent-mechanism midsa --reason \"asked its secretariat\" --until 2027",
     "until a date; the finding also returns when it changes"},
    {"iscm waive list", "the waivers, and whether each is in force"},
    {"iscm waive remove silent-mechanism midsa", "take one back"},
};
constexpr Argument kArguments[] = {
    {"CHECK", "as `iscm check` names it; or list, or remove"},
    Argument{"KEY", "the record, as `iscm check` shows it"}.optional().several().excludes("CHECK=list"),
};
constexpr Option kOptions[] = {
    kReason.excludes("CHECK=list"),
    value("--until", "DATE", "the last day of the waiver; if not given, it has no end", Kind::date)
        .excludes("CHECK=list CHECK=remove"),
    value("--entity", "ENTITY", "the kind of record, if several have this key").excludes("CHECK=list"),
    value("--checks", "FOLDER", "where your own checks are, as for `iscm check`", Kind::file)
        .several()
        .excludes("CHECK=remove"),
    kSource.excludes("CHECK=list CHECK=remove"),
    kNewSource,
    kAuthor.excludes("CHECK=list"),
    kDryRun.excludes("CHECK=list"),
};

}  // namespace

extern const Command kWaive{
    .name = "waive",
    .summary = "accept a finding, with its reason",
    .synonyms = "accept ignore waiver waivers",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
    .prints_with = "CHECK=list",
};

}  // namespace iscm::cli
