#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "cli/ask.hpp"
#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/edit.hpp"
#include "cli/import_options.hpp"
#include "cli/import_parts.hpp"
#include "cli/import_shapes.hpp"
#include "cli/output.hpp"
#include "cli/plan_output.hpp"
#include "cli/progress.hpp"
#include "history/revision.hpp"
#include "import/evidence.hpp"
#include "import/header.hpp"
#include "import/problems.hpp"
#include "import/saved_plan_write.hpp"
#include "read/encoding.hpp"
#include "text/visible.hpp"
#include "write/format.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

/// The import of a file, with the other files that it writes.
class ImportRun {
public:
  explicit ImportRun(const Invocation& invocation, std::vector<std::string> typed = {},
                     std::optional<std::pair<std::string, std::int64_t>> shown = {})
      : invocation_(invocation),
        typed_(std::move(typed)),
        shown_(std::move(shown)),
        file_(invocation.argument(0)),
        writes_(invocation.has("--apply")),
        takes_all_(has_parts(invocation)),
        connection_(open_database(invocation, writes_ || takes_all_ ? sqlite::Intent::write : sqlite::Intent::read)),
        saved_(open_file(invocation, "--plan")),
        rejects_(open_file(invocation, "--rejects")),
        questions_(invocation) {}

  /// The plan is made without the write lock. If another program writes before the lock is taken, it is made again
  /// under the lock, unless the file cannot be read again.
  Exit run() {
    if (takes_all_) return run_parts();
    if (const std::optional<Exit> exit = attempt()) return *exit;
    if (file_ == "-") {
      throw Error(Exit::refused, "another program changed the database meanwhile; nothing was written",
                  "run the command again");
    }
    lock_.emplace(connection_, sqlite::Transaction::Kind::write);
    return attempt().value_or(Exit::failed);
  }

private:
  /// Returns nothing if the plan was out of date before it could be written.
  std::optional<Exit> attempt() {
    progress_.emplace();
    const auto rows = open_shaped(invocation_, connection_, file_, invocation_.get("--sheet"));
    if (rows->header().empty()) return without_header(*rows);
    if (import::is_evidence(rows->header())) return import_evidence(*rows);
    import::Plan plan(connection_, request(*rows), *rows);
    if (writes_ && !plan.is_blocked() && plan.changes_anything() && !take_lock(plan)) return std::nullopt;
    progress_.reset();
    if (!shown_ || plan.is_blocked()) show(plan);
    return finish(plan);
  }

  /// Each table may name what those before it bring: they are written one after the other, in one transaction and
  /// revision, which a preview rolls back.
  Exit run_parts() {
    const std::vector<InputPart> parts = parts_of(invocation_);
    lock_.emplace(connection_, sqlite::Transaction::Kind::write);
    history::OpenRevision revision(connection_, revision_note(invocation_, fmt::format("import {}", file_)));
    bool refused = false;
    bool changes = false;
    for (const InputPart& part : parts) {
      file_ = part.file;
      const auto rows = open_input(invocation_, part.file, part.sheet);
      if (part.entity == nullptr) {
        const import::EvidencePlan plan = shown_evidence(*rows);
        refused = refused || !plan.problems.empty();
        changes = changes || !plan.cited.empty();
        if (!refused) import::write_evidence(connection_, plan, revision.id());
        continue;
      }
      import::Plan plan(connection_, request(*rows), *rows);
      if (!writes_ && plan.changes_anything()) write_line(text::visible(part.title));
      show(plan);
      refused = refused || plan.is_blocked();
      changes = changes || plan.changes_anything();
      if (!refused && plan.changes_anything()) plan.apply(revision.id());
    }
    if (refused) {
      write::note(fmt::format("nothing was written: each {} has to be without a rejected row, or --skip-rejected given",
                              parts.front().sheet.empty() ? "file" : "sheet"));
      return Exit::refused;
    }
    if (!changes || !writes_) {
      write::note(changes ? kWasPreview : "nothing to change");
      return changes && invocation_.has("--exit-code") ? Exit::findings : Exit::done;
    }
    revision.close();
    lock_->commit();
    note_written(invocation_, revision.id(), as_revision(revision.id()));
    return Exit::done;
  }

