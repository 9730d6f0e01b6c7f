#pragma once

// What a report is, as the comments above its query say it: its title, its parameters, the links that it counts, and
// how it is drawn. report.hpp runs it.

#include <optional>
#include <string>
#include <vector>

#include "model/entities.hpp"
#include "model/sql_file.hpp"

namespace iscm::query {

/// A parameter of a report: `-- parameter: limit (number, default 100): how many rows at most`.
struct Parameter {
  enum class Kind {
    number,   ///< a whole number
    day,      ///< 2026-11-24, or `today`
    period,   ///< a date, or FROM..TO of dates; in the query NAME_first and NAME_last, days; NULL at an open end
    moment,   ///< a revision or a time, as --known-at takes it; in the query the number of the revision
    records,  ///< "list of ENTITY": codes or names with commas between; in the query a JSON array of codes
    word,     ///< "word of A|B|C": one of these
    words     ///< "words of A|B|C": some of these with commas between, or `any`: a JSON array, NULL for `any`
  };
  std::string name;
  std::string meaning;
  Kind kind = Kind::number;
  const model::Entity* entity = nullptr;  ///< whose records it lists; null for the other kinds
  std::vector<std::string> words{};       ///< from which to choose; empty for the other kinds
  std::string fallback{};                 ///< its value if it is not set; empty: NULL in the query
  bool selects_links = false;             ///< it says which links count (CountsHint), and need not be in the query
};

/// `-- counts: membership role=member past=no kinds=state by=type,mechanism`: the query counts links, which it finds in
/// temp.counted_links or temp.counted_pairs (counted_links.hpp). The report then takes the parameters role (or kind),
/// basis and past, and its caption says by which reading it counts and what the links stand on.
struct CountsHint {
  const model::Entity* link = nullptr;
  std::vector<std::string> kinds{};  ///< only members of these kinds
  std::vector<std::string> by{};     ///< parameters of the report that select links too
};

/// `-- chart: bars label=theme,other value=mechanisms group=figure`: a bar for each row, by the columns of the report.
struct BarsHint {
  std::vector<std::string> labels;  ///< written beside a bar, joined
  std::vector<std::string> values;  ///< a picture for each
  std::string group{};              ///< a picture for each of its values; empty: one picture
  std::string colour{};             ///< the column of the type of mechanism, to which the colour belongs; or empty
};

/// `-- chart: matrix rows=theme columns=region value=mechanisms`: a cell for each row of the report. Without value=,
/// `rows=theme columns=rcp,irf,global`: a line for each row, a cell for each of these columns. A row of the report
/// without a column and without a value (0 or NULL) is a line without cells: a year in which nothing happened.
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
  std::optional<CountsHint> counts{};
  std::string ranked{};   ///< the column by which its rows are ranked; empty if they are not
  bool crosstab = false;  ///< whether it is printed as its matrix says
  std::string file{};     ///< the path of the user's own file; empty: it comes with the program

  /// What messages call it: the user's file, else the name.
  [[nodiscard]] const std::string& place() const { return file.empty() ? name : file; }
  [[nodiscard]] bool can_be_drawn() const { return bars || matrix; }
};

/// The report in a file; `path` is that of a user's own file, else empty. Throws Error(Exit::refused), "PATH:LINE:
/// ...", if the header is not understood.
Report read_report(const model::SqlFile& file, const std::string& path = {});

}  // namespace iscm::query
