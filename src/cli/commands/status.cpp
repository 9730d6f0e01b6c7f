#include <fmt/format.h>

#include "check/findings.hpp"
#include "cli/checks.hpp"
#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/output.hpp"
#include "model/entities.hpp"
#include "version.hpp"

namespace iscm::cli {

namespace {

/// What `iscm check` would count: only with --findings, as it takes some twenty times as long as the rest.
std::string findings_of(const Invocation& invocation) {
  if (!invocation.has("--findings")) return "not counted; --findings counts them";
  sqlite::Connection connection = open_to_check(invocation);
  const sqlite::Transaction transaction(connection, sqlite::Transaction::Kind::read);
  check::Findings findings(connection, today());
  const bool sound = run_checks(connection, invocation, check::all_checks(), findings);
  return sound ? counts_in_words(findings.counts()) : "the file is damaged: `iscm check` shows how";
}

Exit run(const Invocation& invocation) {
  const std::string findings = findings_of(invocation);
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
  std::vector<std::vector<Table::Value>> rows = {
      {"file", invocation.database},
      {"program", std::string(program_version())},
      {"schema version", std::to_string(connection.integer("PRAGMA user_version").value_or(0))},
      {"size", fmt::format("{} KiB", connection
                                         .integer("SELECT page_count * page_size / 1024 "
                                                  "FROM pragma_page_count, pragma_page_size")
                                         .value_or(0))}};
  for (const model::Entity& entity : model::entities()) {
    const auto count = connection.integer(fmt::format("SELECT count(*) FROM {}", entity.table)).value_or(0);
    rows.push_back({std::string(entity.plural), std::to_string(count)});
  }
  sqlite::Statement last = connection.prepare(
      "SELECT id, made_at, ifnull(author, '(outside)'), kind || ifnull(': ' || reason, '') FROM revisions "
      "ORDER BY id DESC LIMIT 1");
  if (last.step()) {
    rows.push_back(
        {"last revision", fmt::format("{}, {}, by {} ({})", last.text(0), last.text(1), last.text(2), last.text(3))});
  }
  rows.push_back({"findings", findings});
  print(invocation, Table{{"what", "value"}, std::move(rows)});
  return Exit::done;
}

constexpr Example kExamples[] = {
    {"iscm status", "what ./iscm.db contains, and when it last changed"},
    {"iscm status --findings", "also how much `iscm check` finds"},
};
constexpr Option kOptions[] = {
    flag("--findings", "also count what all checks find, which takes longer"),
};

}  // namespace

extern const Command kStatus{
    .name = "status",
    .summary = "what the file contains",
    .synonyms = "summary",
    .examples = kExamples,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
};

}  // namespace iscm::cli
