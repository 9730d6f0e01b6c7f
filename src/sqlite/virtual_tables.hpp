#pragma once

// Tables of ours within SQL: a reader's rows as a virtual table, and split_text() for lists within a cell.

#include <cstddef>
#include <string>
#include <string_view>

#include "sqlite/connection.hpp"

namespace iscm::sqlite {

/// Rows that come one after the other, once: what a reader of files gives to SQL.
class Rows {
public:
  Rows() = default;
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  virtual ~Rows() = default;

  [[nodiscard]] virtual std::size_t columns() const = 0;
  /// Goes to the next row; false at the end.
  virtual bool next() = 0;
  /// The line number of the current row.
  [[nodiscard]] virtual std::size_t line() const = 0;
  /// A cell of the current row, valid until the next call; an empty one is NULL to SQL.
  [[nodiscard]] virtual std::string_view cell(std::size_t column) const = 0;
};

/// Shows rows to SQL as the virtual table temp.<name>, with the columns `line`, `cell_0`, `cell_1`, ...; it can be
/// scanned once. An exception of the rows ends the scan as an error of the statement, with the same message.
class RowTable {
public:
  RowTable(Connection& connection, const char* name, Rows& rows);
  RowTable(const RowTable&) = delete;
  RowTable& operator=(const RowTable&) = delete;
  ~RowTable();

private:
  Connection& connection_;
  std::string name_;
};

/// Makes the table-valued function split_text(text, separators) available to SQL of this connection: columns `position`
/// (from 1) and `value`, one row for each part between any of the code points in `separators`, trimmed, empty parts
/// left out.
void add_split_text(Connection& connection);

}  // namespace iscm::sqlite
