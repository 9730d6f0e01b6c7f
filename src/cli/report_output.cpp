#include "cli/report_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "cli/query_rows.hpp"
#include "cli/rows.hpp"
#include "query/chart.hpp"
#include "write/message.hpp"

namespace iscm::cli {
namespace {

constexpr std::string_view kPicture = "svg";
constexpr std::string_view kAllBy = "limit=N shows more, limit=0 all of them";
constexpr std::string_view kOwnAllBy = "-o FILE has them all";

/// A crosstab that is larger is no help to anybody, and would take the memory of its empty cells.
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

/// `has_places`: rows that are left out leave an empty place.
void tell_left_out(const query::ReportRows& found, bool has_places) {
  if (!found.has_more) return;
  const std::string read =
      found.read == 1 ? "row of the report is" : fmt::format("{} rows of the report are", found.read);
  write::note(fmt::format("only the first {} shown{}; {}", read,
                          has_places ? ", so an empty place may be one that is left out" : "", kAllBy));
}

void print_long(const Invocation& invocation, const query::Report& report, query::ReportRows& found) {
  if (found.limit) {
    print_query(invocation, found.rows, {found.limit, false, kAllBy});
  } else if (!report.file.empty()) {
    print_query(invocation, found.rows, {row_limit(invocation).rows, false, kOwnAllBy});
  } else {
    print_rows(invocation, found.rows);
  }
}

/// The rest of the rows, after those that were read before the crosstab became too large.
void write_rest(write::RowWriter& writer, query::ReportRows& found) {
  std::vector<write::Cell> cells(static_cast<std::size_t>(found.rows.columns()));
  while (found.next()) {
    for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = found.rows.value(static_cast<int>(i));
    writer.row(cells);
  }
}

void tell_too_large() {
  write::note(fmt::format(
      "a crosstab of more than {} columns, {} cells or {} MB would help nobody: the rows are printed as with --long",
      kMostColumns, kMostCells, kMostBytes / 1'000'000));
}

void print_crosstab(const Invocation& invocation, const query::Report& report, query::ReportRows& found) {
  query::Crosstab crosstab(found.rows, report);
  bool fits = true;
  while (fits && found.next()) {
    crosstab.add(found.rows);
    fits = crosstab.columns() <= kMostColumns && crosstab.cells() <= kMostCells && crosstab.bytes() <= kMostBytes;
  }
  if (!fits) tell_too_large();
  if (!fits && !found.limit && !report.file.empty()) {
    // Nobody knows how much is still to come: from the beginning, within the limits of a query that somebody typed.
    found.rows.reset();
    return print_long(invocation, report, found);
  }
  const auto sink = open_output(invocation);
  const auto writer = write::make_writer(format_of(invocation), *sink, writer_options(invocation));
  if (fits) {
    crosstab.write(*writer);
  } else {
    crosstab.write_long(*writer);
    write_rest(*writer, found);
    writer->end();
  }
  sink->finish();
  tell_left_out(found, fits);
}

void print_drawn(const Invocation& invocation, const query::Report& report, query::ReportRows& found, ReportForm form) {
  const write::Chart chart = query::report_chart(report, found, invocation.title);
  const auto sink = open_output(invocation);
  if (form == ReportForm::picture) {
    write::write_svg(*sink, chart);
  } else {
    write::draw_chart(*sink, chart,
                      {chart_width(invocation), invocation.has("--ascii"), writer_options(invocation).bold_header});
  }
  sink->finish();
  tell_left_out(found, chart.matrix.has_value());
}

}  // namespace

ReportForm form_of(const Invocation& invocation, const query::Report& report) {
  const bool picture = invocation.get("--format") == kPicture;
  const bool chart = invocation.has("--chart");
  if (invocation.has("--ascii") && !chart) throw Error(Exit::usage, "--ascii goes with --chart");
  if (chart && invocation.has("--format")) {
    throw Error(Exit::usage, "--chart draws for a terminal, and has no format",
                "`--format svg` without --chart makes a picture");
  }
  if (picture && invocation.has("--excel")) throw Error(Exit::usage, "--excel is for csv and tsv", "add --format csv");
  if (!picture) refuse_unknown_format(invocation, kPicture);
  const bool drawn = picture || chart;
  if (invocation.has("--long") && drawn) throw Error(Exit::usage, "--long prints rows, and does not draw them");
  if (drawn) return picture ? ReportForm::picture : ReportForm::chart;
  return report.crosstab && !invocation.has("--long") ? ReportForm::crosstab : ReportForm::rows;
}

void print_report(const Invocation& invocation, const query::Report& report, query::ReportRows& found,
                  ReportForm form) {
  switch (form) {
    case ReportForm::rows:
      return print_long(invocation, report, found);
    case ReportForm::crosstab:
      return print_crosstab(invocation, report, found);
    case ReportForm::chart:
    case ReportForm::picture:
      return print_drawn(invocation, report, found, form);
  }
}

}  // namespace iscm::cli