  Exit without_header(const read::RowSource& rows) {
    progress_.reset();
    std::vector<import::Problem> problems;
    for (const read::Problem& problem : rows.problems()) problems.push_back(import::problem_of(problem));
    print_problems(file_, problems, static_cast<std::int64_t>(problems.size()));
    if (!problems.empty()) return Exit::refused;
    write::note(fmt::format("{} has no rows: nothing to change", file_));
    return Exit::done;
  }

  /// A file of evidence cites, and changes nothing else.
  Exit import_evidence(read::RowSource& rows) {
    for (const std::string option : {"--as", "--plan", "--rejects", "--questions", "--complete", "--skip-rejected",
                                     "--clear-empty", "--map", "--ignore", "--ignore-unknown", "--set", "--source"}) {
      if (!invocation_.has(option)) continue;
      throw Error(Exit::usage, fmt::format("{} does not go with a file of evidence", option), "leave it out");
    }
    if (writes_ && !lock_) lock_.emplace(connection_, sqlite::Transaction::Kind::write);
    const import::EvidencePlan plan = shown_evidence(rows);
    if (!plan.problems.empty()) return Exit::refused;
    if (plan.cited.empty() || !writes_) {
      write::note(plan.cited.empty() ? "nothing to change" : kWasPreview);
      return Exit::done;
    }
    history::OpenRevision revision(connection_, revision_note(invocation_, fmt::format("import {}", file_)));
    import::write_evidence(connection_, plan, revision.id());
    revision.close();
    lock_->commit();
    note_written(invocation_, revision.id(), as_revision(revision.id()));
    return Exit::done;
  }

  auto shown_evidence(read::RowSource& rows) -> import::EvidencePlan {
    auto plan = import::plan_evidence(connection_, rows);
    progress_.reset();
    print_problems(file_, plan.problems, static_cast<std::int64_t>(plan.problems.size()));
    write::note(fmt::format("{}, as evidence: {} new, {} known, {} rejected", name_of(rows), plan.cited.size(),
                            plan.known, plan.problems.size()));
    return plan;
  }

  /// "edition.xlsx:ISCM" of a sheet.
  [[nodiscard]] std::string name_of(const read::RowSource& rows) const {
    return rows.part().empty() ? file_ : fmt::format("{}:{}", file_, rows.part());
  }

  void write_line(const std::string& line) {
    const auto sink = open_output(invocation_);
    sink->write(line + "\n");
    sink->finish();
  }

  auto request(const read::RowSource& rows) -> import::ImportRequest {
    const import::ColumnChoices choices = column_choices(invocation_, rows);
    import::ImportRequest request{.entity = &entity_of(invocation_, connection_, file_, rows, choices),
                                  .file = name_of(rows),
                                  .default_source = {},
                                  .answers = {},
                                  .columns = choices,
                                  .creatable = creatable_kinds(invocation_)};
    if (const std::optional<edit::EditSource> source = given_source(connection_, invocation_)) {
      request.default_source = source->code;
      request.new_source = source->url.empty() ? source->title : source->url;
    }
    refuse_impossible(*request.entity, rows.header(), choices);
    request.cells = cell_options(invocation_, *request.entity);
    request.answers = answers_of(invocation_, connection_, *request.entity);
    for (const std::string& text : typed_) {
      for (import::Answer& answer : answers_typed(connection_, *request.entity, text)) {
        request.answers.push_back(std::move(answer));
      }
    }
    request.progress = [this](const char* step, std::int64_t count) {
      if (!progress_) return;
      progress_->step(step);
      progress_->rows(count);
    };
    add_plan_options(invocation_, request);
    return request;
  }

  /// Returns false if the plan is out of date.
  bool take_lock(import::Plan& plan) {
    if (lock_) return true;
    plan.release();
    lock_.emplace(connection_, sqlite::Transaction::Kind::write);
    const bool current = plan.is_current();
    if (!current) lock_.reset();
    return current;
  }

