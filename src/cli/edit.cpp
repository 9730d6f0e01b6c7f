#include "cli/edit.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "cli/checks.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/output.hpp"
#include "model/find_record.hpp"
#include "text/fold.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

std::string typed(const Invocation& invocation, const std::string& command) {
  std::string line = command;
  const auto add = [&](const std::string& word) {
    const bool plain = !word.empty() && word.find_first_of(" \t\n\"") == std::string::npos;
    line += plain ? fmt::format(" {}", word) : fmt::format(" \"{}\"", word);
  };
  for (const std::string& argument : invocation.arguments) add(argument);
  for (const std::string option : {"--keep", "--keep-alias", "--new"}) {
    if (!invocation.has(option)) continue;
    add(option);
    if (!invocation.get(option).empty()) add(invocation.get(option));
  }
  return line;
}

void print_problems(const std::vector<import::Problem>& problems) {
  for (const import::Problem& problem : problems) {
    const std::string column = problem.column.empty() ? "" : text::visible(problem.column) + ": ";
    write::error(column + text::visible(problem.message), text::visible(problem.hint));
  }
}

void note_evidence(const edit::EditPlan& plan, const std::optional<edit::EditSource>& source) {
  if (source) note_new_source(*source);
  for (const std::string& note : plan.notes) write::note(note);
  if (plan.unsourced) write::note("the change has no source; --source CODE or --source ADDRESS names one");
}

/// The transaction and the revision of an edit. The revision is open from the beginning, as a new source has to be
/// there before the edit is planned. All of it is rolled back if nothing is written.
class Writing {
public:
  Writing(sqlite::Connection& connection, const Invocation& invocation, const std::string& command)
      : connection_(connection),
        transaction_(connection, sqlite::Transaction::Kind::write),
        revision_(connection, revision_note(invocation, typed(invocation, command))) {}

  void use_source(edit::EditSource source) {
    edit::add_source(connection_, source, revision_.id());
    connection_.run("UPDATE main.revisions SET source_id = ? WHERE id = ?", *source.id, revision_.id());
  }

  std::int64_t write(const edit::EditPlan& plan) {
    plan.write(revision_.id());
    revision_.close();
    return revision_.id();
  }

  void commit() { transaction_.commit(); }

private:
  sqlite::Connection& connection_;
  sqlite::Transaction transaction_;
  history::OpenRevision revision_;
};

Table table_of(std::span<const history::ChangeRow> changes) {
  Table table{{std::begin(history::kChangeColumns), std::end(history::kChangeColumns)}};
  for (const history::ChangeRow& row : changes.first(std::min(changes.size(), kListedChanges))) {
    const std::vector<std::string> texts = history::as_texts(row);
    table.rows.emplace_back(texts.begin(), texts.end());
  }
  return table;
}

void refuse_two_sources(const Invocation& invocation) {
  const auto names_one = [](const std::string& word) { return word.starts_with("source="); };
  if (!invocation.has("--source") ||
      std::none_of(invocation.arguments.begin(), invocation.arguments.end(), names_one)) {
    return;
  }
  throw Error(Exit::usage, "source= and --source both name a source", "leave one of them out");
}

/// Somebody who types a record where an entity has to be gets the command that has both.
void refuse_record(const Invocation& invocation, std::size_t place) {
  const std::string name = invocation.argument(place);
  std::optional<model::Record> record;
  try {
    sqlite::Connection connection = open_database(invocation, sqlite::Intent::read);
    record = model::find_record(connection, nullptr, name);
  } catch (const Error&) {
    return;  // it is not a record either
  }
  // What is wrong with its fields would be wrong in that command too.
  std::vector<std::string> line = invocation.arguments;
  const auto is_field = [](const std::string& word) { return word.find('=') != std::string::npos; };
  if (std::any_of(line.begin(), line.end(), is_field)) {
    model::read_words(*record->entity, invocation.arguments_from(place));
  }
  line.insert(line.begin() + static_cast<std::ptrdiff_t>(place), std::string(record->entity->name));
  line.insert(line.begin(), std::string(invocation.command->name));
  throw Error(Exit::usage, fmt::format("\"{}\" is a record, not an entity", name),
              fmt::format("did you mean `{}`?", text::command_line(line)));
}

}  // namespace

std::string text_of(const Invocation& invocation, const std::string& option) {
  std::string text = invocation.get(option);
  if (text::is_utf8(text)) return text;
  throw Error(Exit::usage, fmt::format("{}: \"{}\" is not text in UTF-8", option, text::visible(text)),
              "type it in a terminal that is set to UTF-8");
}

