#include <fmt/format.h>

#include <optional>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/import_options.hpp"
#include "cli/input_file.hpp"
#include "cli/plan_options.hpp"
#include "cli/plan_output.hpp"
#include "cli/progress.hpp"
#include "cli/rows.hpp"
#include "cli/write_plan.hpp"
#include "import/header.hpp"
#include "import/problems.hpp"
#include "import/saved_plan.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

/// One import of one file: its options, and the files that it writes beside the database.
class ImportRun {
public:
  explicit ImportRun(const Invocation& invocation)
      : invocation_(invocation),
        file_(invocation.argument(0)),
        writes_(invocation.has("--apply")),
        connection_(open_database(invocation, writes_ ? sqlite::Intent::write : sqlite::Intent::read)),
        saved_(begin_file(invocation, "--plan")),
        rejects_(begin_file(invocation, "--rejects")),
        questions_(invocation) {}

  /// The plan is made without the write lock. Where another program writes before the lock is there, it is made again
  /// under it, from a file that can be read again.
  Exit run() {
    if (const std::optional<Exit> exit = attempt()) return *exit;
    if (file_ == "-") {
      throw Error(Exit::refused, "another program changed the database meanwhile; nothing was written",
                  "run the command again");
    }
    lock_.emplace(connection_, sqlite::Transaction::Kind::write);
    return attempt().value_or(Exit::failed);
  }

private:
  /// Nothing where the plan was out of date before it could be written.
  std::optional<Exit> attempt() {
    progress_.emplace();
    const auto rows = open_input(invocation_, file_, named_columns(invocation_));
    if (rows->header().empty()) return without_header(*rows);
    import::Plan plan(connection_, request(rows->header()), *rows);
    if (writes_ && !plan.is_blocked() && plan.changes_anything() && !take_lock(plan)) return std::nullopt;
    progress_.reset();
    show(plan);
    return finish(plan);
  }

  Exit without_header(const read::RowSource& rows) {
    progress_.reset();
    std::vector<import::Problem> problems;
    for (const read::Problem& problem : rows.problems()) problems.push_back(import::problem_of(problem));
    tell_problems(file_, problems, static_cast<std::int64_t>(problems.size()));
    if (!problems.empty()) return Exit::refused;
    write::note(fmt::format("{} has no rows: nothing to change", file_));
    return Exit::done;
  }

  import::ImportRequest request(std::span<const std::string> header){
      const import::ColumnChoices choices = column_choices(invocation_, header);
  import::ImportRequest request{.entity = invocation_.has("--as") ? &model::entity_named(invocation_.get("--as"))
                                                                  : &import::recognize(file_, header, choices),
                                .file = file_,
                                .default_source = invocation_.get("--source"),
                                .answers = {},
                                .columns = choices,
                                .creatable = creatable_kinds(invocation_)};
  refuse_unknown_fields(*request.entity, choices);
  request.answers = answers_of(invocation_, connection_, *request.entity);
  request.progress = [this](const char* step, std::int64_t count) {
    if (!progress_) return;
    progress_->step(step);
    progress_->rows(count);
  };
  add_plan_options(invocation_, request);
  return request;
}

  /// False where the plan is out of date.
  bool take_lock(import::Plan& plan) {
  if (lock_) return true;
  plan.release();
  lock_.emplace(connection_, sqlite::Transaction::Kind::write);
  const bool current = plan.is_current();
  if (!current) lock_.reset();
  return current;
}

void show(import::Plan& plan) {
  tell_notes(file_, plan.notes());
  tell_counts(plan);
  if (!writes_) print_plan(invocation_, plan);
  tell_problems(file_, plan.problems(), plan.problem_count());
  write_rejects(plan);
  questions_.write(plan.questions());
}

void write_rejects(import::Plan& plan) {
  if (!rejects_) return;
  const std::string name = invocation_.get("--rejects");
  if (plan.counts().rejected == 0) {
    write::note(fmt::format("no row is rejected: {} was not written", name));
    return;
  }
  const write::Format format = name.ends_with(".tsv") ? write::Format::tsv : write::Format::csv;
  const auto writer = write::make_writer(format, *rejects_);
  const std::int64_t count = import::write_rejects(plan.job(), plan.rows(), *writer);
  rejects_->finish();
  write::note(fmt::format("{} rejected rows are in {}: correct them there and import it", count, name));
}

Exit finish(import::Plan& plan) {
  if (plan.is_blocked()) {
    if (!plan.is_unreadable() && !rejects_) {
      write::note("nothing was written; --rejects FILE keeps the rejected rows, --skip-rejected goes on without them");
    }
    return Exit::refused;
  }
  if (const auto count = plan.changes_without_source(); count > 0) {
    write::note(fmt::format("{} of the changes rest on no source; --source CODE names one", count));
  }
  const bool pending = plan.changes_anything();
  if (!pending) {
    write::note("nothing to change");
  } else if (writes_) {
    progress_.emplace();
    write_plan(connection_, *lock_, plan, invocation_, fmt::format("import {}", file_), [this] { progress_.reset(); });
  } else if (saved_) {
    import::write_saved_plan(plan, *saved_);
    saved_->finish();
    const std::string name = invocation_.get("--plan");
    write::note(fmt::format("the plan is in {0}; `iscm apply {0}` writes what is left of it", name));
  } else {
    write::note("nothing was written; `--apply` writes it");
  }
  const bool unfinished = (pending && !writes_) || plan.counts().rejected > 0;
  return unfinished && invocation_.has("--exit-code") ? Exit::findings : Exit::done;
}

const Invocation& invocation_;
std::string file_;
bool writes_;
sqlite::Connection connection_;
std::unique_ptr<write::AtomicFile> saved_;
std::unique_ptr<write::AtomicFile> rejects_;
QuestionFile questions_;
std::optional<sqlite::Transaction> lock_;
std::optional<Progress> progress_;
};  // namespace

}  // namespace iscm::cli

Exit run_import(const Invocation& invocation) {
  if (invocation.has("--template")) return print_template(invocation);
  if (invocation.argument(0).empty()) {
    throw Error(Exit::usage, "import: FILE is required", "`iscm import --help` shows how");
  }
  format_of(invocation);
  refuse_contradictions(invocation);
  return ImportRun(invocation).run();
}

}  // namespace iscm::cli
