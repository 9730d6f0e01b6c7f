#include "cli/plan_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/edit.hpp"
#include "cli/output.hpp"
#include "import/missing_records.hpp"
#include "import/plan_changes.hpp"
#include "read/row_source.hpp"
#include "text/utf8.hpp"
#include "text/visible.hpp"
#include "text/wrap.hpp"
#include "write/format.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

/// A value may be a megabyte; a preview shows how it begins.
constexpr std::size_t kMostBytes = 2000;

/// The columns of planned_changes().
enum Column { kLine, kRow, kAction, kRecord, kField, kOld, kNew };

std::string shown_value(const sqlite::Statement& row, int column) {
  if (row.is_null(column)) return "(empty)";
  std::string value = row.text(column);
  if (value.size() <= kMostBytes) return text::visible(value);
  const std::size_t whole = value.size();
  std::size_t end = kMostBytes;
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U) --end;
  value.resize(end);
  return fmt::format("{}... ({} bytes)", text::visible(value), whole);
}

/// The lines of a plan, for people: on a terminal they fit its width.
class PlanText {
public:
  PlanText(const import::Job& job, write::Sink& sink, std::size_t width) : job_(job), sink_(sink), width_(width) {}

  void record(const sqlite::Statement& row) {
    std::string place = fmt::format("line {}", read::physical_line(static_cast<std::size_t>(row.integer(kLine))));
    if (row.is_null(kLine))
      place = "as answered";
    else if (row.integer(kLine) == 0)
      place = "not in the file";
    line(fmt::format("{}: {} {}", place, row.text(kAction), text::visible(row.text(kRecord))));
  }

  void field(const sqlite::Statement& row) {
    if (row.text(kAction) == "cited") {
      const std::string standing = row.is_null(kOld) ? "" : " " + shown_value(row, kOld);
      return hanging(fmt::format("  cited for {}{}: ", row.text(kField), standing), shown_value(row, kNew));
    }
    const std::string name = fmt::format("  {}: ", row.text(kField));
    const std::string value = shown_value(row, kNew);
    // The source of a change belongs to it: there was none before that it takes the place of.
    const bool is_source = row.text(kField) == model::source_field().name;
    if (row.text(kAction) == "new" || is_source) return hanging(name, value + (is_default(row) ? " (default)" : ""));
    const model::Field* described = job_.entity.field(row.text(kField));
    if (described != nullptr && described->type == model::FieldType::list) return items(name, row);
    const std::string old = shown_value(row, kOld);
    const std::string whole = fmt::format("{}{} -> {}", name, old, value);
    if (width_ == 0 || text::display_width(whole) <= width_) return line(whole);
    hanging(name, old);
    hanging("    -> ", value);
  }

  /// A list, item by item: what goes and what comes.
  void items(const std::string& name, const sqlite::Statement& row) {
    const auto items_of = [&](int column) {
      const std::string list = row.text(column);
      std::vector<std::string> items;
      for (const std::string_view item : text::split(list, "; ")) items.emplace_back(item);
      return items;
    };
    const std::vector<std::string> before = items_of(kOld);
    const std::vector<std::string> after = items_of(kNew);
    const auto has = [](const std::vector<std::string>& list, const std::string& item) {
      return std::find(list.begin(), list.end(), item) != list.end();
    };
    const auto stay =
        std::count_if(before.begin(), before.end(), [&](const std::string& item) { return has(after, item); });
    line(fmt::format("{}{} of {} stay", name, stay, before.size()));
    for (const std::string& item : before) {
      if (!has(after, item)) line(fmt::format("    - {}", text::visible(item)));
    }
    for (const std::string& item : after) {
      if (!has(before, item)) line(fmt::format("    + {}", text::visible(item)));
    }
  }

  void line(const std::string& text) { sink_.write(text + "\n"); }

private:
  void hanging(const std::string& start, const std::string& value) { sink_.write(text::hanging(start, value, width_)); }

  /// Whether the schema fills in the value, as the input has no column for it.
  [[nodiscard]] bool is_default(const sqlite::Statement& row) const {
    const model::Field* field = job_.entity.field(row.text(kField));
    return field != nullptr && !job_.maps(*field) && !field->fallback.empty();
  }

  const import::Job& job_;
  write::Sink& sink_;
  std::size_t width_;
};

void print_missing(import::Plan& plan, PlanText& text) {
  const import::Completeness& complete = plan.request().complete;
  if (!complete.lists || complete.ends || plan.counts().missing == 0) return;
  text.line("in the record, but not in the file:");
  sqlite::Statement rows = import::missing_records(plan.job());
  while (rows.step()) {
    const std::string name = rows.is_null(1) ? "" : "  " + text::visible(rows.text(1));
    text.line(fmt::format("  {}{}", text::visible(rows.text(0)), name));
  }
}