std::optional<edit::EditSource> given_source(sqlite::Connection& connection, const Invocation& invocation) {
  if (!invocation.has("--source")) return {};
  return edit::source_named(connection, text_of(invocation, "--source"), invocation.has("--new-source"));
}

void note_new_source(const edit::EditSource& source) {
  if (source.url.empty() && source.title.empty()) return;
  write::note(fmt::format("new source {}: {}", source.code, source.url.empty() ? source.title : source.url));
}

std::string author_of(const Invocation& invocation) {
  if (!invocation.has("--author")) return author();
  std::string name = text_of(invocation, "--author");
  if (name.empty()) throw Error(Exit::usage, "--author is empty", "leave it out, or give a name");
  return name;
}

history::RevisionNote revision_note(const Invocation& invocation, const std::string& command) {
  return {.kind = "command",
          .author = author_of(invocation),
          .command = command,
          .reason = text_of(invocation, "--reason"),
          .source_id = {},
          .undoes = {},
          .made_at = now()};
}

std::string as_revision(std::int64_t revision) {
  return fmt::format("written as revision {}", revision);
}

void note_written(const Invocation& invocation, std::int64_t revision, const std::string& written) {
  write::note(written);
  note_caused_findings(invocation, revision - 1);
}

ChangeOutput::ChangeOutput(const Invocation& invocation, const Table& changes)
    : sink_(open_output(invocation)), on_terminal_(!invocation.has("--output") && isatty(STDOUT_FILENO) != 0) {
  cli::write(*sink_, invocation, changes);
}

ChangeOutput::ChangeOutput(const Invocation& invocation, std::span<const history::ChangeRow> changes)
    : ChangeOutput(invocation, table_of(changes)) {}

ChangeOutput::ChangeOutput(const Invocation& invocation, sqlite::Statement& changes)
    : sink_(open_output(invocation)), on_terminal_(!invocation.has("--output") && isatty(STDOUT_FILENO) != 0) {
  cli::write(*sink_, invocation, changes, writer_options(invocation));
}

void ChangeOutput::before_commit() {
  if (!on_terminal_) sink_->settle();
}

void ChangeOutput::after_commit(const std::string& written) {
  if (!sink_) return;
  try {
    std::exchange(sink_, nullptr)->finish();
  } catch (const Error& error) {
    if (written.empty()) throw;
    throw Error(Exit::failed, fmt::format("{}; only the printing failed: {}", written, error.what()), error.hint());
  }
}

const model::Entity& edited_entity(const Invocation& invocation, std::size_t place) {
  const std::string name = invocation.argument(place);
  if (model::find_entity(name) == nullptr) refuse_record(invocation, place);
  return model::entity_named(name);
}

std::vector<std::string> edited_words(const Invocation& invocation) {
  return invocation.arguments_from(1);
}

Exit run_edit(const Invocation& invocation, const std::string& command,
              const std::function<edit::EditPlan(sqlite::Connection&, const edit::EditOptions&)>& plan_edit) {
  refuse_two_sources(invocation);
  const bool writes = !invocation.has("--dry-run");
  sqlite::Connection connection = open_database(invocation, writes ? sqlite::Intent::write : sqlite::Intent::read);
  std::optional<sqlite::Transaction> reading;
  std::optional<Writing> writing;
  if (writes) {
    writing.emplace(connection, invocation, command);
  } else {
    reading.emplace(connection, sqlite::Transaction::Kind::read);
  }
  const std::optional<edit::EditSource> source = given_source(connection, invocation);
  if (source && writing) writing->use_source(*source);
  const bool usable = source && (source->id || writes);
  const edit::EditPlan plan = plan_edit(connection, {.source = usable ? source->code : "",
                                                     .source_to_be = source && !usable ? source->code : "",
                                                     .keep_alias = invocation.has("--keep-alias"),
                                                     .is_another = invocation.has("--new")});
  if (!plan.problems.empty()) {
    print_problems(plan.problems);
    return Exit::refused;
  }
  if (plan.changes.empty()) {
    write::note(source ? "nothing to change; the source is cited for it already" : "nothing to change");
    return Exit::done;
  }
  const std::int64_t revision = writing ? writing->write(plan) : 0;
  ChangeOutput output(invocation, plan.changes);
  if (plan.changes.size() > kListedChanges) {
    write::note(fmt::format("and {} more changes, which are not listed", plan.changes.size() - kListedChanges));
  }
  output.before_commit();
  if (writing) writing->commit();
  note_evidence(plan, source);
  const std::string written = writing ? as_revision(revision) : "";
  if (writing) {
    note_written(invocation, revision, written);
  } else {
    write::note(kWasDryRun);
  }
  output.after_commit(written);
  return Exit::done;
}

}  // namespace iscm::cli
