#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "query/report.hpp"
#include "sqlite/connection.hpp"
#include "write/chart.hpp"
#include "write/row_writer.hpp"

namespace iscm::query {

/// What the header of a report asks to draw, of its rows; `title` says of what. Reads as many rows as are meant to be.
/// Throws Error(Exit::usage) where the report cannot be drawn, naming those that can, and Error(Exit::refused) where
/// its header names a column that is not there, or where there is more than anybody can look at.
write::Chart report_chart(const Report& report, ReportRows& found, const std::string& title);

/// Throws Error(Exit::usage) where the report has nothing that says how it is drawn, naming those of `known` that have.
void refuse_without_chart(const Report& report, const std::vector<Report>& known);

/// The place of a named column among those of a query. Throws Error(Exit::refused), naming them, where it is not there;
/// `report` is the one whose header names it.
int column_of(const sqlite::Statement& rows, const std::string& name, const Report& report);

/// Rows of (row, column, value) as a table with a line for each row and a column for each column: rows in the order in
/// which they come, columns by their names.
class Crosstab {
public:
  /// Throws Error(Exit::refused) where the query has not just the three columns that the header names.
  Crosstab(const sqlite::Statement& rows, const Report& report);

  /// Takes the row on which the statement stands. Throws Error(Exit::refused) for a second value of the same cell.
  void add(const sqlite::Statement& rows);

  [[nodiscard]] std::size_t cells() const { return rows_.size() * columns_.size(); }
  [[nodiscard]] std::size_t columns() const { return columns_.size(); }
  /// Of the texts in it.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  /// Prints it; a cell of which no row spoke is empty.
  void write(write::RowWriter& writer) const;
  /// Prints what was taken as it came, but for the writer's end().
  void write_long(write::RowWriter& writer) const;
  /// The same as write() to be drawn.
  [[nodiscard]] write::ChartMatrix matrix() const;

private:
  using Owned = std::variant<std::monostate, std::int64_t, double, std::string>;
  struct Entry {
    std::size_t row;
    std::size_t column;
    Owned value;
  };

  [[nodiscard]] std::vector<std::string> headings() const;
  [[nodiscard]] std::vector<std::vector<const Entry*>> lines() const;

  const Report& report_;
  std::vector<std::string> names_;  ///< of the query's columns
  int row_column_;
  int column_column_;
  int value_column_;
  std::map<Owned, std::size_t> row_places_;
  std::map<Owned, std::size_t> columns_;
  std::vector<Owned> rows_;
  std::vector<Owned> column_values_;
  std::set<std::pair<std::size_t, std::size_t>> taken_;
  std::vector<Entry> entries_;
  std::size_t bytes_ = 0;
};

}  // namespace iscm::query
