#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/report_header.hpp"
#include "db/connection.hpp"
#include "out/chart.hpp"
#include "out/row_writer.hpp"

namespace iscm::core {

/// The place of a named column among those of a query. Throws Error(Exit::refused), naming them, where it is not there;
/// `report` is the one whose header names it.
int column_of(const db::Statement& rows, const std::string& name, const Report& report);

/// Rows of (row, column, value) as a table with a line for each row and a column for each column: rows in the order in
/// which they come, columns by their names.
class Crosstab {
public:
  /// Throws Error(Exit::refused) where the query has not just the three columns that the header names.
  Crosstab(const db::Statement& rows, const Report& report);

  /// Takes the row on which the statement stands. Throws Error(Exit::refused) for a second value of the same cell.
  void add(const db::Statement& rows);

  [[nodiscard]] std::size_t cells() const { return rows_.size() * columns_.size(); }
  [[nodiscard]] std::size_t columns() const { return columns_.size(); }
  /// Of the texts in it.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  /// Prints it; a cell of which no row spoke is empty.
  void write(out::RowWriter& writer) const;
  /// Prints what was taken as it came, but for the writer's end().
  void write_long(out::RowWriter& writer) const;
  /// The same as write() to be drawn.
  [[nodiscard]] out::ChartMatrix matrix() const;

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

}  // namespace iscm::core
