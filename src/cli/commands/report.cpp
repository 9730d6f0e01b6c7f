#include "query/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "cli/command.hpp"
#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "cli/output.hpp"
#include "cli/reports.hpp"
#include "query/chart.hpp"
#include "query/report_caption.hpp"
#include "text/partial_date.hpp"
#include "write/chart_text.hpp"
#include "write/format.hpp"
#include "write/message.hpp"
#include "write/svg.hpp"

namespace iscm::cli {
namespace {

/// How a report can be drawn, for the list.
std::string_view drawn_as(const query::Report& report) {
  if (report.bars) return "bars";
  return report.crosstab ? "crosstab" : report.matrix ? "matrix" : "";
}

Exit list_reports(const Invocation& invocation, const KnownReports& known) {
  std::vector<std::vector<Table::Value>> rows;
  for (const query::Report& report : known.reports) {
    std::vector<std::string> parameters;
    for (const query::Parameter& parameter : report.parameters) {
      parameters.push_back(parameter.fallback.empty() ? parameter.name : parameter.name + "=" + parameter.fallback);
    }
    rows.push_back(
        {report.name, report.title, fmt::format("{}", fmt::join(parameters, ", ")), std::string(drawn_as(report))});
  }
  print(invocation, Table{{"report", "title", "parameters", "chart"}, std::move(rows)});
  for (const query::BrokenReport& broken : known.broken) {
    write::warning(broken.error.hint().empty() ? std::string(broken.error.what())
                                               : fmt::format("{} ({})", broken.error.what(), broken.error.hint()));
  }
  return Exit::done;
}

/// What may be given to a parameter.
std::string value_in_words(const query::Parameter& parameter) {
  using Kind = query::Parameter::Kind;
  switch (parameter.kind) {
    case Kind::number:
      return "a whole number";
    case Kind::day:
      return "a day, or today";
    case Kind::period:
      return "a date (2014, 2014-05, today), or from one to another: 2014..2016";
    case Kind::moment:
      return "a revision or a time";
    case Kind::records:
      return fmt::format("codes or names of {}, with commas between", parameter.entity->plural);
    case Kind::word:
      return fmt::format("{}", fmt::join(parameter.words, ", "));
    case Kind::words:
      return parameter.words.empty() ? std::string("texts with commas between, or any")
                                     : fmt::format("{}, with commas between, or any", fmt::join(parameter.words, ", "));
  }
  return {};
}

/// The parameters of one report, as its header explains them.
Exit list_parameters(const Invocation& invocation, const query::Report& report) {
  std::vector<std::vector<Table::Value>> rows;
  for (const query::Parameter& parameter : report.parameters) {
    rows.push_back({parameter.name, value_in_words(parameter), parameter.fallback, parameter.meaning});
  }
  print(invocation, Table{{"parameter", "value", "default", "meaning"}, std::move(rows)});
  if (report.parameters.empty()) write::note(fmt::format("report {} takes no parameters", report.name));
  write::note(report.description.empty() ? report.title : fmt::format("{}: {}", report.title, report.description));
  return Exit::done;
}

/// How a report is printed.
enum class Form {
  rows,      ///< as its query gives them
  crosstab,  ///< as its header says
  chart,     ///< drawn in the terminal
  picture    ///< --format svg
};

constexpr std::string_view kPicture = "svg";
constexpr std::string_view kAllBy = "limit=N shows more, limit=0 all of them";
constexpr std::string_view kOwnAllBy = "-o FILE has them all";

/// A larger crosstab is of no use to anybody, and its empty cells would take memory.
constexpr std::size_t kMostCells = 1'000'000;
constexpr std::size_t kMostColumns = 1'000;
constexpr std::size_t kMostBytes = 32'000'000;

constexpr std::size_t kUsualWidth = 80;
constexpr std::size_t kNarrowest = 20;
constexpr std::size_t kWidest = 1'000;

/// The columns that a chart may take: the terminal's, else COLUMNS, else 80.
std::size_t chart_width(const Invocation& invocation) {
  std::size_t width = terminal_width(invocation);
  const char* said = std::getenv("COLUMNS");
  if (width == 0 && said != nullptr) {
    const std::string_view text(said);
    std::from_chars(text.data(), text.data() + text.size(), width);
  }
  return width == 0 ? kUsualWidth : std::clamp(width, kNarrowest, kWidest);
}

void note_left_out(query::ReportRows& found) {
  if (!found.has_more) return;
  const std::string ties = found.ties();
  write::note(fmt::format("only the first {} shown; {}{}{}",
                          found.read == 1 ? "row is" : fmt::format("{} rows are", found.read), kAllBy,
                          ties.empty() ? "" : ".", ties));
}

void print_long(const Invocation& invocation, const query::Report& report, query::ReportRows& found) {
  if (found.limit) {
    print(invocation, found.rows,
          {.rows = found.limit,
           .all_by = kAllBy,
           .each = [&] { found.shown(); },
           .also = [&] { return found.ties(); },
           .holds_tables_small = true});
  } else if (!report.file.empty()) {
    RowLimit limit = limit_of_query(invocation);
    limit.all_by = kOwnAllBy;
    print(invocation, found.rows, limit);
  } else {
    print(invocation, found.rows);
  }
}

void note_too_large() {
  write::note(fmt::format(
      "the crosstab has more than {} columns, {} cells or {} MB: its rows are printed instead, as with --long",
      kMostColumns, kMostCells, kMostBytes / 1'000'000));
}

/// Prints the crosstab; false if it is too large for anybody to look at, and nothing was printed.
bool print_crosstab(const Invocation& invocation, const query::Report& report, query::ReportRows& found) {
  query::Crosstab crosstab(found.rows, report);
  while (found.next()) {
    if (!crosstab.add(found.rows, found.lines)) found.has_more = true;
    if (crosstab.columns() > kMostColumns || crosstab.cells() > kMostCells || crosstab.bytes() > kMostBytes)
      return false;
  }
  found.read = static_cast<std::int64_t>(crosstab.lines());
  const auto sink = open_output(invocation);
  const auto writer = write::make_writer(format_of(invocation), *sink, writer_options(invocation));
  crosstab.write(*writer);
  if (found.has_more) writer->note(query::cut_in_words(found));
  writer->end();
  sink->finish();
  note_left_out(found);
  return true;
}

std::vector<std::string> types_of_mechanisms(sqlite::Connection& connection) {
  std::vector<std::string> types;
  sqlite::Statement rows = connection.prepare("SELECT code FROM mechanism_types ORDER BY id");
  while (rows.step()) types.push_back(rows.text(0));
  return types;
}

void print_drawn(const Invocation& invocation, const query::Report& report, query::ReportRows& found, Form form,
                 const std::vector<std::string>& types) {
  write::Chart chart = query::report_chart(report, found, *invocation.caption, types);
  // A picture is looked at without the messages of the program.
  if (found.has_more) chart.caption.notes.insert(chart.caption.notes.begin(), query::cut_in_words(found));
  const auto sink = open_output(invocation);
  if (form == Form::picture) {
    write::write_svg(*sink, chart);
  } else {
    write::draw_chart(*sink, chart,
                      {chart_width(invocation), invocation.has("--ascii"), writer_options(invocation).bold_header});
  }
  sink->finish();
  note_left_out(found);
}

/// What the options ask for; a report with a crosstab is one unless --long is given.
Form form_of(const Invocation& invocation, const query::Report& report) {
  if (invocation.get("--format") == kPicture) return Form::picture;
  if (invocation.has("--chart")) return Form::chart;
  return report.crosstab && !invocation.has("--long") ? Form::crosstab : Form::rows;
}

/// What a caption would say, for people who get rows for a program.
void note_caption(const Invocation& invocation, sqlite::Connection& connection, const write::Caption& caption) {
  note_time(connection, invocation.without("--as-of"), {});
  for (const std::string& note : caption.notes) write::note(note);
}

void print_report(const Invocation& invocation, sqlite::Connection& connection, const query::Report& report,
                  Form form) {
  const std::vector<std::string> settings = invocation.arguments_from(1);
  // The day of a report is that of --as-of, if it is given.
  const std::string as_of = invocation.get("--as-of");
  const query::ReportTime time{as_of.empty() ? today() : text::last_day(as_of), as_of};
  const bool is_drawn = form == Form::chart || form == Form::picture;
  const auto reader = is_drawn || prints_caption(invocation) ? query::Reader::person : query::Reader::program;
  const bool is_matrix = form == Form::crosstab || (is_drawn && report.matrix && !report.matrix->value.empty());
  query::ReportRows found = query::report_rows(connection, report, settings, time,
                                               is_matrix ? query::Limits::lines : query::Limits::rows, reader);
  const write::Caption caption = query::report_caption(connection, report, found, time, today());
  const Invocation captioned = invocation.captioned(caption);
  if (is_drawn) {
    print_drawn(captioned, report, found, form, types_of_mechanisms(connection));
  } else if (form == Form::rows) {
    print_long(captioned, report, found);
  } else if (!print_crosstab(captioned, report, found)) {
    note_too_large();
    query::ReportRows again = query::report_rows(connection, report, settings, time, query::Limits::rows, reader);
    print_long(captioned, report, again);
  }
  if (reader == query::Reader::program) note_caption(invocation, connection, caption);
}

Exit run(const Invocation& invocation) {
  const KnownReports known = known_reports(invocation.get("--reports"));
  if (invocation.arguments.empty()) return list_reports(invocation, known);
  const query::Report report = report_named(known, invocation.argument(0));
  if (invocation.has("--parameters")) return list_parameters(invocation, report);
  if (invocation.has("--show-sql")) {
    print(invocation, report.sql);
    return Exit::done;
  }
  const Form form = form_of(invocation, report);
  if (form == Form::chart || form == Form::picture) query::refuse_without_chart(report, known.reports);
  sqlite::Connection connection = open_database(invocation, sqlite::Intent::read, Say::nothing);
  print_report(invocation, connection, report, form);
  return Exit::done;
}

constexpr Example kExamples[] = {
    {"iscm report", "list the reports"},
    {"iscm report overlap --parameters", "the parameters of one of them"},
    {"iscm report by-type", "mechanisms and published constituent States by type"},
    {"iscm report by-theme type=RCP,IRF --format csv", "a parameter, and a format"},
    {"iscm report co-members member=Germany type=RCP limit=10", "with whom Germany meets most"},
    {"iscm report by-theme --chart", "as bars in the terminal"},
    {"iscm report theme-by-region type=RCP --format svg -o themes.svg", "a crosstab as a picture"},
    {"iscm report --reports my-reports", "include those of your own folder"},
};
constexpr Argument kArguments[] = {
    Argument{"REPORT", "its name; if not given, the reports are listed"}.optional(),
    Argument{"PARAM=VALUE", "what the report counts"}.optional().several().excludes("--parameters"),
};
constexpr Option kOptions[] = {
    flag("--chart", "draw it in the terminal; `iscm report` lists what can be drawn")
        .needs("REPORT")
        .excludes("--format --parameters"),
    flag("--ascii", "draw with # and other plain characters").needs("--chart"),
    flag("--long", "print a crosstab as the rows that it is made of")
        .needs("REPORT")
        .excludes("--chart --format=svg --parameters"),
    value("--reports", "FOLDER", "add the reports of your own folder; if not given, that of ISCM_REPORTS", Kind::file),
    flag("--parameters", "explain its parameters instead of running it")
        .needs("REPORT")
        .excludes("--as-of --known-at --format=svg --show-sql"),
    flag("--show-sql", "print the query instead of running it").needs("REPORT"),
};
constexpr OwnFormat kFormats[] = {
    {"svg", "a picture of what --chart draws, for a web page or a printed one", "REPORT"},
};

}  // namespace

extern const Command kReport{
    .name = "report",
    .summary = "totals and overviews, as tables or charts",
    .synonyms = "stats statistics totals chart graph",
    .examples = kExamples,
    .arguments = kArguments,
    .options = kOptions,
    .run = run,
    .prints_rows = true,
    .own_formats = kFormats,
    .times = Times::any,
};

}  // namespace iscm::cli
