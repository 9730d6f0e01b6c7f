#include "query/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>
#include <utility>

#include "history/evidence_rows.hpp"
#include "model/sql_of.hpp"
#include "query/counted_links.hpp"
#include "query/report_header.hpp"
#include "query/report_values.hpp"
#include "query/typed_sql.hpp"
#include "text/suggest.hpp"
#include "text/utf8.hpp"

namespace iscm::query {
namespace {

constexpr std::string_view kFolder = "schema/reports/";
constexpr std::string_view kLimit = "limit";
constexpr std::int64_t kMostTies = 100;  ///< more are not counted
constexpr std::string_view kAsOf = "as_of";
constexpr std::string_view kIndent = "indent";
constexpr std::string_view kIndented = "· ";

Report read_own_report(const std::string& name, const std::string& path, const std::vector<Report>& known) {
  if (name.starts_with('-') || !text::is_ascii_word(name, "-_")) {
    throw Error(Exit::refused, fmt::format("{}: this cannot be the name of a report", path),
                "rename the file: letters, digits, - and _");
  }
  if (std::any_of(known.begin(), known.end(), [&](const Report& other) { return other.name == name; })) {
    throw Error(Exit::refused, fmt::format("{}: a report of this name comes with the program", path),
                "rename the file");
  }
  return read_report(model::read_sql_file(name, model::text_of_file(path)), path);
}

/// Throws unless the parameters in the header of a user's own report are those of its query, ":name".
void refuse_other_parameters(const Report& report, const std::vector<std::string>& in_query) {
  std::vector<std::string> unknown = in_query;
  for (const std::string_view name : {kAsOf, kIndent}) std::erase(unknown, fmt::format(":{}", name));
  for (const Parameter& parameter : report.parameters) {
    const std::string name =
        fmt::format(":{}{}", parameter.name, parameter.kind == Parameter::Kind::period ? "_first" : "");
    std::erase(unknown, name);
    if (parameter.kind == Parameter::Kind::period) std::erase(unknown, fmt::format(":{}_last", parameter.name));
    const bool is_used = std::find(in_query.begin(), in_query.end(), name) != in_query.end();
    if (is_used || parameter.selects_links) continue;
    throw Error(Exit::refused, fmt::format("{}: :{} is not in the query", report.file, parameter.name),
                "the header names it as a parameter");
  }
  if (unknown.empty()) return;
  throw Error(Exit::refused,
              fmt::format("{}: {} is in the query, but is not a parameter in the header", report.file, unknown[0]),
              "add `-- parameter: NAME (KIND): MEANING`, and write :NAME in the query");
}

/// The query of a user's own report, prepared under the guard; what is wrong with it names the file.
sqlite::Statement prepare_own(sqlite::UserSql& guard, const Report& report) {
  try {
    sqlite::Statement rows = guard.prepare(report.sql);
    refuse_other_parameters(report, guard.parameters(report.sql));
    return rows;
  } catch (const sqlite::SqlError& error) {
    throw_explained(guard.connection(), {report.sql, report.file}, error);
  } catch (const Error& error) {
    if (error.exit() == Exit::interrupted || std::string_view(error.what()).starts_with(report.file)) throw;
    throw Error(error.exit(), fmt::format("{}: {}", report.file, error.what()), error.hint());
  }
}

/// The query with one column of words ("6 inferred, 12 undated") in place of the three numbers inferred, unsourced and
/// undated, for which a terminal is too narrow; empty if it has no such columns.
std::string with_one_column_of_evidence(const sqlite::Statement& rows, const std::string& sql) {
  constexpr std::array<std::string_view, 3> kParts = {"inferred", "unsourced", "undated"};
  std::vector<std::string> columns;
  std::vector<std::string> words;
  for (int i = 0; i < rows.columns(); ++i) {
    const std::string name = rows.column_name(i);
    if (std::find(kParts.begin(), kParts.end(), name) == kParts.end()) {
      columns.push_back(fmt::format("\"{}\"", name));
      continue;
    }
    if (words.empty()) columns.emplace_back("");
    words.push_back(fmt::format("iif({0} > 0, ', ' || {0} || ' {0}', '')", name));
  }
  if (words.empty()) return {};
  std::replace(columns.begin(), columns.end(), std::string(),
               fmt::format("ltrim({}, ', ') AS \"of which\"", model::joined(words, " || ")));
  return fmt::format("SELECT {} FROM (\n{}\n)", model::joined(columns), sql);
}

sqlite::Statement prepare_for(sqlite::Connection& connection, const Report& report, Reader reader) {
  sqlite::Statement rows = connection.prepare(report.sql);
  if (reader == Reader::program || !report.counts) return rows;
  const std::string merged = with_one_column_of_evidence(rows, report.sql);
  return merged.empty() ? std::move(rows) : connection.prepare(merged);
}

std::optional<int> ranked_column(const sqlite::Statement& rows, const Report& report) {
  for (int i = 0; i < rows.columns(); ++i) {
    if (rows.column_name(i) == report.ranked) return i;
  }
  if (report.ranked.empty()) return std::nullopt;
  throw Error(Exit::refused,
              fmt::format("{}: it is ranked by \"{}\", which is no column", report.place(), report.ranked),
              "write `-- ranked: COLUMN`");
}

}  // namespace

std::vector<Report> reports() {
  std::vector<Report> found;
  for (const model::SqlFile& file : model::embedded_sql_files(kFolder)) found.push_back(read_report(file));
  return found;
}

Report report_named(const std::vector<Report>& known, std::string_view name) {
  std::vector<std::string> names;
  for (const Report& report : known) {
    if (report.name == name) return report;
    names.push_back(report.name);
  }
  throw Error(Exit::usage, fmt::format("unknown report \"{}\"", name),
              text::did_you_mean_or(name, names, "`iscm report` lists them"));
}

OwnReports folder_reports(const std::string& folder, const std::string& option, const std::vector<Report>& known) {
  OwnReports own;
  for (const std::filesystem::path& file : model::sql_files_in(folder, option)) {
    const std::string name = file.stem().string();
    try {
      own.reports.push_back(read_own_report(name, file.string(), known));
    } catch (const Error& error) {
      if (error.exit() == Exit::interrupted) throw;
      own.broken.push_back({name, error});
    }
  }
  return own;
}

bool ReportRows::next() {
  const bool row = rows.step();
  const bool is_cut = row && limit && read >= *limit;
  has_more = has_more || is_cut;
  if (is_cut) ties();
  if (!row || is_cut) return false;
  ++read;
  shown();
  return true;
}

void ReportRows::shown() {
  if (ranked && limit) last = rows.text(*ranked);
}

std::string ReportRows::ties() {
  if (!ranked || !limit || last.empty()) return tied;
  std::int64_t same = 0;
  for (bool row = true; row && rows.text(*ranked) == last; row = rows.step()) ++same;
  if (same > 0) {
    tied = fmt::format(" {}{} more row{} the same number, {}.", same > kMostTies ? "More than " : "",
                       std::min(same, kMostTies), same == 1 ? " has" : "s have", last);
  }
  last.clear();
  return tied;
}

ReportRows report_rows(sqlite::Connection& connection, const Report& report, const std::vector<std::string>& settings,
                       const ReportTime& time, Limits limits, Reader reader) {
  ReportValues values = read_values(connection, report, settings, time.today);
  std::optional<LinkTotals> links = count_links(connection, report, values, time);
  history::provide_evidence(connection, report.sql);
  std::unique_ptr<sqlite::UserSql> guard;
  if (!report.file.empty()) {
    guard = std::make_unique<sqlite::UserSql>(
        connection, sqlite::UserLimits{.more_time = "a report may take 30 seconds: let it read less"});
  }
  sqlite::Statement rows = guard ? prepare_own(*guard, report) : prepare_for(connection, report, reader);
  ReportRows found{std::move(guard), std::move(rows)};
  found.ranked = ranked_column(found.rows, report);
  found.asked = std::move(values.asked);
  found.links = std::move(links);
  if (!time.as_of.empty()) values.values[std::string(kAsOf)] = time.as_of;
  values.values[std::string(kIndent)] = reader == Reader::person ? std::string(kIndented) : std::string();
  for (const auto& [name, value] : values.values) {
    if (!found.rows.has_parameter(":" + name)) continue;
    sqlite::Value bound = std::visit([](const auto& each) { return sqlite::Value(each); }, value);
    if (name == kLimit) {
      // The query is asked for one row more than the limit, which tells whether there are more, and for those that may
      // be its equals; -1 gives all rows.
      const auto limit = std::get<std::int64_t>(value);
      if (limit > 0) (limits == Limits::rows ? found.limit : found.lines) = limit;
      const std::int64_t beyond = found.ranked ? kMostTies + 1 : 1;
      const bool fits = limit <= std::numeric_limits<std::int64_t>::max() - beyond;
      bound = found.limit ? limit + (fits ? beyond : 1) : std::int64_t{-1};
    }
    found.rows.bind(":" + name, bound);
  }
  return found;
}

}  // namespace iscm::query