/// What is not shown record by record, as numbers.
void print_rest(import::Plan& plan, std::int64_t shown, PlanText& text) {
  const import::Counts& counts = plan.counts();
  const std::int64_t rest = counts.added + counts.changed + counts.created + counts.learned - shown;
  if (rest <= 0) return;
  text.line(fmt::format("... and {} more; --limit N shows N records, --format csv shows every change", rest));
  std::vector<std::string> fields;
  sqlite::Statement rows = import::changes_by_field(plan.job());
  while (rows.step()) fields.push_back(fmt::format("{} {}", rows.text(0), rows.integer(1)));
  if (!fields.empty()) text.line(fmt::format("all changes by field: {}", fmt::join(fields, ", ")));
}

void print_for_people(const Invocation& invocation, import::Plan& plan) {
  const std::int64_t most = invocation.number("--limit").value_or(0);
  sqlite::Statement rows = import::planned_changes(plan.job(), most);
  const auto sink = open_output(invocation);
  PlanText text(plan.job(), *sink, terminal_width(invocation));
  std::int64_t last_row = 0;
  std::int64_t shown = 0;
  while (rows.step()) {
    if (rows.integer(kRow) != last_row) {
      text.record(rows);
      ++shown;
    }
    last_row = rows.integer(kRow);
    if (!rows.is_null(kField)) text.field(rows);
  }
  print_rest(plan, shown, text);
  print_missing(plan, text);
  sink->finish();
}

/// Every change, missing record and problem as a row.
void print_for_programs(const Invocation& invocation, import::Plan& plan) {
  sqlite::Statement changes = import::planned_changes(plan.job(), -1);
  const auto sink = open_output(invocation);
  const auto writer = write::make_writer(format_of(invocation), *sink, writer_options(invocation));
  writer->begin(std::vector<write::Column>{
      {"line", true}, {"action"}, {"record"}, {"field"}, {"old"}, {"new"}, {"code"}, {"message"}, {"hint"}});
  const auto row = [&](const std::vector<write::Cell>& cells) { writer->row(cells); };
  const auto line = [](std::int64_t number) {
    const auto shown = static_cast<std::int64_t>(read::physical_line(static_cast<std::size_t>(number)));
    return number == 0 ? write::Cell() : write::Cell(shown);
  };
  const auto text = [](const std::string& value) {
    return value.empty() ? write::Cell() : write::Cell(std::string_view(value));
  };
  while (changes.step()) {
    // The first row of a new record only opens it.
    if (changes.is_null(kField)) continue;
    row({line(changes.integer(kLine)),
         changes.value(kAction),
         changes.value(kRecord),
         changes.value(kField),
         changes.value(kOld),
         changes.value(kNew),
         {},
         {},
         {}});
  }
  if (plan.request().complete.lists && !plan.request().complete.ends) {
    sqlite::Statement missing = import::missing_records(plan.job());
    while (missing.step()) {
      row({{}, std::string_view("missing"), missing.value(0), {}, {}, missing.value(1), {}, {}, {}});
    }
  }
  for (const import::Problem& problem : plan.problems()) {
    row({line(static_cast<std::int64_t>(problem.line)),
         std::string_view("problem"),
         {},
         text(problem.column),
         {},
         text(problem.value),
         text(problem.code),
         text(problem.message),
         text(problem.hint)});
  }
  writer->end();
  sink->finish();
}

constexpr std::size_t kMostOfAKind = 20;  ///< different ones; the others are only counted
constexpr std::size_t kMostLines = 5;

/// The same problem, on one line or many.
struct Repeated {
  const import::Problem* problem;
  std::vector<std::size_t> lines;
  std::size_t times = 0;
};

/// Problems of one code in one column, in their order.
struct ProblemKind {
  std::vector<Repeated> different;
  std::size_t problems = 0;
};

std::vector<ProblemKind> kinds_of(const std::vector<import::Problem>& problems) {
  std::vector<ProblemKind> kinds;
  std::map<std::string, std::size_t> places;
  std::map<std::string, std::size_t> seen;
  for (const import::Problem& problem : problems) {
    const std::string name = fmt::format("{}\n{}", problem.code, problem.column);
    const auto [place, is_new] = places.emplace(name, kinds.size());
    if (is_new) kinds.emplace_back();
    ProblemKind& kind = kinds[place->second];
    ++kind.problems;
    const auto [same, is_first] =
        seen.emplace(fmt::format("{}\n{}\n{}", name, problem.value, problem.message), kind.different.size());
    if (is_first) kind.different.push_back({&problem, {}});
    Repeated& repeated = kind.different[same->second];
    ++repeated.times;
    // The same cell may be in several rows.
    if (!is_first && !problem.place.empty() && problem.place == repeated.problem->place) continue;
    const std::size_t line = read::physical_line(problem.line);
    if (repeated.lines.empty() || repeated.lines.back() != line) repeated.lines.push_back(line);
  }
  return kinds;
}

