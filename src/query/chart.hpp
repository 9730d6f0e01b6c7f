#pragma once

// The rows of a report as a crosstab or a chart, by the hints of its header. Needed by whatever prints or draws
// reports; write/chart.hpp has the chart itself and those who draw it.

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "query/report.hpp"
#include "sqlite/connection.hpp"
#include "write/chart.hpp"
#include "write/row_writer.hpp"

namespace iscm::query {

/// The chart that the header of a report asks for, of the rows up to its limit. `types` are the codes of all types of
/// mechanisms, in their order: a type has the same colour in every picture.
/// Throws Error(Exit::refused) if the header names a column that the report does not have, or if there is more than
/// anybody can look at.
write::Chart report_chart(const Report& report, ReportRows& found, write::Caption caption,
                          const std::vector<std::string>& types);

/// Throws Error(Exit::usage) if the header of the report does not say how to draw it, naming those of `known` that do.
void refuse_without_chart(const Report& report, const std::vector<Report>& known);

/// Rows of (row, column, value) as a table with a line for each row and a column for each column: rows in the order in
/// which they come, columns by their names.
class Crosstab {
public:
  /// Throws Error(Exit::refused) unless the query has exactly the three columns that the header names.
  Crosstab(const sqlite::Statement& rows, const Report& report);
  Crosstab(const Crosstab&) = delete;
  Crosstab& operator=(const Crosstab&) = delete;

  /// Adds the current row of the statement, unless it belongs to a line beyond the first `most`: then it gives false.
  /// Throws Error(Exit::refused) for a second value of the same cell.
  bool add(const sqlite::Statement& rows, std::optional<std::int64_t> most = {});

  [[nodiscard]] std::size_t cells() const { return row_values_.size() * column_values_.size(); }
  [[nodiscard]] std::size_t columns() const { return column_values_.size(); }
  [[nodiscard]] std::size_t lines() const { return row_values_.size(); }
  /// The length of all texts in it.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  /// Prints it, without the writer's end(); a cell without a value is empty.
  void write(write::RowWriter& writer) const;
  /// The same as write(), to be drawn.
  [[nodiscard]] write::ChartMatrix matrix() const;

private:
  /// The different values of a column, with their places in the order in which they came.
  using Places = std::map<sqlite::Value, std::size_t>;

  struct Entry {
    std::size_t row;
    std::size_t column;
    sqlite::Value value;
  };

  sqlite::Value keep(const sqlite::Value& value);
  std::size_t place_of(const sqlite::Value& value, Places& places, std::vector<sqlite::Value>& values);
  [[nodiscard]] std::vector<std::string> headings() const;
  [[nodiscard]] std::vector<std::vector<write::Cell>> cells_of_lines() const;

  const Report& report_;
  std::vector<std::string> names_;  ///< of the query's columns
  int row_column_;
  int column_column_;
  int value_column_;
  std::deque<std::string> texts_;  ///< what the values look into
  std::size_t bytes_ = 0;
  Places row_places_;
  Places column_places_;
  std::vector<sqlite::Value> row_values_;
  std::vector<sqlite::Value> column_values_;
  std::set<std::pair<std::size_t, std::size_t>> taken_;
  std::vector<Entry> entries_;
};

}  // namespace iscm::query
