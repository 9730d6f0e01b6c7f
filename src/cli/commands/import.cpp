#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/input_file.hpp"
#include "cli/import_options.hpp"
#include "cli/rows.hpp"
#include "core/history/revision.hpp"
#include "core/import/plan.hpp"
#include "core/import/recognize.hpp"
#include "out/message.hpp"
#include "text/visible.hpp"

namespace iscm::cli {
namespace {

void tell_problems(const std::string& file, const std::vector<core::Problem>& problems) {
  for (const core::Problem& problem : problems) {
    const std::string column = problem.column.empty() ? "" : text::visible(problem.column) + ": ";
    out::error(fmt::format("{}:{}: {}{}", file, problem.line, column, text::visible(problem.message)),
               text::visible(problem.hint));
  }
}

/// Where there is no header there is nothing to plan.
std::vector<core::Problem> plain(std::span<const read::Problem> problems) {
  std::vector<core::Problem> all;
  for (const read::Problem& problem : problems) all.push_back(core::problem_of(problem));
  return all;
}

void tell_counts(const std::string& file, const core::Entity& entity, const core::Counts& counts) {
  std::string more;
  if (counts.created > 0) more += fmt::format(", {} new of other kinds", counts.created);
  if (counts.learned > 0) more += fmt::format(", {} learned as aliases", counts.learned);
  out::note(fmt::format("{}, as {}: {} new, {} changed, {} unchanged, {} rejected{}", file, entity.name, counts.added,
                        counts.changed, counts.unchanged, counts.rejected, more));
}

/// One transaction and one revision; where nothing differs, neither.
void apply(db::Connection& connection, db::Transaction& transaction, core::Plan& plan, const Invocation& invocation,
           const std::string& file) {
  core::OpenRevision revision(connection, {.kind = "command",
                                           .author = author(),
                                           .command = fmt::format("import {}", file),
                                           .reason = invocation.get("--reason"),
                                           .source_id = {},
                                           .undoes = {},
                                           .made_at = now()});
  plan.apply(revision.id());
  revision.close();
  transaction.commit();
  out::note(fmt::format("written as revision {}", revision.id()));
}

}  // namespace

Exit run_import(const Invocation& invocation) {
  if (invocation.has("--template")) return print_template(invocation);
  const std::string file = invocation.argument(0);
  if (file.empty()) throw Error(Exit::usage, "import: FILE is required", "`iscm import --help` shows how");
  const bool writes = invocation.has("--apply");
  format_of(invocation);
  db::Connection connection = open_database(invocation, writes ? db::Intent::write : db::Intent::read);
  const auto rows = open_input(invocation, file, named_columns(invocation));
  if (rows->header().empty()) {
    tell_problems(file, plain(rows->problems()));
    if (!rows->problems().empty()) return Exit::refused;
    out::note(fmt::format("{} has no rows: nothing to change", file));
    return Exit::done;
  }
  const core::ColumnChoices choices = column_choices(invocation, rows->header());
  const core::Entity& entity = invocation.has("--as") ? core::entity_named(invocation.get("--as"))
                                                      : core::recognize(file, rows->header(), choices);
  refuse_unknown_fields(entity, choices);
  db::Transaction transaction(connection, writes ? db::Transaction::Kind::write : db::Transaction::Kind::read);
  QuestionFile question_file(invocation);
  core::Plan plan(connection,
                  {.entity = &entity,
                   .file = file,
                   .default_source = invocation.get("--source"),
                   .answers = answers_of(invocation, connection, entity),
                   .columns = choices,
                   .creatable = creatable_kinds(invocation)},
                  *rows);
  if (!writes) {
    db::Statement changes = plan.changes();
    print_rows(invocation, changes);
  }
  tell_notes(file, rows->notes());
  tell_problems(file, plan.problems());
  tell_counts(file, entity, plan.counts());
  if (!plan.problems().empty()) {
    question_file.write(plan.questions());
    return Exit::refused;
  }
  if (const auto count = plan.changes_without_source(); count > 0) {
    out::note(fmt::format("{} of the changes rest on no source; --source CODE names one", count));
  }
  if (!plan.changes_anything()) {
    out::note("nothing to change");
  } else if (writes) {
    apply(connection, transaction, plan, invocation, file);
  } else {
    out::note("nothing was written; `--apply` writes it");
  }
  return Exit::done;
}

}  // namespace iscm::cli
