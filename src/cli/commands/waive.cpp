#include "core/waive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/option_rules.hpp"
#include "cli/own_checks.hpp"
#include "cli/revision_note.hpp"
#include "cli/rows.hpp"
#include "core/check_views.hpp"
#include "core/entities.hpp"
#include "out/message.hpp"
#include "text/partial_date.hpp"
#include "text/visible.hpp"

namespace iscm::cli {
namespace {

/// The checks whose findings can be accepted: what breaks the file itself cannot.
std::vector<core::Check> waivable_checks(const Invocation& invocation) {
  std::vector<core::Check> checks = known_checks(invocation);
  std::erase_if(checks, [](const core::Check& check) { return check.sql.empty(); });
  return checks;
}

core::Check waivable_check(const Invocation& invocation, const std::string& name) {
  core::Check check = core::checks_named(known_checks(invocation), {name}).front();
  if (check.sql.empty()) {
    throw Error(Exit::usage, fmt::format("what {} finds cannot be waived", name),
                fmt::format("it is wrong with the file itself: `iscm check {}` says how to put it right", name));
  }
  return check;
}

/// Its name however it was typed; empty where none was.
std::string entity_of(const Invocation& invocation) {
  const std::string typed = invocation.get("--entity");
  const bool has_no_name = !invocation.has("--entity") || typed == "any" || typed == "file" || typed == "revision";
  return has_no_name ? typed : std::string(core::entity_named(typed).name);
}

/// `from`: the place of CHECK; the words after it are the key.
core::Waiver waiver_of(const Invocation& invocation, std::size_t from) {
  core::Waiver waiver;
  waiver.check = invocation.argument(from);
  for (std::size_t i = from + 1; i < invocation.arguments.size(); ++i) {
    waiver.key += fmt::format("{}{}", waiver.key.empty() ? "" : " ", invocation.arguments[i]);
  }
  if (waiver.check.empty() || waiver.key.empty()) {
    throw Error(Exit::usage, "waive needs a check and the key of a record",
                "as `iscm check` shows them: iscm waive CHECK KEY --reason TEXT");
  }
  waiver.entity = entity_of(invocation);
  waiver.reason = text::trimmed(invocation.get("--reason"));
  waiver.author = author_of(invocation);
  waiver.until = invocation.get("--until");
  waiver.source = invocation.get("--source");
  return waiver;
}

void refuse_unless_reasoned(const core::Waiver& waiver) {
  if (waiver.reason.empty()) {
    throw Error(Exit::usage, "a finding is accepted for a reason", "say it with --reason TEXT");
  }
  if (!waiver.until.empty() && !text::is_partial_date(waiver.until)) {
    throw Error(Exit::usage, fmt::format("--until {} is no date", waiver.until),
                "write it as 2027, 2027-06 or 2027-06-30");
  }
  if (!waiver.until.empty() && text::last_day(waiver.until) < today()) {
    throw Error(Exit::usage, fmt::format("--until {} has passed", waiver.until), "give a later date, or none");
  }
}

/// Runs `work` as one revision, or undoes it with --dry-run.
template <typename Work>
void in_revision(const Invocation& invocation, db::Connection& connection, const std::string& command, Work&& work) {
  db::Transaction transaction(connection, db::Transaction::Kind::write);
  core::OpenRevision revision(connection, revision_note(invocation, command));
  const std::string done = work();
  revision.close();
  if (invocation.has("--dry-run")) {
    out::note(fmt::format("would be {}; nothing was written", done));
    return;
  }
  transaction.commit();
  out::note(fmt::format("{}; written as revision {}", done, revision.id()));
}

Exit add_waiver(const Invocation& invocation) {
  core::Waiver waiver = waiver_of(invocation, 0);
  const core::Check check = waivable_check(invocation, waiver.check);
  refuse_unless_reasoned(waiver);
  db::Connection connection = open_database(invocation, db::Intent::write);
  core::add_check_views(connection);
  core::Findings findings(connection, today());
  in_revision(invocation, connection, fmt::format("waive {} {}", waiver.check, waiver.key), [&] {
    findings.run(check);
    const core::Waiver written = core::waive(connection, findings, waiver);
    const std::string until = written.until.empty() ? std::string() : " until " + written.until;
    return fmt::format("waived: {} of {} {}{}", written.check, written.entity, written.key, until);
  });
  return Exit::done;
}

Exit remove_waiver(const Invocation& invocation) {
  const core::Waiver waiver = waiver_of(invocation, 1);
  db::Connection connection = open_database(invocation, db::Intent::write);
  in_revision(invocation, connection, fmt::format("waive remove {} {}", waiver.check, waiver.key), [&] {
    const core::Waiver removed = core::remove_waiver(connection, waiver);
    return fmt::format("no longer waived: {} of {} {}", removed.check, removed.entity, removed.key);
  });
  return Exit::done;
}

Exit list_waivers(const Invocation& invocation) {
  format_of(invocation);
  db::Connection connection = open_database(invocation, db::Intent::read);
  core::add_check_views(connection);
  db::Transaction transaction(connection, db::Transaction::Kind::read);
  core::Findings findings(connection, today());
  const std::vector<core::Check> checks = waivable_checks(invocation);
  for (const core::Check& check : checks) {
    if (connection.integer("SELECT 1 FROM waivers WHERE check_name = ?", check.name)) findings.run(check);
  }
  std::vector<std::vector<std::string>> rows;
  for (const core::StandingWaiver& standing : core::standing_waivers(connection, findings, checks)) {
    const core::Waiver& waiver = standing.waiver;
    rows.push_back({waiver.check, waiver.entity, waiver.key, standing.state, waiver.until, waiver.reason, waiver.author,
                    waiver.source});
  }
  print_texts(invocation,
              std::array<std::string_view, 8>{"check", "entity", "key", "state", "until", "reason", "author", "source"},
              rows);
  return Exit::done;
}

}  // namespace

Exit run_waive(const Invocation& invocation) {
  const std::string action = invocation.argument(0);
  if (action == "list") {
    refuse_options(invocation, {"--reason", "--until", "--entity", "--source", "--author", "--dry-run"},
                   "does not go with waive list", "`iscm list waiver FIELD=VALUE` filters the waivers");
    if (invocation.arguments.size() > 1) {
      throw Error(Exit::usage, "waive list takes no more words", "`iscm list waiver check=NAME` filters");
    }
    return list_waivers(invocation);
  }
  if (action == "remove") {
    refuse_options(invocation, {"--until", "--source", "--checks"}, "does not go with waive remove",
                   "name the check and the record; --reason, --author and --dry-run go with it");
  }
  return action == "remove" ? remove_waiver(invocation) : add_waiver(invocation);
}

}  // namespace iscm::cli
