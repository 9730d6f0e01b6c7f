#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/tables.hpp"
#include "sqlite/connection.hpp"

namespace iscm::test {

/// Values that the schema accepts, made up from the schema itself, so that a table or column that a later migration
/// adds is tested without a line of code.
class SchemaRows {
public:
  explicit SchemaRows(sqlite::Connection& connection);

  [[nodiscard]] const std::vector<schema::TrackedTable>& tables() const { return tables_; }
  [[nodiscard]] const schema::TrackedTable& table(const std::string& name) const;

  /// Inserts a row with a value in every column that must have one, and the parents that it needs. Gives its key.
  std::vector<std::int64_t> insert(const std::string& table);

  /// Sets a column of a row to another value that the schema accepts, inserting a parent where it names one. Throws
  /// what the last attempt threw where no value is accepted.
  void change(const schema::TrackedTable& table, const std::vector<std::int64_t>& key, const std::string& column);

  /// "id = 7", or both columns of a link.
  static std::string where(const schema::TrackedTable& table, const std::vector<std::int64_t>& key);

  /// As SQL literals, those that fit the rules of the schema most likely first; `n` tells them apart.
  std::vector<std::string> candidates(const schema::TrackedTable& table, const std::string& column, int n);

private:
  sqlite::Connection& connection_;
  std::vector<schema::TrackedTable> tables_;
  int made_ = 0;
};

}  // namespace iscm::test
