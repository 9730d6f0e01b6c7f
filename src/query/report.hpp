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
#include "query/counted_links.hpp"
#include "query/report_header.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/user_sql.hpp"

namespace iscm::query {

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

/// What a limit counts: the rows of the query, or the lines of the crosstab that they make.
enum class Limits { rows, lines };

/// Whether the rows are for people, who see them indented and what links stand on in words, or for programs.
enum class Reader { person, program };

/// The rows of a report, up to its limit.
struct ReportRows {
  std::unique_ptr<sqlite::UserSql> guard;  ///< limits the query of a user's own report
  sqlite::Statement rows;
  std::optional<std::int64_t> limit{};  ///< the query gives one row more if there are more; null: all rows
  std::optional<std::int64_t> lines{};  ///< of its crosstab, if the limit counts these; null: all
  std::vector<std::string> asked{};     ///< the settings in words: "type: RCP, IRF"
  std::optional<LinkTotals> links{};    ///< if it counts links
  std::int64_t read = 0;                ///< rows that next() gave, or lines of the crosstab
  bool has_more = false;                ///< whether it ended at the limit with a row or line left

  std::optional<int> ranked{};  ///< the column by which they are ranked, which tells ties at the limit
  std::string last{};           ///< the number of the last row shown
  std::string tied{};           ///< what ties() has found

  /// Goes to the next row; false after the last, or at the limit.
  bool next();
  /// Says that the row on which `rows` is was shown.
  void shown();
  /// " 3 more rows have the same number, 7.": those after the last row shown, of which `rows` is on the first. Empty if
  /// there are none.
  std::string ties();
};

/// The rows of a report; `settings` are NAME=VALUE. A parameter that is not set and has no default is NULL in the
/// query. A number called `limit` limits the rows or lines, 0 gives all. Two parameters are there without a line in the
/// header: as_of, the date of --as-of or NULL, and indent, what stands before the name of a part, for each level.
/// A user's own report runs under sqlite::UserSql. Makes temporary tables if the report counts links.
/// Throws Error(Exit::usage) for an unknown parameter and for a value that is not of its kind, Error(Exit::refused) for
/// an unknown record or revision; for a user's own report also what is wrong with its SQL, with file and line.
ReportRows report_rows(sqlite::Connection& connection, const Report& report, const std::vector<std::string>& settings,
                       const ReportTime& time, Limits limits, Reader reader);

}  // namespace iscm::query
