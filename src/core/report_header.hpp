#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/sql_file.hpp"

namespace iscm::core {

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
Report read_report(const SqlFile& file, const std::string& path = {});

}  // namespace iscm::core