  void show(import::Plan& plan) {
    for (const read::Note& note : plan.notes()) {
      const std::string place = note.place.empty() ? plan.rows().cell_place(note.line) : note.place;
      write::note(fmt::format("{}:{}: {}", file_, place, note.message));
    }
    print_counts(plan);
    if (!writes_) print_plan(invocation_, plan);
    print_problems(file_, with_offers(invocation_, connection_, plan), plan.problem_count());
    write_rejects(plan);
    questions_.write(plan.questions());
  }

  void write_rejects(import::Plan& plan) {
    if (!rejects_) return;
    const std::string name = invocation_.get("--rejects");
    if (plan.counts().rejected == 0) {
      write::note(fmt::format("no rows were rejected: {} was not written", name));
      return;
    }
    const write::Format format = name.ends_with(".tsv") ? write::Format::tsv : write::Format::csv;
    const auto writer = write::make_writer(format, *rejects_);
    const std::int64_t count = import::write_rejects(plan.job(), plan.rows(), *writer);
    rejects_->finish();
    write::note(fmt::format("{} rejected rows are in {}: correct them there and import that file", count, name));
  }

  Exit finish(import::Plan& plan) {
    if (plan.is_blocked()) {
      if (const std::string answers = ask(plan); !answers.empty()) return with_answers(plan, answers);
      if (!plan.is_unreadable() && !rejects_) {
        write::note("nothing was written; --rejects FILE saves the rejected rows, --skip-rejected imports the others");
      }
      return Exit::refused;
    }
    if (const auto count = plan.changes_without_source(); count > 0) {
      write::note(
          fmt::format("{} of the changes {} no source; --source CODE names one", count, count == 1 ? "has" : "have"));
    }
    const bool pending = plan.changes_anything();
    if (shown_ && pending && (!(state_of(plan) == *shown_))) {
      throw Error(Exit::refused, "the file or the database has changed since the preview; nothing was written",
                  "run the command again");
    }
    if (!pending) {
      const bool cites = invocation_.has("--source") && plan.counts().unchanged > 0;
      write::note(cites ? "nothing to change; `iscm cite --help` shows how to add a source to what is recorded"
                        : "nothing to change");
    } else if (writes_) {
      progress_.emplace();
      write_plan(connection_, *lock_, plan, invocation_, fmt::format("import {}", file_),
                 [this] { progress_.reset(); });
    } else if (saved_) {
      import::write_saved_plan(plan, *saved_);
      saved_->finish();
      const std::string name = invocation_.get("--plan");
      write::note(fmt::format("the plan is in {0}; edit it if you wish, then `iscm apply {0}` writes it", name));
    } else if (is_agreed(plan)) {
      return write_what_was_shown(plan);
    } else {
      write::note(kWasPreview);
    }
    const bool unfinished = (pending && !writes_) || plan.counts().rejected > 0;
    return unfinished && invocation_.has("--exit-code") ? Exit::findings : Exit::done;
  }

  /// What a plan was made from: the file, and the last revision of the record.
  using State = std::pair<std::string, std::int64_t>;
  State state_of(import::Plan& plan) {
    return {plan.rows().facts().sha256, connection_.integer("SELECT max(id) FROM main.revisions").value_or(0)};
  }

  /// Whether somebody says that the plan which was shown is to be written. Only people are asked: what comes in a pipe
  /// is no answer.
  [[nodiscard]] bool is_agreed(const import::Plan& plan) const {
    if (file_ == "-" || plan.counts().rejected > 0) return false;
    return invocation_.has("--yes") ||
           (prints_table(invocation_) && !invocation_.has("--output") && agrees("Write it?"));
  }

  Exit write_what_was_shown(import::Plan& plan) {
    const State shown = state_of(plan);
    plan.release();
    const Invocation writing = invocation_.without("--yes").without("--questions").with("--apply", "");
    return ImportRun(writing, typed_, shown).run();
  }