std::string list_of_lines(const std::vector<std::size_t>& lines, std::size_t first) {
  const std::size_t end = std::min(lines.size(), first + kMostLines);
  std::string list = fmt::format("{}", fmt::join(lines.begin() + static_cast<std::ptrdiff_t>(first),
                                                 lines.begin() + static_cast<std::ptrdiff_t>(end), ", "));
  if (end < lines.size()) list += fmt::format(" and {} more", lines.size() - end);
  return list;
}

void print(const std::string& file, const Repeated& repeated, bool with_hint) {
  const import::Problem& problem = *repeated.problem;
  std::string place = problem.line == 0 ? file : fmt::format("{}:{}", file, read::physical_line(problem.line));
  if (!problem.place.empty()) place = fmt::format("{}:{}", file, text::visible(problem.place));
  const std::string column = problem.column.empty() ? "" : text::visible(problem.column) + ": ";
  std::string message = fmt::format("{}: {}{}", place, column, text::visible(problem.message));
  if (repeated.lines.size() > 1) {
    message +=
        fmt::format(" (also on line{} {})", repeated.lines.size() > 2 ? "s" : "", list_of_lines(repeated.lines, 1));
  }
  write::error(message, with_hint ? text::visible(problem.hint) : "");
}

void print(const std::string& file, const ProblemKind& kind) {
  const std::size_t shown = std::min(kind.different.size(), kMostOfAKind);
  std::size_t counted = 0;
  for (std::size_t i = 0; i < shown; ++i) {
    const bool hint_follows = i + 1 < shown && kind.different[i + 1].problem->hint == kind.different[i].problem->hint;
    print(file, kind.different[i], !hint_follows);
    counted += kind.different[i].times;
  }
  if (shown == kind.different.size()) return;
  std::vector<std::size_t> lines;
  for (std::size_t i = shown; i < kind.different.size(); ++i) lines.push_back(kind.different[i].lines.front());
  const std::string& column = kind.different.front().problem->column;
  write::error(fmt::format("{}: {}{} more of this kind, on lines {}", file,
                           column.empty() ? "" : text::visible(column) + ": ", kind.problems - counted,
                           list_of_lines(lines, 0)));
}

}  // namespace

void print_plan(const Invocation& invocation, import::Plan& plan) {
  if (prints_table(invocation)) {
    print_for_people(invocation, plan);
  } else {
    print_for_programs(invocation, plan);
  }
}

void print_counts(import::Plan& plan) {
  const import::Counts& counts = plan.counts();
  std::string more;
  if (counts.created > 0) more += fmt::format(", {} new of other kinds", counts.created);
  if (counts.learned > 0)
    more += fmt::format(", {} remembered as {}", counts.learned, counts.learned == 1 ? "an alias" : "aliases");
  if (counts.settled > 0) more += fmt::format(", {} matched by an answer", counts.settled);
  if (counts.taken > 0) {
    more +=
        fmt::format(", {} taken out of lists", counts.taken == 1 ? "1 item" : fmt::format("{} items", counts.taken));
  }
  if (plan.request().complete.lists) {
    more += fmt::format(", {} not in the file{}", counts.missing, plan.request().complete.ends ? " (changed)" : "");
  }
  write::note(fmt::format("{}, as {}: {} new, {} changed, {} unchanged, {} rejected{}", plan.request().file,
                          plan.request().entity->name, counts.added, counts.changed, counts.unchanged, counts.rejected,
                          more));
}

void print_problems(const std::string& file, const std::vector<import::Problem>& problems, std::int64_t total) {
  for (const ProblemKind& kind : kinds_of(problems)) print(file, kind);
  const auto printed = static_cast<std::int64_t>(problems.size());
  if (total > printed) {
    write::error(fmt::format("{}: {} problems; these are the first {}", file, total, printed),
                 "--rejects FILE writes every rejected row with its problem");
  }
}

void write_plan(sqlite::Connection& connection, sqlite::Transaction& lock, import::Plan& plan,
                const Invocation& invocation, const std::string& command, const std::function<void()>& written) {
  history::OpenRevision revision(connection, revision_note(invocation, command));
  plan.apply(revision.id());
  revision.close();
  lock.commit();
  if (written) written();
  note_written(invocation, revision.id(), as_revision(revision.id()));
}

}  // namespace iscm::cli
