#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/entities.hpp"
#include "schema/tables.hpp"
#include "sqlite/connection.hpp"

namespace iscm::edit {

/// A row of one entity as an edit that stands in temp.input would leave it.
class WouldBeRow {
public:
  /// `given` are the fields in temp.input, `cleared` those that are emptied; `is_new` where there is no such record.
  WouldBeRow(sqlite::Connection& connection, const model::Entity& entity, std::vector<const model::Field*> given,
             std::vector<std::string> cleared, bool is_new);

  /// A SELECT of the whole row, under the names of its columns.
  [[nodiscard]] const std::string& select() const { return select_; }

  /// What people call it.
  [[nodiscard]] std::string label() const;

  /// The label of another record with one of its unique keys; nothing where there is none.
  [[nodiscard]] std::optional<std::string> twin() const;

  /// The label of a link that may be the same stint: of the same records and role, where either start is unknown,
  /// unless the one that there is ended before this one began. Nothing where there is none, or it is no dated link.
  [[nodiscard]] std::optional<std::string> stint_in_question() const;

private:
  [[nodiscard]] std::string value_of(const std::string& column) const;
  [[nodiscard]] std::optional<std::string> other(const std::string& condition) const;

  sqlite::Connection& connection_;
  const model::Entity& entity_;
  std::vector<const model::Field*> given_;
  std::vector<std::string> cleared_;
  bool is_new_;
  schema::TrackedTable table_;
  std::string select_;
};

}  // namespace iscm::edit