  /// What a person says to the questions of the plan, which stops for them. Who wants a file of it gets that.
  std::string ask(import::Plan& plan) {
    for (const std::string option : {"--questions", "--rejects", "--plan", "--output"}) {
      if (invocation_.has(option)) return {};
    }
    if (file_ == "-" || takes_all_ || !prints_table(invocation_)) return {};
    return ask_for_answers(connection_, *plan.request().entity, plan.questions());
  }

  Exit with_answers(import::Plan& plan, const std::string& answers) {
    plan.release();
    lock_.reset();
    std::vector<std::string> typed = typed_;
    typed.push_back(answers);
    return ImportRun(invocation_, std::move(typed)).run();
  }

  const Invocation& invocation_;
  std::vector<std::string> typed_;  ///< answers that were typed, as texts of files of answers
  std::optional<State> shown_{};    ///< of the preview to which somebody agreed
  std::string file_;
  bool writes_;
  bool takes_all_;  // tables of several
  sqlite::Connection connection_;
  std::unique_ptr<write::Sink> saved_;
  std::unique_ptr<write::Sink> rejects_;
  QuestionFile questions_;
  std::optional<sqlite::Transaction> lock_;
  std::optional<Progress> progress_;
};

Exit run(const Invocation& invocation) {
  if (invocation.has("--template")) return print_template(invocation);
  return ImportRun(invocation).run();
}

