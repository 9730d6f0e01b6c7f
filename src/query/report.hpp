#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "error.hpp"
#include "model/entities.hpp"
#include "model/sql_file.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/user_sql.hpp"

namespace iscm::query {

/// A parameter of a report: `-- parameter: limit (number, default 100): how many rows at most`.
struct Parameter {
  std::string name;
  /// "list of ENTITY": codes or names with commas between; "number": a whole one; "word of A|B|C": one of these;
  /// "moment": a revision or a time, as --known-at takes it, and the number of the revision in the query; "day": a date
  /// (2026-11-24), or `today`
  std::string kind;
  std::string meaning;
  std::string fallback{};  ///< what holds where it is not set; empty: NULL in the query
};

/// `-- chart: bars label=theme,other value=mechanisms group=figure`: a bar for each row, by the columns of the report.
struct BarsHint {
  std::vector<std::string> labels;  ///< what stand beside a bar, joined
  std::vector<std::string> values;  ///< a picture for each
  std::string group{};              ///< a picture for each of its values; empty: one
};

/// `-- chart: matrix rows=theme columns=region value=mechanisms`: a cell for each row of the report. Without value=,
/// `rows=theme columns=rcp,irf,global`: a line for each row, a cell for each of these columns.
/// `-- crosstab:` with the same words: the rows are printed so too.
struct MatrixHint {
  std::string rows;
  std::vector<std::string> columns;
  std::string value{};  ///< empty: the columns are those of the report
};

/// One file of schema/reports or of a folder of the user's own: a header of comments and a query. Its name is that of
/// the file.
struct Report {
  std::string name;
  std::string title;
  std::string description;
  std::vector<Parameter> parameters;
  std::string sql;
  std::optional<BarsHint> bars{};
  std::optional<MatrixHint> matrix{};
  bool crosstab = false;  ///< whether it is printed as its matrix says
  std::string file{};     ///< where it stands; empty: in this program

  /// What messages call it: the file of one's own, else the name.
  [[nodiscard]] const std::string& place() const { return file.empty() ? name : file; }
  [[nodiscard]] bool can_be_drawn() const { return bars || matrix; }
};

/// Reads a report; `path` is where it stands, for messages, empty for one that the program carries.
/// Throws Error(Exit::refused), "PATH:LINE: ...", where its header is not understood.
Report read_report(const model::SqlFile& file, const std::string& path = {});

/// The entity whose records the values of a parameter name; null where it names none.
const model::Entity* parameter_entity(const Parameter& parameter);

/// The words that a "word of A|B|C" may be; empty for every other kind.
std::vector<std::string> parameter_words(const Parameter& parameter);

/// Every report that this program carries, by name.
std::vector<Report> reports();

/// The report of this name among `known`. Throws Error(Exit::usage) with "did you mean" where there is none.
Report report_named(const std::vector<Report>& known, std::string_view name);

/// The rows of a report, and how many of them are meant to be read.
struct ReportRows {
  std::unique_ptr<sqlite::UserSql> guard;  ///< what limits the query of a report of the user's own
  sqlite::Statement rows;
  std::optional<std::int64_t> limit{};  ///< there may be one row more, as a sign that there are more; nothing: all
  std::int64_t read = 0;                ///< rows that next() gave
  bool has_more = false;                ///< whether next() ended at the limit with a row left

  /// To the next row that is meant to be read; false after the last.
  bool next();
};

/// The rows of a report; `settings` are NAME=VALUE. Parameters that are neither set nor have a default are NULL in its
/// query, lists are JSON arrays of codes. A number called `limit` bounds the rows, 0 lifts the bound.
/// `today` (YYYY-MM-DD) is what a day called so means. A report of the user's own runs under sqlite::UserSql.
/// Throws Error(Exit::usage) for an unknown parameter and for a value that is not of its kind, Error(Exit::refused) for
/// an unknown record or revision; of a report of the user's own also what is wrong with its SQL, with file and line.
ReportRows report_rows(sqlite::Connection& connection, const Report& report, const std::vector<std::string>& settings,
                       std::string_view today);

/// A file of a user's own folder of reports that is none, and why.
struct BrokenReport {
  std::string name;
  Error error;
};

struct OwnReports {
  std::vector<Report> reports;  ///< by name
  std::vector<BrokenReport> broken;
};

/// The reports of a user's own folder: each file NAME.sql, written like those of schema/reports. A file whose header is
/// not understood, whose name is that of a report in `known`, or has more than letters, digits, - and _, is broken;
/// the others are there all the same.
/// Throws Error(Exit::usage), naming `said_by` (--reports), where the folder cannot be read.
OwnReports folder_reports(const std::string& folder, const std::string& said_by, const std::vector<Report>& known);

}  // namespace iscm::query
