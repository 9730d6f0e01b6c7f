#pragma once

// A report: a query in a file NAME.sql, under a header that says what it counts, what may be asked of it and how it is
// drawn. Those of schema/reports come with the program; a folder of the user's own can have more. Needed to list,
// explain and run reports; chart.hpp draws their rows.

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
  enum class Kind {
    number,   ///< a whole number
    day,      ///< 2026-11-24, or `today`
    moment,   ///< a revision or a time, as --known-at takes it; in the query the number of the revision
    records,  ///< "list of ENTITY": codes or names with commas between; in the query a JSON array of codes
    word      ///< "word of A|B|C": one of these
  };
  std::string name;
  std::string meaning;
  Kind kind = Kind::number;
  const model::Entity* entity = nullptr;  ///< whose records it lists; null for the other kinds
  std::vector<std::string> words{};       ///< from which to choose; empty for the other kinds
  std::string fallback{};                 ///< its value if it is not set; empty: NULL in the query
};

/// `-- chart: bars label=theme,other value=mechanisms group=figure`: a bar for each row, by the columns of the report.
struct BarsHint {
  std::vector<std::string> labels;  ///< written beside a bar, joined
  std::vector<std::string> values;  ///< a picture for each
  std::string group{};              ///< a picture for each of its values; empty: one picture
};

/// `-- chart: matrix rows=theme columns=region value=mechanisms`: a cell for each row of the report. Without value=,
/// `rows=theme columns=rcp,irf,global`: a line for each row, a cell for each of these columns.
/// `-- crosstab:` with the same words: the rows are printed in this way too.
struct MatrixHint {
  std::string rows;
  std::vector<std::string> columns;
  std::string value{};  ///< empty: the columns are those of the report
};

struct Report {
  std::string name;  ///< that of the file
  std::string title;
  std::string description;
  std::vector<Parameter> parameters;
  std::string sql;
  std::optional<BarsHint> bars{};
  std::optional<MatrixHint> matrix{};
  bool crosstab = false;  ///< whether it is printed as its matrix says
  std::string file{};     ///< the path of the user's own file; empty: it comes with the program

  /// What messages call it: the user's file, else the name.
  [[nodiscard]] const std::string& place() const { return file.empty() ? name : file; }
  [[nodiscard]] bool can_be_drawn() const { return bars || matrix; }
};

/// Every report that comes with the program, by name.
std::vector<Report> reports();

/// The report of this name among `known`. Throws Error(Exit::usage) with "did you mean" if there is none.
Report report_named(const std::vector<Report>& known, std::string_view name);

/// A file in the user's folder that is not a report, and why.
struct BrokenReport {
  std::string name;
  Error error;
};

struct OwnReports {
  std::vector<Report> reports;  ///< by name
  std::vector<BrokenReport> broken;
};

/// The reports in the user's folder: each file NAME.sql, written like those of schema/reports. A file is broken if its
/// header is not understood, if a report in `known` has its name, or if the name has more than letters, digits, - and
/// _; the others can be used all the same.
/// Throws Error(Exit::usage), naming `option` (--reports), if the folder cannot be read.
OwnReports folder_reports(const std::string& folder, const std::string& option, const std::vector<Report>& known);

/// The rows of a report, up to its limit.
struct ReportRows {
  std::unique_ptr<sqlite::UserSql> guard;  ///< limits the query of a user's own report
  sqlite::Statement rows;
  std::optional<std::int64_t> limit{};  ///< the query gives one row more if there are more; null: all rows
  std::int64_t read = 0;                ///< rows that next() gave
  bool has_more = false;                ///< whether next() ended at the limit with a row left

  /// Goes to the next row; false after the last, or at the limit.
  bool next();
};

/// The rows of a report; `settings` are NAME=VALUE. A parameter that is not set and has no default is NULL in the
/// query. A number called `limit` limits the rows, 0 gives all. `today` (YYYY-MM-DD) is what that word means as a day.
/// A user's own report runs under sqlite::UserSql.
/// Throws Error(Exit::usage) for an unknown parameter and for a value that is not of its kind, Error(Exit::refused) for
/// an unknown record or revision; for a user's own report also what is wrong with its SQL, with file and line.
ReportRows report_rows(sqlite::Connection& connection, const Report& report, const std::vector<std::string>& settings,
                       std::string_view today);

}  // namespace iscm::query
