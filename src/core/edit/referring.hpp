#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/entities.hpp"
#include "db/connection.hpp"
#include "db/tracked.hpp"

namespace iscm::core {

/// A column by which rows of a tracked table refer to records of an entity, as the schema itself says.
struct Referring {
  db::TrackedTable table;
  std::string column;
  const Entity* entity = nullptr;  ///< whose rows the table holds; null for the types of a published figure
  bool cascades = false;           ///< the rows go when the record goes
  bool required = false;           ///< the column is never empty
  bool is_part = false;            ///< names and lists of the record itself

  /// "memberships": what people call the rows.
  [[nodiscard]] std::string called(std::int64_t number) const;
  /// "member" for member_id; the column where no field has it.
  [[nodiscard]] std::string field() const;
  /// What people call a row, over `row`.
  [[nodiscard]] std::string label(std::string_view row) const;
  /// The key of a row as one number, over `row`.
  [[nodiscard]] std::string key(std::string_view row) const;
};

/// Every column that refers to records of this entity, parents before children.
std::vector<Referring> referring_to(db::Connection& connection, const Entity& entity);

/// The field of the entity that a column holds; null where none does.
const Field* field_of_column(const Entity& entity, std::string_view column);

}  // namespace iscm::core