constexpr Example kExamples[] = {
    {"iscm import members.csv", "what would change; nothing is written"},
    {"iscm import members.csv --apply --source info-sheet", "write it, all or nothing"},
    {"curl -s https://example.org/members.json | iscm import - --as membership", "JSON, from another program"},
    {"iscm import edition.xlsx --sheet ISCM", "a sheet of a workbook"},
    {"iscm import list.csv --fill-down Mechanism --split Members", "groups of rows, and lists in cells"},
    {"iscm import matrix.xlsx --matrix --mark O=observer", "States down, mechanisms across, marks in the cells"},
    {"iscm import record/", "the files of a folder, as `iscm export all -o record` writes them"},
    {"iscm import old.csv --encoding windows-1252", "a file from an old spreadsheet program"},
    {"iscm import list.csv --as membership --ignore Remarks", "say what the rows are, and which columns to skip"},
    {"iscm import list.csv --map \"Official name=name\"", "say which field a column holds"},
    {"iscm import list.csv --alias \"Mixed migration=mixed-flows\" --create secretariat",
     "say what unknown names mean"},
    {"iscm import list.csv --questions q.csv", "or fill in q.csv, then import with --answers q.csv"},
    {"iscm import --template membership -o members.csv", "a file to fill in"},
};
constexpr Argument kArguments[] = {
    Argument{"FILE",
             "CSV, TSV, JSON or a workbook (.xlsx, .ods), with other text before the header or not; - for standard "
             "input; a folder as `iscm export all -o` writes it, or a data package, as a whole"}
        .unless("--template"),
};
constexpr Option kOptions[] = {
    flag("--apply", "write what would change, in one revision").excludes("--plan").begins("What to do"),
    flag("--yes", "show what would change, and write it if nothing is wrong; on a terminal this is asked")
        .excludes("--plan --apply"),
    value("--plan", "FILE", "save the plan, one change per line, for review and `iscm apply FILE`", Kind::file),
    number("--limit", 0, "show at most N records of the plan").otherwise("100"),
    value("--source", "CODE",
          "the source of the rows that name none: its code, title or web address; a new address is added"),
    kNewSource,
    kReason,
    kAuthor,
    flag("--exit-code", "exit with 1 if changes are pending or rows were skipped"),
    value("--as", "ENTITY", "what the rows are, if the header does not show it").begins("The file"),
    value("--map", "COLUMN=FIELD", "the field that a column (name, number or letter) holds; may be repeated").several(),
    value("--ignore", "COLUMN", "a column to skip: its name, number or letter; may be repeated").several(),
    flag("--ignore-unknown", "skip the columns that fit no field, and name them"),
    value("--set", "FIELD=VALUE", "a value that all rows share and no column has; may be repeated").several(),
    number("--header-row", 1, "the line of the file on which the header is"),
    value("--fill-down", "COLUMN",
          "a column (name, number or letters) whose blank cells have the value above them; may be repeated")
        .several()
        .excludes("--matrix"),
    value("--sections", "FIELD", "a row with one cell is the title of the rows below it: their FIELD")
        .excludes("--matrix --transposed"),
    value("--split", "COLUMN", "a column whose cells have several names: a row for each").excludes("--matrix"),
    flag("--matrix", "States down and mechanisms across, or the other way round, with marks: memberships")
        .excludes("--as --map --transposed"),
    value("--mark", "MARK=ROLE", "what a mark of a matrix means besides X, a role or a date; may be repeated")
        .several()
        .needs("--matrix"),
    flag("--transposed", "the fields are down and the records across"),
    value("--sheet", "NAME", "of a workbook, the sheet to read; all: each sheet, one after the other"),
    flag("--fill-merged", "merged cells of a workbook all have the value that is in them"),
    choice("--input-format", "FORMAT", "csv tsv semicolon pipe json ndjson",
           "the format, if the file does not show it"),
    choice("--encoding", "NAME", "utf-8 utf-16le utf-16be windows-1252 macintosh",
           "the encoding, if it is not UTF-8 and there is no byte order mark")
        .accepts([](std::string_view name) { return read::parse_encoding(name).has_value(); }),
    number("--max-rows", 1, "refuse a file with more rows").otherwise("10000000"),
    value("--template", "ENTITY", "print a file to fill in: the header of this entity and an example"),
    choice("--dates", "ORDER", "dmy mdy", "how dates in numbers alone are read: 14/05/2013 is dmy").begins("Values"),
    flag("--accept-dates", "read as dates what a spreadsheet made of them: 44927, May-13"),
    value("--empty", "VALUES", "placeholders that stand for nothing, as \"n/a,-\"; FIELD:VALUE in one field").several(),
    value("--literal", "VALUES", "what looks like a placeholder and is a value, as NA").several(),
    flag("--strip-notes", "take footnote marks and numbers off values: Kenya[1], Sudan*, 2. Uganda"),
    value("--create", "KINDS", "add unknown names as new records of these kinds, separated by commas", Kind::names)
        .several()
        .begins("Unknown names"),
    value("--alias", "NAME=CODE",
          "a name in the file means this record, and is remembered as an alias; FIELD:VALUE=VALUE of a value, as "
          "role:membre=member")
        .several(),
    value("--same", "NAME=CODE", "a new record that may be an existing one is this one").several(),
    value("--new", "NAME[=CODE]", "a new record that may be an existing one is a different one").several(),
    value("--questions", "FILE", "if rows are rejected, write what is unknown to a file, to be answered", Kind::file),
    value("--answers", "FILE",
          "a file that says what names, values and columns mean: field, value and answer (a code, new or new:CODE)",
          Kind::file),
    choice("--mode", "MODE", "upsert add update", "add changes no existing record, update adds no new one")
        .otherwise("upsert")
        .begins("What to write"),
    choice("--lists", "HOW", "replace add", "a list cell is the whole list, or adds to it").otherwise("replace"),
    flag("--clear-empty",
         "an empty cell clears the field, and says that a new meeting is of no mechanism; else the field keeps its "
         "value"),
    flag("--complete", "the file is complete: also list what only the record has"),
    flag("--end-missing",
         "end what only the record has: its status becomes ended, or a link gets the date of --end-date")
        .needs("--complete")
        .excludes("--skip-rejected --mode=add"),
    value("--end-date", "DATE", "the end of links that the file does not have; today if not given", Kind::date)
        .needs("--end-missing"),
    flag("--skip-rejected", "import the other rows; without this, one rejected row stops everything"),
    value("--rejects", "FILE", "write the rejected rows as CSV, each with its problem, to correct and import again",
          Kind::file),
};

}  // namespace

extern const Command kImport{
    .name = "import",
    .summary = "preview what a file would change, then write it",
    .synonyms = "load upload",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
    .silent_with = "--apply",
};

}  // namespace iscm::cli
