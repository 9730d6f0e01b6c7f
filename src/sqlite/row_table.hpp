#pragma once

#include <cstddef>
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
  virtual bool next() = 0;
  /// Where the current row stands: a line number.
  [[nodiscard]] virtual std::size_t line() const = 0;
  /// A cell of the current row, valid until the next call; an empty one is NULL to SQL.
  [[nodiscard]] virtual std::string_view cell(std::size_t column) const = 0;
};

/// Shows rows to SQL as the virtual table temp.<name>, with the columns `line`, `cell_0`, `cell_1`, ...; it can be
/// scanned once. An exception of the rows ends the scan as an error of the statement, in its words.
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

}  // namespace iscm::sqlite
